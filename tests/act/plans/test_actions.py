"""Several actions in one plan: each owner reports their own, and all of them end the doing."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from pms_tracker.act.cases import case_lists, turns
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import effectiveness
from pms_tracker.act.effect.effectiveness import Done
from pms_tracker.act.plans import actions, plans
from pms_tracker.act.rules.case_rules import CaseMove, CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.clock import today
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from pms_tracker.reminders.scan import reminders
from pms_tracker.trail import trail
from tests import builders, mailed, open_duties
from tests.cast import IDS, TODAY, viewer

SOON, LATER = TODAY + timedelta(days=7), TODAY + timedelta(days=21)
YEAR = TODAY + timedelta(days=365)


def two(**changes: object) -> Case:
    """A case with two approved actions: the owner's, due later, and the employee's, due soon."""
    planned = (
        builders.action(due_on=LATER),
        builders.action(
            action="棚に鍵を付ける。", owner_id=IDS["employee"], due_on=SOON, **changes
        ),
    )
    return builders.approve(builders.submit(builders.case(), actions=planned))


def report(case: Case, by: str, position: int | None = None) -> bool:
    """Report it as done; whether it was the last one."""
    done = Done("した。", today())
    effectiveness.report_done(case, done, version=case.version, by=viewer(by), position=position)
    return case.state is not CaseState.DOING


def moves(case: Case) -> list[str]:
    trail.write_pending()
    return [each.move for each in trail.history(case.reference)]


def test_the_case_carries_the_soonest_action_and_the_other_is_a_duty_of_its_own(app: Flask) -> None:
    case = two()
    assert (case.turn_of_id, case.turn_due_on) == (IDS["employee"], SOON)
    (beside,) = open_duties.further(YEAR)
    assert (beside.kind, beside.person_id, beside.due_on) == ("do_case", IDS["owner"], LATER)
    assert [each.due_on for each in reminders.duties_of(viewer("owner"), YEAR)] == [LATER]
    assert [each.due_on for each in reminders.duties_of(viewer("employee"), YEAR)] == [SOON]
    assert list(open_duties.further(LATER - timedelta(days=1))) == []
    told = {letter.person_id for letter in mailed.about(case.reference)}
    assert {IDS["owner"], IDS["employee"]} <= told


def test_every_owner_of_a_plan_knows_the_case_and_may_not_approve_it(app: Flask) -> None:
    planned = (builders.action(), builders.action(owner_id=IDS["privacy_manager"]))
    case = builders.submit(builders.case(), actions=planned)
    assert Dossier(case).parties(Dossier(case).rounds).owners == {
        IDS["owner"],
        IDS["privacy_manager"],
    }
    assert case.turn_of_id == IDS["representative"]
    assert [row.id for row in case_lists.CASES.page(viewer("owner"), case_lists.Filter())] == [
        case.id
    ]
    with pytest.raises(NotAllowed, match="not_eligible"):
        builders.approve(case, by="privacy_manager")


def test_no_owner_and_no_doer_of_any_action_judges_its_effect(app: Flask) -> None:
    planned = (builders.action(), builders.action(owner_id=IDS["auditor"]))
    case = builders.approve(builders.submit(builders.case(), actions=planned))
    report(case, "owner")
    report(case, "auditor")
    assert case.state is CaseState.REVIEWING
    assert IDS["auditor"] not in Dossier(case).reviewers.person_ids
    with pytest.raises(NotAllowed, match="not_eligible"):
        builders.judge(case, by="auditor")


def test_the_case_goes_on_once_all_are_done(app: Flask) -> None:
    case = two()
    assert report(case, "employee") is False
    assert (case.state, case.turn_of_id, case.turn_due_on) == (CaseState.DOING, IDS["owner"], LATER)
    assert list(open_duties.further(YEAR)) == []
    assert moves(case)[0] == CaseMove.REPORT_ACTION
    assert Dossier(case).current.done_on is None
    assert report(case, "owner") is True
    assert (case.state, Dossier(case).current.done_on) == (CaseState.REVIEWING, TODAY)
    assert moves(case)[0] == CaseMove.REPORT_DONE


def test_an_owner_reports_no_action_of_somebody_else(app: Flask) -> None:
    case = two()
    with pytest.raises(NotAllowed, match="owner_only"):
        report(case, "owner", 2)
    report(case, "head", 2)
    done = Dossier(case).current.actions[1]
    assert (done.done_by_id, done.done_entered_by_id) == (IDS["employee"], IDS["head"])
    with pytest.raises(BadInput, match="no_such_action"):
        report(case, "head", 2)


def test_what_was_done_stays_when_the_rest_of_the_plan_is_changed(app: Flask) -> None:
    case = two()
    report(case, "employee")
    changed = builders.plan(actions=(builders.action(action="台帳を作り直す。"),))
    plans.amend(case, changed, version=case.version, by=viewer("head"))
    first, second = Dossier(case).current.actions
    assert (first.action, first.done_on) == ("台帳を作り直す。", None)
    assert (second.action, second.done_on) == ("棚に鍵を付ける。", TODAY)
    builders.approve(case)
    assert report(case, "owner") is True


def test_what_was_done_stays_when_the_rest_of_the_plan_is_rejected(app: Flask) -> None:
    case = two()
    report(case, "employee")
    plans.amend(case, builders.plan(), version=case.version, by=viewer("head"))
    rejected = builders.decision(case, Decision.REJECTED, reason="台帳では防げない。")
    plans.decide(case, rejected, version=case.version, by=viewer("privacy_manager"))
    first, second = Dossier(case).current.actions
    assert (first.action, first.owner_id, first.done_on) == ("", IDS["owner"], None)
    assert (second.action, second.done_on) == ("棚に鍵を付ける。", TODAY)
    assert (case.state, Dossier(case).current.done_on) == (CaseState.PLANNING, None)
    builders.approve(builders.submit(case))
    assert report(case, "owner") is True


def test_an_action_that_is_taken_out_leaves_the_plan(app: Flask) -> None:
    case = two()
    plans.amend(case, builders.plan(), version=case.version, by=viewer("head"))
    assert [each.action[:3] for each in Dossier(case).current.actions] == ["申込書"]
    trail.write_pending()
    told = {value.field: value for value in trail.history(case.reference)[0].values}
    assert "棚に鍵を付ける。" in (told["more_actions"].before or "")
    assert told["more_actions"].after is None


def test_an_action_names_the_cause_it_removes(app: Flask) -> None:
    case = two(cause="棚に鍵がない。")
    first, second = Dossier(case).current.actions
    assert first.cause == Dossier(case).current.cause
    assert second.cause == "棚に鍵がない。"


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "broken",
    [{"cause": ""}, {"done_on": TODAY}, {"turn_of_id": 1, "turn_due_on": None}],
    ids=["cause before plan", "approval before start", "a turn has its day"],
)
def test_r6_the_database_keeps_the_order_of_steps(app: Flask, broken: dict[str, object]) -> None:
    case = builders.submit(builders.case())
    action = Dossier(case).current.actions[0]
    for name, value in broken.items():
        setattr(action, name, value)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_progress_is_noted_by_the_owner_and_what_stood_before_is_kept(app: Flask) -> None:
    case = two()
    for said in ("見積りを取った。", "発注した。"):
        actions.note_progress(case, said, position=1, version=case.version, by=viewer("owner"))
    assert Dossier(case).current.actions[0].progress == "発注した。"
    trail.write_pending()
    (value,) = trail.history(case.reference)[0].values
    assert (value.before, value.after) == ("見積りを取った。", "発注した。")
    with pytest.raises(RuleBroken, match="progress_needed"):
        actions.note_progress(case, " ", position=1, version=case.version, by=viewer("owner"))
    with pytest.raises(NotAllowed, match="owner_only"):
        actions.note_progress(case, "した", position=2, version=case.version, by=viewer("owner"))
    with pytest.raises(Stale):
        actions.note_progress(case, "した", position=1, version=1, by=viewer("owner"))


def test_a_further_action_goes_to_the_head_when_its_owner_leaves(app: Flask) -> None:
    case = two()
    Dossier(case).current.actions[0].owner_id = IDS["without_account"]
    session.flush()
    assert turns.misplaced() == [case.id]
    turns.hand_over(held_by=[IDS["owner"]])
    assert Dossier(case).current.actions[0].turn_of_id == IDS["head"]
    assert turns.misplaced() == []
