"""The daily scan on both databases: each stage is said once, whatever was missed or moved."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session, transaction
from pms_tracker.duties import kept_duties
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.kernel.independence import Role
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Company, RoleGrant
from pms_tracker.plan.tables.policy_tables import Policy
from pms_tracker.reminders.running.reminder_tables import JobRun, ReminderLedger, Said
from pms_tracker.reminders.scan import reminders
from tests import builders
from tests.cast import IDS, PERSONS, TODAY, viewer

DUE_ON = date(2026, 12, 8)
CASE = "CA-2026-001"


@pytest.fixture
def asked(app: Flask) -> None:
    """A case that waits for its plan until DUE_ON; the policy's review is far away."""
    with transaction():
        builders.case()
        session.execute(update(Policy).values(next_review_on=date(2027, 11, 1)))
        session.execute(update(OutboxLetter).values(key="sent before"))
        session.execute(update(Case).values(turn_due_on=DUE_ON))


def scan(day: date) -> int:
    """What the server does on the morning of a day."""
    with clock.set_to(clock.at(day, 7)):
        return reminders.scan(day)


def digests() -> int:
    session.rollback()
    statement = select(func.count(OutboxLetter.id)).where(OutboxLetter.key == "digest")
    return session.scalar(statement) or 0


def said_about(reference: str = CASE) -> list[ReminderLedger]:
    """The ledger of one record in order of saying."""
    of_it = select(ReminderLedger).where(ReminderLedger.reference == reference)
    return list(session.scalars(of_it.order_by(ReminderLedger.id)))


def ledger(reference: str = CASE) -> list[tuple[int, Said]]:
    session.rollback()
    return [(row.stage, row.said) for row in said_about(reference)]


def days_before(days: int) -> date:
    return DUE_ON - timedelta(days=days)


@pytest.mark.usefixtures("asked")
def test_a_second_scan_of_a_day_says_nothing_twice() -> None:
    assert scan(days_before(7)) == 2  # the head of the case, the auditor of the audit
    assert scan(days_before(7)) == 0
    assert scan(days_before(6)) == 0
    assert digests() == 2


@pytest.mark.usefixtures("asked")
def test_each_stage_is_said_on_its_day() -> None:
    for days in (14, 7, 1, 0):
        scan(days_before(days))
    assert ledger() == [
        (-30, Said.OVERTAKEN),
        (-14, Said.MAILED),
        (-7, Said.MAILED),
        (-1, Said.MAILED),
        (0, Said.MAILED),
    ]


@pytest.mark.usefixtures("asked")
def test_a_server_that_was_off_says_each_duty_once_and_marks_what_it_missed() -> None:
    scan(days_before(14))
    before = digests()
    # And the privacy manager hears of the head's, the audit manager of the auditor's.
    assert scan(days_before(-8)) == 4
    assert digests() == before + 4
    assert ledger()[2:6] == [
        (-7, Said.OVERTAKEN),
        (-1, Said.OVERTAKEN),
        (0, Said.OVERTAKEN),
        (7, Said.MAILED),
    ]


@pytest.mark.usefixtures("asked")
def test_a_moved_due_day_starts_a_ladder_of_its_own() -> None:
    scan(days_before(7))
    with transaction():
        later = DUE_ON + timedelta(days=7)
        session.execute(update(Case).values(turn_due_on=later))
    scan(days_before(6))
    session.rollback()
    rows = said_about()
    assert {row.due_on for row in rows} == {DUE_ON, later}
    assert {row.stage for row in rows if row.due_on == later and row.said is Said.MAILED} == {-14}


@pytest.mark.usefixtures("asked")
def test_a_step_that_was_taken_is_not_asked_for_again() -> None:
    scan(days_before(7))
    with transaction():
        builders.submit(session.scalars(select(Case)).one())
    scan(TODAY + timedelta(days=7))
    session.rollback()
    told = {(row.kind, row.person_id) for row in said_about()}
    assert told == {("plan_case", IDS["head"]), ("decide_case", IDS["privacy_manager"])}


@pytest.mark.usefixtures("asked")
def test_a_turn_is_handed_over_before_anybody_is_asked() -> None:
    with transaction():
        builders.submit(session.scalars(select(Case)).one())
        session.execute(
            update(RoleGrant)
            .where(RoleGrant.role == Role.PRIVACY_MANAGER)
            .values(until_on=TODAY - timedelta(days=1))
        )
    scan(TODAY)
    session.rollback()
    told = {row.person_id for row in said_about()}
    assert told == {IDS["representative"]}


def test_a_policy_years_overdue_at_the_start_is_one_calm_ladder(app: Flask) -> None:
    with transaction():
        session.execute(update(Policy).values(next_review_on=date(2019, 4, 1)))
        session.execute(update(Company).values(started_on=TODAY))
    stage = (TODAY - date(2019, 4, 1)).days
    assert [scan(TODAY + timedelta(days=days)) for days in (0, 1, 6, 7)] == [1, 0, 0, 1]
    assert ledger("POL-001") == [(stage, Said.MAILED), (stage + 7, Said.MAILED)]


def test_one_person_gets_one_digest_with_the_most_urgent_first(app: Flask) -> None:
    with transaction():
        audit = builders.audit()
        builders.case_in(CaseState.SUBMITTED, audit, 1)
        builders.case_in(CaseState.SUBMITTED, audit, 2)
    scan(TODAY)
    session.rollback()
    letters = session.scalars(
        select(OutboxLetter).where(
            OutboxLetter.key == "digest", OutboxLetter.person_id == IDS["privacy_manager"]
        )
    ).all()
    assert len(letters) == 1
    body = str(letters[0].body)
    places = [body.index(each) for each in ("/r/POL-001", "/r/CA-2026-001", "/r/CA-2026-002")]
    assert places == sorted(places)


def test_nobody_without_an_address_is_entered_as_told(app: Flask) -> None:
    with transaction():
        for name in ("privacy_manager", "representative"):
            people.person(IDS[name]).mail = None
    assert scan(TODAY) == 0
    assert ledger("POL-001") == []


def test_nothing_is_said_before_the_start_or_without_a_company(app: Flask) -> None:
    with transaction():
        session.execute(update(Company).values(started_on=TODAY + timedelta(days=1)))
    assert scan(TODAY) == 0
    with transaction():
        session.delete(session.get_one(Company, 1))
    assert scan(TODAY) == 0


def test_the_daily_run_happens_once_a_day(app: Flask) -> None:
    assert reminders.run_daily(TODAY) == 2  # the review is years late, so it climbed as well
    assert reminders.run_daily(TODAY) == 0
    tomorrow = TODAY + timedelta(days=1)
    reminders.run_daily(tomorrow)
    assert [row.due_on for row in session.scalars(select(JobRun).order_by(JobRun.due_on))] == [
        TODAY,
        tomorrow,
    ]


def test_a_day_whose_run_failed_is_tried_again(app: Flask) -> None:
    with transaction():
        session.execute(update(KeptDuty).values(kind="of_no_source"))
    with pytest.raises(KeyError, match="of_no_source"):
        reminders.run_daily(TODAY)
    with transaction():
        kept_duties.rebuild()
    assert reminders.run_daily(TODAY) == 2  # the review is years late, so it climbed as well


def test_a_letter_and_its_ledger_stand_or_fall_together(app: Flask) -> None:
    scan(TODAY)
    session.rollback()
    mailed = select(ReminderLedger).where(ReminderLedger.said == Said.MAILED)
    row, climbed = session.scalars(mailed.order_by(ReminderLedger.rung))
    assert (climbed.rung, climbed.person_id) == (3, IDS["representative"])
    letter = session.get_one(OutboxLetter, row.letter_id)
    assert letter.person_id == row.person_id == IDS["privacy_manager"]


def test_each_phase_has_its_say_and_others_watch(app: Flask) -> None:
    builders.case_in(CaseState.SUBMITTED)
    until = TODAY + timedelta(days=60)
    assert [each.kind for each in reminders.duties(until)] == [
        "review_policy",
        "decide_case",
        "finish_audit",
    ]
    watched, names = reminders.watched(viewer("audit_manager"), until, 5)
    assert [names[each.person_id] for each in watched] == [PERSONS["privacy_manager"][0]]
    assert [each.reference for each in watched] == [CASE]
