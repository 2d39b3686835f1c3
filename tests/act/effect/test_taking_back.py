"""Taking back one's own decision within five minutes, on both databases and of every kind."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from pms_tracker import clock
from pms_tracker.act import act_proofs, act_undecided
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.teams import programme_teams
from pms_tracker.approvals import approvals, taking_back
from pms_tracker.approvals.approval_tables import Voided
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.mail.mail_tables import LetterState
from pms_tracker.plan.rules.policy_rules import (
    ReviewOutcome,
    ReviewState as PolicyReviewState,
    VersionState,
)
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.plan.years import years
from pms_tracker.trail import trail
from tests import builders, mailed, reporting, reviewing
from tests.act.test_contests import LATER, Made, last, standing, state_of
from tests.cast import IDS, POLICY, viewer
from tests.check.programmes import a_programme
from tests.plan.years import a_year


def plan_approved() -> Made:
    case = builders.approve(builders.submit(builders.case()))
    return case, last(case.reference)


def plan_sent_back() -> Made:
    case = builders.submit(builders.case())
    builders.send_back(case)
    return case, last(case.reference)


def version_approved() -> Made:
    made = builders.submitted(POLICY.replace("教材", "教科書"), effective_on=LATER)
    builders.decide_version(made)
    return made, last("POL-001")


def postponement() -> Made:
    made = builders.review(ReviewOutcome.POSTPONED, postponed_to=LATER)
    builders.decide_postponement(made)
    return made, last(made.reference)


def year_plan() -> Made:
    plan = a_year.submitted()
    years.decide(plan, a_year.decision(plan), version=plan.version, by=viewer("representative"))
    return plan, last(plan.reference)


def programme() -> Made:
    a_programme.none_yet()
    made = a_programme.submitted()
    decided, by = a_programme.decision(made), viewer("representative")
    programme_teams.decide(made, decided, version=made.version, by=by)
    return made, last(made.reference)


def minutes() -> Made:
    review = reviewing.submitted()
    reviewing.decide(review)
    return review, last(review.reference)


def report_approved() -> Made:
    audit = reporting.audit_in(AuditState.REPORTED)
    reporting.decide(audit)
    return audit, standing(audit.reference, "report-approval")


EVERY: dict[str, tuple[Callable[[], Made], object]] = {
    "plan approved": (plan_approved, CaseState.SUBMITTED),
    "plan sent back": (plan_sent_back, CaseState.SUBMITTED),
    "policy version": (version_approved, VersionState.SUBMITTED),
    "postponement": (postponement, PolicyReviewState.SUBMITTED),
    "year plan": (year_plan, PlanState.SUBMITTED),
    "programme": (programme, PlanState.SUBMITTED),
    "minutes": (minutes, ReviewState.SUBMITTED),
    "report approved": (report_approved, AuditState.REPORTED),
}


def by_of(made: Made) -> str:
    return next(key for key, person_id in IDS.items() if person_id == made[1].decided_by_id)


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    """What happens at one instant, until the test moves on."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def wait(traveller: time_machine.Traveller, **long: int) -> None:
    trail.write_pending()
    traveller.shift(timedelta(**long))


@pytest.mark.parametrize("kind", EVERY)
def test_what_was_decided_wrongly_is_void_and_waits_as_before(
    app: Flask, moment: time_machine.Traveller, kind: str
) -> None:
    make, before = EVERY[kind]
    made, row = make()
    assert state_of(made) is not before
    wait(moment, minutes=4)
    act_undecided.take_back(row.id, by=viewer(by_of((made, row))))
    assert state_of(made) is before
    assert row.void_because is Voided.TAKEN_BACK
    trail.write_pending()
    moves = [each.move for each in trail.history(row.reference)]
    assert moves[:2] == ["decision_undone", "decision_taken_back"]
    assert list(act_proofs.verify()) == []


def test_five_minutes_are_counted_down_and_then_it_stands(
    app: Flask, moment: time_machine.Traveller
) -> None:
    made, row = plan_approved()
    by = viewer(by_of((made, row)))
    assert taking_back.minutes_left(row, by.person_id) == 5
    wait(moment, minutes=4, seconds=30)
    assert taking_back.minutes_left(row, by.person_id) == 1
    wait(moment, seconds=30)
    assert taking_back.minutes_left(row, by.person_id) == 0
    with pytest.raises(RuleBroken, match="minutes_are_over"):
        act_undecided.take_back(row.id, by=by)


def test_nobody_takes_back_what_another_decided_nor_twice(
    app: Flask, moment: time_machine.Traveller
) -> None:
    made, row = plan_approved()
    wait(moment, seconds=1)
    for other in ("head", "owner", "representative", "administrator"):
        assert taking_back.minutes_left(row, viewer(other).person_id) == 0
        with pytest.raises(NotFound):
            act_undecided.take_back(row.id, by=viewer(other))
    by = viewer(by_of((made, row)))
    act_undecided.take_back(row.id, by=by)
    with pytest.raises(RuleBroken, match="void_already"):
        act_undecided.take_back(row.id, by=by)


def test_once_something_was_built_on_it_it_stands(
    app: Flask, moment: time_machine.Traveller
) -> None:
    made, row = plan_approved()
    assert isinstance(made, Case)
    wait(moment, minutes=1)
    builders.report(made)
    wait(moment, minutes=1)
    with pytest.raises(RuleBroken, match="built_on_already"):
        act_undecided.take_back(row.id, by=viewer(by_of((made, row))))
    assert made.state is CaseState.REVIEWING


def test_what_waits_to_be_told_is_withdrawn_and_what_was_told_is_put_right(
    app: Flask, moment: time_machine.Traveller
) -> None:
    case = builders.submit(builders.case())
    wait(moment, minutes=1)
    builders.approve(case)
    row = last(case.reference)
    told = [each for each in mailed.about(case.reference) if each.created_at >= row.recorded_at]
    assert told, "whoever acts is told"
    wait(moment, minutes=1)
    act_undecided.take_back(row.id, by=viewer(by_of((case, row))))
    assert {each.state for each in told} == {LetterState.WITHDRAWN}
    assert "decision_taken_back" not in [each.key for each in mailed.about(case.reference)]
    wait(moment, minutes=1)
    builders.approve(case)
    row = last(case.reference)
    told = [
        each
        for each in mailed.about(case.reference)
        if each.created_at >= row.recorded_at and each.state is LetterState.WAITING
    ]
    for each in told:
        each.state, each.sent_at = LetterState.SENT, clock.now()
    session.flush()
    wait(moment, minutes=1)
    act_undecided.take_back(row.id, by=viewer(by_of((case, row))))
    put_right = [e for e in mailed.about(case.reference) if e.key == "decision_taken_back"]
    assert {e.person_id for e in put_right} == {e.person_id for e in told} - {row.decided_by_id}


def test_a_plan_that_was_taken_back_is_decided_anew(
    app: Flask, moment: time_machine.Traveller
) -> None:
    made, row = plan_approved()
    assert isinstance(made, Case)
    wait(moment, minutes=1)
    act_undecided.take_back(row.id, by=viewer(by_of((made, row))))
    builders.approve(made)
    assert made.state is CaseState.DOING
    standing_now = approvals.standing(made.reference, row.step)
    assert standing_now is not None
    assert standing_now.id != row.id
