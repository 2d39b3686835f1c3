"""Rules of changing several cases at once: which states, which roles, which persons."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from pms_tracker.act.rules import case_rules
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.kernel.errors import BadInput, NotAllowed, Refusal, RuleBroken
from pms_tracker.kernel.independence import Role

DAY = date(2026, 11, 24)
PEOPLE = st.sets(st.integers(1, 4))
ROLES = st.sets(st.sampled_from(Role))


def refused_with(rule: object, *values: object) -> str | None:
    try:
        rule(*values)  # type: ignore[operator]
    except Refusal as refusal:
        return refusal.key
    return None


@pytest.mark.parametrize(
    ("count", "key"), [(0, "none_chosen"), (1, None), (50, None), (51, "too_many_chosen")]
)
def test_between_one_and_fifty_are_chosen(count: int, key: str | None) -> None:
    assert refused_with(case_rules.check_chosen, count) == key


@given(st.sampled_from(CaseState), st.integers(1, 4), PEOPLE)
def test_nobody_moves_the_day_of_a_case_that_concerns_them(
    state: CaseState, person_id: int, concerned: set[int]
) -> None:
    key = refused_with(case_rules.check_due_day_moves, "CA-2026-001", state, person_id, concerned)
    decided = {CaseState.SUBMITTED, CaseState.ENDORSED, CaseState.CONFIRMING, CaseState.CLOSING}
    still = decided | {CaseState.CLOSED, CaseState.WITHDRAWN}
    if state in still:
        assert key == "due_day_stays"
    else:
        assert key == ("due_day_by_another" if person_id in concerned else None)


@given(ROLES, st.integers(-3, 3), st.sampled_from(["", " \n", "移転"]))
def test_a_day_is_moved_by_the_two_managers_to_today_or_later_with_a_reason(
    roles: set[Role], days: int, reason: str
) -> None:
    key = refused_with(case_rules.check_due_day, roles, DAY + timedelta(days=days), reason, DAY)
    if not roles & {Role.REPRESENTATIVE, Role.PRIVACY_MANAGER}:
        assert key == "due_day_movers_only"
    elif days < 0:
        assert key == "due_in_past"
    else:
        assert key == (None if reason.strip() else "reason_needed")


@given(st.sampled_from(CaseState), ROLES, st.integers(1, 4), PEOPLE)
def test_an_owner_is_chosen_while_planning_by_planners_or_the_privacy_manager(
    state: CaseState, roles: set[Role], person_id: int, planners: set[int]
) -> None:
    key = refused_with(case_rules.check_owner_choice, "CA-1", state, roles, person_id, planners)
    if state not in {CaseState.PLANNING, CaseState.SENT_BACK}:
        assert key == "owner_stays"
    elif person_id in planners or Role.PRIVACY_MANAGER in roles:
        assert key is None
    else:
        assert key == "owner_chosen_by_head"


def test_each_refusal_is_of_its_kind() -> None:
    with pytest.raises(BadInput):
        case_rules.check_chosen(0)
    with pytest.raises(NotAllowed):
        case_rules.check_due_day_moves("CA-1", CaseState.DOING, 1, {1})
    with pytest.raises(RuleBroken) as refused:
        case_rules.check_owner_choice("CA-1", CaseState.DOING, [], 1, [1])
    assert refused.value.values == {"reference": "CA-1", "state": CaseState.DOING}
