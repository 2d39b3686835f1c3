"""Due days of actions move with the old day, a reason and a name (R10), and only so far."""

from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.plans import actions, plans
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.trail import trail
from tests import builders
from tests.cast import IDS, TODAY, viewer

PLANNED = TODAY + timedelta(days=14)


def move(case: Case, to: date, by: str = "head", reason: str = "納品が遅れた。") -> None:
    actions.move_due(case, to, position=1, reason=reason, version=case.version, by=viewer(by))


def test_r10_the_old_day_the_reason_and_who_agreed_are_kept(app: Flask) -> None:
    case = builders.case_in(CaseState.DOING)
    digest = plans.subject(case, Dossier(case).current).digest
    move(case, PLANNED + timedelta(days=7))
    action = Dossier(case).current.actions[0]
    (change,) = action.due_changes
    assert (change.was_on, change.due_on) == (PLANNED, PLANNED + timedelta(days=7))
    assert (change.reason, change.agreed_by_id) == ("納品が遅れた。", IDS["head"])
    assert case.turn_due_on == action.turn_due_on == change.due_on
    # What was approved stays what was approved.
    assert action.due_on == PLANNED
    assert plans.subject(case, Dossier(case).current).digest == digest
    trail.write_pending()
    assert trail.history(case.reference)[0].move == "due_day_moved"


@pytest.mark.parametrize(
    ("to", "reason", "refusal"),
    [
        (TODAY - timedelta(days=1), "遅れ", "due_in_past"),
        (PLANNED, "遅れ", "same_due_day"),
        (PLANNED + timedelta(days=1), " ", "reason_needed"),
    ],
)
def test_a_move_needs_another_day_ahead_and_a_reason(
    app: Flask, to: date, reason: str, refusal: str
) -> None:
    case = builders.case_in(CaseState.DOING)
    with pytest.raises(RuleBroken, match=refusal):
        move(case, to, reason=reason)


@pytest.mark.parametrize("by", ["owner", "auditor", "other_head", "employee", "administrator"])
def test_whoever_owns_it_or_has_no_say_does_not_agree(app: Flask, by: str) -> None:
    case = builders.case_in(CaseState.DOING)
    with pytest.raises(NotAllowed, match="due_agreed_by_another"):
        move(case, PLANNED + timedelta(days=1), by=by)


def test_beyond_thirty_days_and_from_the_third_move_the_approver_agrees(app: Flask) -> None:
    case = builders.case_in(CaseState.DOING)
    far = PLANNED + timedelta(days=31)
    with pytest.raises(NotAllowed, match="due_needs_approver"):
        move(case, far)
    move(case, far - timedelta(days=1))
    move(case, PLANNED + timedelta(days=2))
    with pytest.raises(NotAllowed, match="due_needs_approver"):
        move(case, PLANNED + timedelta(days=3))
    move(case, far, by="privacy_manager")
    assert case.turn_due_on == far


@pytest.mark.parametrize("state", [CaseState.PLANNING, CaseState.SUBMITTED, CaseState.REVIEWING])
def test_only_what_is_being_done_is_moved(app: Flask, state: CaseState) -> None:
    case = builders.case_in(state)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        move(case, PLANNED + timedelta(days=1))


def test_the_turn_follows_whichever_action_is_due_first_now(app: Flask) -> None:
    planned = (builders.action(), builders.action(owner_id=IDS["employee"]))
    case = builders.approve(builders.submit(builders.case(), actions=planned))
    assert case.turn_of_id == IDS["owner"]
    move(case, PLANNED + timedelta(days=5))
    assert (case.turn_of_id, case.turn_due_on) == (IDS["employee"], PLANNED)
