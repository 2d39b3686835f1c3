"""Steps of a case taken by deputies, on both databases: both named, both bound by every rule."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.act.cases import cases, turns
from pms_tracker.act.cases.dossier import Dossier, rounds_of
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case, Verdict
from pms_tracker.approvals import approvals
from pms_tracker.kernel.errors import NotAllowed, NotFound
from pms_tracker.kernel.references import parse_reference
from pms_tracker.trail import trail
from tests import builders
from tests.cast import IDS, TODAY, viewer

LAST = TODAY + timedelta(days=2)


def absent(principal: str, deputy: str, since_on: date = TODAY, until_on: date = LAST) -> None:
    builders.absent(principal, deputy, since_on, until_on)


@contextmanager
def on_day(offset: int) -> Iterator[None]:
    with clock.set_to(clock.at(TODAY + timedelta(days=offset), 10)):
        yield


def told_for(case: Case) -> str | None:
    trail.write_pending()
    values = trail.history(case.reference)[0].values
    return next((each.after for each in values if each.field == "on_behalf_of"), None)


def test_a_deputy_decides_and_both_are_named(app: Flask) -> None:
    absent("privacy_manager", "other_head")
    case = builders.case_in(CaseState.SUBMITTED)
    assert case.turn_of_id == IDS["other_head"]
    builders.approve(case, by="other_head")
    row = approvals.decisions(case.reference)[0]
    assert (row.decided_by_id, row.for_id) == (IDS["other_head"], IDS["privacy_manager"])
    assert told_for(case) == "藤森 奈緒"


def test_whoever_decides_in_own_right_decides_for_nobody(app: Flask) -> None:
    absent("privacy_manager", "other_head")
    case = builders.case_in(CaseState.SUBMITTED)
    builders.approve(case, by="privacy_manager")
    assert approvals.decisions(case.reference)[0].for_id is None
    assert told_for(case) is None


@pytest.mark.parametrize("deputy", ["head", "owner"])
def test_who_wrote_or_owns_it_does_not_approve_as_a_deputy(app: Flask, deputy: str) -> None:
    absent("privacy_manager", deputy)
    case = builders.case_in(CaseState.SUBMITTED)
    assert case.turn_of_id == IDS["privacy_manager"]
    with pytest.raises(NotAllowed, match="not_eligible"):
        builders.approve(case, by=deputy)


def test_who_may_not_decide_lets_nobody_decide_for_them(app: Flask) -> None:
    absent("head", "other_head")
    case = builders.case()
    builders.submit(case, by="other_head")
    for person in ("other_head", "head"):
        with pytest.raises(NotAllowed, match="not_eligible"):
            builders.approve(case, by=person)


def test_a_deputy_who_planned_is_named_with_the_head_and_both_have_written_it(app: Flask) -> None:
    absent("head", "other_head")
    case = builders.case()
    assert case.turn_of_id == IDS["other_head"]
    builders.submit(case, by="other_head")
    written = rounds_of(case.id)[0]
    assert (written.written_by_id, written.written_for_id) == (IDS["other_head"], IDS["head"])
    assert written.writer_ids == sorted([IDS["head"], IDS["other_head"]])
    assert told_for(case) == "髙山 由紀"


def test_the_auditor_who_found_it_does_not_plan_for_the_head(app: Flask) -> None:
    absent("head", "auditor")
    case = builders.case()
    assert case.turn_of_id == IDS["head"]
    with pytest.raises(NotAllowed, match="head_only"):
        builders.submit(case, by="auditor")


def test_a_deputy_does_it_for_the_owner_and_neither_judges_it(app: Flask) -> None:
    absent("owner", "second_auditor")
    case = builders.case_in(CaseState.DOING)
    assert case.turn_of_id == IDS["second_auditor"]
    builders.report(case, by="second_auditor")
    done = rounds_of(case.id)[0].actions[0]
    assert (done.done_by_id, done.done_for_id) == (IDS["second_auditor"], IDS["owner"])
    assert done.done_entered_by_id is None
    assert told_for(case) == "原 大地"
    reviewers = Dossier(case).reviewers
    assert not {IDS["second_auditor"], IDS["owner"]} & set(reviewers.person_ids)
    with pytest.raises(NotAllowed, match="not_eligible"):
        builders.judge(case, by="second_auditor")


def test_who_approved_it_does_not_do_it_for_the_owner(app: Flask) -> None:
    absent("owner", "privacy_manager")
    case = builders.case_in(CaseState.DOING)
    assert case.turn_of_id == IDS["owner"]
    with pytest.raises(NotAllowed, match="owner_only"):
        builders.report(case, by="privacy_manager")


def test_a_deputy_of_the_head_enters_what_the_owner_did(app: Flask) -> None:
    case = builders.case_in(CaseState.DOING)
    absent("head", "other_head")
    builders.report(case, by="other_head")
    done = rounds_of(case.id)[0].actions[0]
    assert (done.done_by_id, done.done_for_id) == (IDS["owner"], None)
    assert done.done_entered_by_id == IDS["other_head"]
    assert told_for(case) == "髙山 由紀"


@pytest.mark.parametrize("approver", ["privacy_manager", "other_head"])
def test_who_approved_it_does_not_enter_it_for_the_head(app: Flask, approver: str) -> None:
    """In their own right or for another: the head enters it, or the owner, not their approver."""
    if approver == "other_head":
        absent("privacy_manager", approver)
    case = builders.case_in(CaseState.SUBMITTED)
    builders.approve(case, by=approver)
    absent("head", approver)
    with pytest.raises(NotAllowed, match="owner_only"):
        builders.report(case, by=approver)
    builders.report(case, by="head")
    assert rounds_of(case.id)[0].actions[0].done_entered_by_id == IDS["head"]


def test_an_owner_without_an_account_is_not_asked_through_the_approver(app: Flask) -> None:
    case = builders.case()
    builders.submit(case, owner_id=IDS["without_account"])
    absent("head", "privacy_manager")
    builders.approve(case)
    assert case.turn_of_id == IDS["head"]


def test_a_deputy_judges_and_both_are_named(app: Flask) -> None:
    absent("auditor", "employee")
    case = builders.case_in(CaseState.REVIEWING)
    builders.judge(case, Verdict.EFFECTIVE, by="employee")
    judged = rounds_of(case.id)[0]
    assert (judged.reviewed_by_id, judged.reviewed_for_id) == (IDS["employee"], IDS["auditor"])
    assert told_for(case) == "小口 彩香"


def test_a_deputy_who_approved_counts_as_an_approver_with_the_absent_person(app: Flask) -> None:
    absent("privacy_manager", "other_head")
    case = builders.case_in(CaseState.SUBMITTED)
    builders.approve(case, by="other_head")
    builders.report(case)
    found = Dossier(case).reviewers.person_ids
    assert not {IDS["privacy_manager"], IDS["other_head"]} & set(found)


def test_the_turn_goes_to_the_deputy_on_the_first_day_and_back_after_the_last(app: Flask) -> None:
    case = builders.case_in(CaseState.SUBMITTED)
    absent("privacy_manager", "other_head", TODAY + timedelta(days=1), LAST)
    assert turns.hand_over() == []
    for offset in (1, 2):
        with on_day(offset):
            turns.hand_over()
            assert case.turn_of_id == IDS["other_head"]
            assert turns.hand_over() == []
    with on_day(3):
        with pytest.raises(NotAllowed, match="not_eligible"):
            builders.approve(case, by="other_head")
        assert turns.hand_over() == [case]
        assert case.turn_of_id == IDS["privacy_manager"]


def test_the_last_moment_of_the_last_day_is_still_the_deputys(app: Flask) -> None:
    absent("privacy_manager", "other_head")
    case = builders.case_in(CaseState.SUBMITTED)
    midnight = clock.at(LAST + timedelta(days=1), 0)
    with clock.set_to(midnight), pytest.raises(NotAllowed, match="not_eligible"):
        builders.approve(case, by="other_head")
    with clock.set_to(midnight - timedelta(seconds=1)):
        builders.approve(case, by="other_head")


def test_a_turn_held_in_own_right_goes_back_too(app: Flask) -> None:
    absent("audit_manager", "second_auditor", TODAY, TODAY)
    case = builders.case_in(CaseState.REVIEWING)
    first = Dossier(case).asked[0]
    with on_day(1):
        turns.hand_over()
        assert case.turn_of_id == Dossier(case).asked[0]
    assert first in Dossier(case).asked


def test_only_turns_of_the_named_people_are_looked_at(app: Flask) -> None:
    case = builders.case_in(CaseState.SUBMITTED)
    absent("privacy_manager", "other_head")
    assert turns.hand_over((IDS["employee"],)) == []
    assert turns.hand_over((IDS["privacy_manager"], IDS["other_head"])) == [case]


def test_a_deputy_sees_the_case_while_its_turn_is_theirs(app: Flask) -> None:
    absent("privacy_manager", "employee")
    case = builders.case_in(CaseState.SUBMITTED)
    reference = parse_reference(case.reference)
    assert reference is not None
    assert cases.by_reference(reference, seen_by=viewer("employee")) is case
    assert cases.knows(reference, viewer("employee"))
    builders.approve(case, by="employee")
    assert not cases.knows(reference, viewer("employee"))
    with pytest.raises(NotFound):
        cases.by_reference(reference, seen_by=viewer("employee"))
