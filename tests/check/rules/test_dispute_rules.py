"""Rules of a dispute: who is asked, by when, and that somebody else can always decide."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from pms_tracker.check.rules import dispute_rules as rules
from pms_tracker.check.rules.audit_rules import FindingState, Grade
from pms_tracker.check.rules.dispute_rules import Hands
from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role
from pms_tracker.kernel.profile import Part
from tests.firms import acting, firms

DUE = date(2026, 12, 1)
HEARD = frozenset({Part.DISPUTE})

UNITS = st.frozensets(st.integers(1, 2), max_size=2)


@st.composite
def hearings(draw: st.DrawFn) -> tuple[list[Candidate], Hands]:
    firm = draw(firms(UNITS))
    ids = [each.person_id for each in firm]
    filed_by, disputed_by, disputed_for = draw(st.permutations(ids))[:3]
    team = draw(st.frozensets(st.sampled_from(ids))) - {disputed_by, disputed_for}
    absent = disputed_for if draw(st.booleans()) else None
    return firm, Hands(filed_by, team, disputed_by, absent)


@given(hearings())
def test_every_firm_of_three_can_decide_every_dispute(told: tuple[list[Candidate], Hands]) -> None:
    firm, hands = told
    eligible = rules.eligible_to_decide(firm, 1, hands)
    assert eligible.person_ids
    assert acting(firm).issuperset(eligible.person_ids)
    assert not {hands.filed_by, hands.disputed_by}.intersection(eligible.person_ids)


@given(hearings())
def test_who_decides_in_their_own_right_had_no_hand_in_it_and_is_of_another_unit(
    told: tuple[list[Candidate], Hands],
) -> None:
    firm, hands = told
    eligible = rules.eligible_to_decide(firm, 1, hands)
    hand = {hands.filed_by, hands.disputed_by, hands.disputed_for} | hands.team
    assert not set(eligible.person_ids) & eligible.barred
    if eligible.by_exception:
        return
    own = {each.person_id for each in firm if 1 in each.unit_ids}
    assert not set(eligible.person_ids) & (hand | own)
    # The audit manager comes first wherever one may.
    free = [each for each in firm if each.person_id not in hand | own]
    managers = [each.person_id for each in free if Role.AUDIT_MANAGER in each.roles]
    assert not managers or list(eligible.person_ids) == managers


@given(hearings(), st.lists(st.integers(0, 5), max_size=2))
def test_whoever_audited_never_answers_for_the_auditee(
    told: tuple[list[Candidate], Hands], heads: list[int]
) -> None:
    firm, hands = told
    eligible = rules.eligible_to_answer(firm, heads, hands)
    assert not set(eligible.person_ids) & (hands.team | {hands.filed_by})
    own = [each for each in heads if each not in hands.team and each != hands.filed_by]
    assert not own or list(eligible.person_ids) == own


def candidate(person_id: int, *roles: Role, unit: int = 9) -> Candidate:
    return Candidate(person_id, frozenset(roles or {Role.EMPLOYEE}), frozenset({unit}))


BOSS, KEEPER = candidate(1, Role.REPRESENTATIVE), candidate(2, Role.PRIVACY_MANAGER)
MANAGER, AUDITOR, HEAD = candidate(3, Role.AUDIT_MANAGER), candidate(4, Role.AUDITOR), candidate(5)
FIRM = [BOSS, KEEPER, MANAGER, AUDITOR, HEAD]


@pytest.mark.parametrize(
    ("firm", "hands", "ids", "exception"),
    [
        (FIRM, Hands(4, frozenset({4}), 5), (3,), False),
        # Filed or audited by the audit manager: then the representative.
        (FIRM, Hands(3, frozenset({3}), 5), (1,), False),
        (FIRM, Hands(4, frozenset({3, 4}), 5), (1,), False),
        # Disputed by the representative, as the head of a small firm's unit.
        (FIRM, Hands(3, frozenset({3}), 1), (2,), False),
        # For whom a deputy disputed does not decide it either.
        (FIRM, Hands(3, frozenset({3}), 5, 1), (2,), False),
        # The audit manager belongs to the unit in question.
        ([BOSS, candidate(3, Role.AUDIT_MANAGER, unit=1)], Hands(4, frozenset(), 5), (1,), False),
        ([BOSS, MANAGER, HEAD], Hands(3, frozenset({3}), 1), (5,), True),
        ([candidate(1, unit=1), MANAGER, HEAD], Hands(3, frozenset({3}), 5), (1,), True),
        # Both who audited, and the one who disputes: whoever did not file decides by exception.
        ([MANAGER, AUDITOR, HEAD], Hands(3, frozenset({3, 4}), 5), (4,), True),
        ([candidate(7, Role.ADMINISTRATOR), MANAGER, HEAD], Hands(3, frozenset(), 5), (), True),
    ],
)
def test_a_dispute_goes_to_the_first_who_may(
    firm: list[Candidate], hands: Hands, ids: tuple[int, ...], exception: bool
) -> None:
    assert rules.eligible_to_decide(firm, 1, hands) == Eligible(ids, exception)


@pytest.mark.parametrize(
    ("heads", "team", "ids"),
    [
        ((5,), {4}, (5,)),
        ((5, 4), {4}, (5,)),
        # In a firm of one unit the head may audit it; then somebody else answers.
        ((4,), {4}, (2,)),
        ((), {4, 2}, (1,)),
        ((), {4, 2, 1}, (3, 5)),
    ],
)
def test_the_head_answers_else_whoever_runs_the_system(
    heads: tuple[int, ...], team: set[int], ids: tuple[int, ...]
) -> None:
    assert rules.eligible_to_answer(FIRM, heads, Hands(4, frozenset(team))).person_ids == ids


@pytest.mark.parametrize("grade", Grade)
def test_only_a_nonconformity_is_told_first_and_only_where_auditees_are_heard(grade: Grade) -> None:
    asks = grade in {Grade.NONCONFORMITY, Grade.MAJOR, Grade.MINOR}
    stands = FindingState.OPEN if asks else FindingState.NOTED
    assert rules.state_when_filed(grade, {Part.GRADES}) is stands
    assert rules.state_when_filed(grade, HEARD) is (FindingState.TOLD if asks else stands)


def test_an_answer_is_due_after_five_business_days_and_silence_counts_from_the_day_after() -> None:
    calendar = BusinessCalendar(lambda day: day == date(2026, 11, 23))
    assert rules.TO_ANSWER.due_on(date(2026, 11, 20), calendar) == date(2026, 11, 30)
    # As long again to decide.
    assert rules.TO_RULE.due_on(date(2026, 11, 20), calendar) == date(2026, 11, 30)
    for days, silent in ((-1, False), (0, False), (1, True), (40, True)):
        assert rules.is_silent(DUE, DUE + timedelta(days=days)) is silent


@pytest.mark.parametrize(
    ("reason", "days", "refusal", "kind"),
    [
        ("違う", 0, None, None),
        ("違う", -5, None, None),
        (" \n", 0, "dispute_needs_reason", BadInput),
        ("違う", 1, "answer_too_late", RuleBroken),
        ("", 1, "answer_too_late", RuleBroken),
    ],
)
def test_a_dispute_has_a_reason_and_comes_in_time(
    reason: str, days: int, refusal: str | None, kind: type[Exception] | None
) -> None:
    today = DUE + timedelta(days=days)
    if kind is None:
        rules.check_dispute(reason, DUE, today)
        return
    with pytest.raises(kind, match=refusal):
        rules.check_dispute(reason, DUE, today)


def test_only_who_is_asked_answers_and_decides_or_whoever_stands_in_for_them() -> None:
    one = Eligible((1,))
    rules.check_answers(1, one, None)
    rules.check_answers(2, one, 1)
    with pytest.raises(NotAllowed, match="auditee_only"):
        rules.check_answers(2, one, None)
    rules.check_decides(1, one, None, "")
    rules.check_decides(2, one, 1, "")
    with pytest.raises(NotAllowed, match="not_eligible_to_rule"):
        rules.check_decides(2, one, None, "理由")
    exception = Eligible((1,), by_exception=True)
    rules.check_decides(1, exception, None, "ほかにいない")
    with pytest.raises(RuleBroken, match="exception_needs_reason"):
        rules.check_decides(1, exception, None, " ")


def test_a_ruling_rests_on_grounds_and_nothing_is_withdrawn_past_it() -> None:
    rules.check_grounds("見た")
    with pytest.raises(BadInput, match="ruling_needs_grounds"):
        rules.check_grounds(" ")
    for state in FindingState:
        if state is not FindingState.DISPUTED:
            rules.check_withdrawable(state)
    with pytest.raises(RuleBroken, match="dispute_is_decided"):
        rules.check_withdrawable(FindingState.DISPUTED)
