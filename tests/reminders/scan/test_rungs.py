"""How a reminder climbs from whose duty it is to the representative, on both databases."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.tables.audit_tables import AuditTeamMember
from pms_tracker.database import session, transaction
from pms_tracker.kernel.references import parse_reference
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm import company
from pms_tracker.people.firm.company import Closing
from pms_tracker.plan.tables.policy_tables import Policy
from pms_tracker.reminders.running.reminder_tables import ReminderLedger
from pms_tracker.reminders.scan import reminders, told_of
from tests import builders, mailed
from tests.cast import IDS, UNIT_IDS, viewer

DUE_ON = date(2026, 12, 8)
CASE = "CA-2026-001"


@pytest.fixture
def doing(app: Flask) -> None:
    """A case whose owner is to report what was done until DUE_ON; nothing else is due."""
    with transaction():
        builders.case_in(CaseState.DOING)
        session.execute(update(Policy).values(next_review_on=date(2027, 11, 1)))
        session.execute(update(OutboxLetter).values(key="sent before"))
        session.execute(update(Case).values(turn_due_on=DUE_ON))
        session.execute(delete(AuditTeamMember))


def scan(day: date) -> int:
    """What the server does on the morning of a day."""
    with clock.set_to(clock.at(day, 7)):
        return reminders.scan(day)


def said_about(reference: str = CASE) -> list[ReminderLedger]:
    """The ledger of one record in order of saying."""
    of_it = select(ReminderLedger).where(ReminderLedger.reference == reference)
    return list(session.scalars(of_it.order_by(ReminderLedger.id)))


@pytest.mark.usefixtures("doing")
def test_a_step_nobody_takes_climbs_to_head_manager_and_representative() -> None:
    case = session.scalars(select(Case)).one()
    assert case.unit_id == UNIT_IDS["松本教室"]
    for days in range(25):
        scan(DUE_ON + timedelta(days=days))
    told = climbed_rows()
    assert [(row.rung, row.stage, row.person_id) for row in told] == [
        (1, 3, IDS["head"]),
        (2, 6, IDS["privacy_manager"]),
        (3, 10, IDS["representative"]),
    ]
    letter = session.get_one(OutboxLetter, told[0].letter_id)
    assert letter.subject == "ほかの人の期限超過のお知らせ：1件"
    assert "原 大地さんの期限が過ぎています。" in str(letter.body)
    assert "申込書" not in f"{letter.body}{letter.html}{letter.subject}"
    assert [clock.local(row.recorded_at).date() for row in told] == [
        date(2026, 12, 11),
        date(2026, 12, 16),
        date(2026, 12, 22),
    ]


@pytest.mark.usefixtures("doing")
def test_a_step_taken_after_all_climbs_no_further() -> None:
    scan(DUE_ON + timedelta(days=3))
    (before,) = climbed_rows()
    with transaction():
        builders.report(session.scalars(select(Case)).one())
    for days in range(4, 60):
        scan(DUE_ON + timedelta(days=days))
    later = [(row.kind, row.person_id) for row in climbed_rows() if row.id != before.id]
    # The audit manager's, who is late in turn, and above whom nobody else stands.
    assert later == [("judge_case", IDS["representative"])]


@pytest.mark.usefixtures("doing")
def test_the_companys_holidays_delay_the_climb() -> None:
    with transaction():
        by = viewer("administrator").actor
        company.add_holiday(Closing("臨時休業", date(2026, 12, 10)), by=by)
    scan(date(2026, 12, 11))
    assert climbed_rows() == []
    scan(date(2026, 12, 14))
    assert [row.person_id for row in climbed_rows()] == [IDS["head"]]


@pytest.mark.usefixtures("doing")
def test_a_record_tells_all_of_thirty_days_and_the_whole_ladder() -> None:
    about = parse_reference(CASE)
    assert about is not None

    def ahead() -> list[tuple[date, int, str]]:
        found = mailed.coming(about, told_of.mails_about(CASE))
        return [(each.on, each.rung, name) for each, name in found]

    def own(*days: tuple[int, int]) -> list[tuple[date, int, str]]:
        return [(date(2026, *day), 0, "原 大地") for day in days]

    rungs = [(date(2026, 12, 16), 2, "藤森 奈緒"), (date(2026, 12, 22), 3, "宮下 恒一")]
    head = (date(2026, 12, 11), 1, "髙山 由紀")
    before = own((11, 24), (12, 1), (12, 7), (12, 8), (12, 15), (12, 22))
    assert ahead() == sorted([*before, head, *rungs])
    scan(date(2026, 12, 11))
    with clock.set_to(clock.at(date(2026, 12, 11))):
        assert [each for each in ahead() if each[1]] == rungs
        # A fortnight's letter would fall on a day that is closed.
        assert [each for each in ahead() if not each[1]][:2] == own((12, 15), (12, 22))


def climbed_rows() -> list[ReminderLedger]:
    session.rollback()
    rows = select(ReminderLedger).where(ReminderLedger.rung > 0, ReminderLedger.reference == CASE)
    return list(session.scalars(rows.order_by(ReminderLedger.id)))
