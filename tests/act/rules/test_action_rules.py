"""Actions: complete and ahead, due in proportion to the grade, moved only so far by whoever may."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pms_tracker.act.rules import action_rules
from pms_tracker.act.rules.action_rules import Action, needs_approver
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.errors import BadInput, NotAllowed, Refusal, RuleBroken
from tests.cast import TODAY

ACTION = Action("台帳に登録する。", 7, TODAY)
HERE = frozenset({7, 8})


@pytest.mark.parametrize(
    ("actions", "refusal", "kind"),
    [
        ([], "plan_incomplete", RuleBroken),
        ([replace(ACTION, action=" \n")], "plan_incomplete", RuleBroken),
        ([ACTION, replace(ACTION, action="")], "plan_incomplete", RuleBroken),
        ([ACTION] * 11, "too_many_actions", BadInput),
        ([replace(ACTION, due_on=TODAY - timedelta(days=1))], "due_in_past", RuleBroken),
        ([ACTION, replace(ACTION, owner_id=9)], "no_such_person", BadInput),
        (
            [replace(ACTION, measured_on=TODAY - timedelta(days=1))],
            "measured_before_due",
            RuleBroken,
        ),
    ],
)
def test_r6_every_action_of_a_plan_is_complete(
    actions: list[Action], refusal: str, kind: type[Refusal]
) -> None:
    with pytest.raises(kind, match=refusal):
        action_rules.check_actions(actions, HERE, TODAY)


@pytest.mark.parametrize("count", [1, 2, 10])
def test_a_plan_has_one_action_or_several(count: int) -> None:
    action_rules.check_actions([replace(ACTION, measured_on=TODAY)] * count, HERE, TODAY)


@pytest.mark.parametrize(
    ("grade", "due_on"),
    [
        (Grade.MAJOR, date(2026, 12, 8)),
        (Grade.NONCONFORMITY, date(2026, 12, 22)),
        (Grade.MINOR, date(2027, 1, 5)),
        # No case comes of it, but whoever asks is given the ordinary days.
        (Grade.OBSERVATION, date(2026, 12, 22)),
    ],
)
def test_the_graver_the_sooner_an_action_is_offered_to_be_due(grade: Grade, due_on: date) -> None:
    everyday = BusinessCalendar(lambda _: False)
    assert action_rules.offered_due_on(grade, TODAY, everyday) == due_on


@pytest.mark.parametrize(
    ("later", "moves", "needed"),
    [(1, 0, False), (30, 1, False), (31, 0, True), (1, 2, True), (-5, 1, False), (-5, 2, True)],
)
def test_the_third_move_and_more_than_thirty_days_need_an_approver(
    later: int, moves: int, needed: bool
) -> None:
    assert needs_approver(TODAY, TODAY + timedelta(days=later), moves) is needed


@pytest.mark.parametrize(
    ("person", "beyond", "refusal"),
    [
        (1, False, None),
        (2, False, None),
        (3, False, "due_agreed_by_another"),
        (1, True, "due_needs_approver"),
        (2, True, None),
        (3, True, "due_needs_approver"),
    ],
)
def test_who_may_agree_to_another_day(person: int, beyond: bool, refusal: str | None) -> None:
    if refusal is None:
        action_rules.check_agrees(person, {1}, {2}, beyond=beyond)
        return
    with pytest.raises(NotAllowed, match=refusal):
        action_rules.check_agrees(person, {1}, {2}, beyond=beyond)
