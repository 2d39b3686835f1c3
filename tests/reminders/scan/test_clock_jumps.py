"""A clock that goes a month ahead and comes back: every day is told of as if it had not."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select, update

from pms_tracker import clock
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session, transaction
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.plan.tables.policy_tables import Policy
from pms_tracker.reminders.running.reminder_tables import JobRun, ReminderLedger
from pms_tracker.reminders.scan import reminders
from tests import builders
from tests.cast import TODAY

DUE_ON = date(2026, 12, 8)
DAYS = [TODAY + timedelta(days=number) for number in range(20)]


@pytest.fixture
def asked(app: Flask) -> None:
    """A case that waits for its plan until DUE_ON; the policy's review is far away."""
    with transaction():
        builders.case()
        session.execute(update(Policy).values(next_review_on=date(2027, 11, 1)))
        session.execute(delete(OutboxLetter))
        session.execute(update(Case).values(turn_due_on=DUE_ON))


def morning(day: date) -> int:
    with time_machine.travel(clock.at(day, 10), tick=False):
        return reminders.run_daily_if_due()


def told() -> list[tuple[date, int, int]]:
    found = session.scalars(select(ReminderLedger).order_by(ReminderLedger.id)).all()
    return [(clock.local(each.recorded_at).date(), each.stage, each.rung) for each in found]


@pytest.mark.usefixtures("asked")
def test_days_that_have_not_come_are_told_when_they_come(caplog: pytest.LogCaptureFixture) -> None:
    letters = [morning(day) for day in DAYS]
    as_always = told()
    assert sum(letters) >= 3
    with transaction():
        for table in (ReminderLedger, OutboxLetter, JobRun):
            session.execute(delete(table))
    caplog.clear()
    assert morning(TODAY + timedelta(days=30)) > 0
    assert [morning(day) for day in DAYS] == letters
    assert told() == as_always
    assert session.get(JobRun, (reminders.SCAN, TODAY + timedelta(days=30))) is None
    withdrawn = session.scalars(
        select(OutboxLetter.created_at).where(OutboxLetter.state == LetterState.WITHDRAWN)
    ).all()
    assert {clock.local(each).date() for each in withdrawn} == {TODAY + timedelta(days=30)}
    assert caplog.text.count("the clock was ahead") == 1


@pytest.mark.usefixtures("asked")
def test_a_jump_ahead_is_said(caplog: pytest.LogCaptureFixture) -> None:
    for day in DAYS[:3]:
        morning(day)
    assert "did its clock jump" not in caplog.text
    morning(DAYS[2] + timedelta(days=30))
    assert f"that of {DAYS[2]}" in caplog.text
