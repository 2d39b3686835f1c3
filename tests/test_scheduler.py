"""Which job runs when; and that a start catches up with what was missed."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from pms_tracker import clock, scheduler
from pms_tracker.database import session
from pms_tracker.mail.models import LetterState, OutboxLetter
from pms_tracker.reminders.models import JobRun
from tests.cast import TODAY
from tests.databases import Served


def count(table: type[JobRun] | type[OutboxLetter]) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("served", ["sqlite"], indirect=True)
def test_two_jobs_run_and_each_missed_run_is_caught_up_with_once(served: Served) -> None:
    made = scheduler.build(served.app.app_context, served.settings)
    jobs = {job.id: job for job in made.get_jobs()}
    assert set(jobs) == {"daily_scan", "deliver"}
    assert str(jobs["daily_scan"].trigger) == "cron[hour='7-23', minute='0']"
    assert str(jobs["deliver"].trigger) == "interval[0:01:00]"


@pytest.mark.parametrize(("hour", "runs"), [(6, 0), (7, 1), (23, 1)])
def test_a_start_scans_once_the_hour_has_come_and_sends_what_waits(
    served: Served, app: Flask, hour: int, runs: int
) -> None:
    session.rollback()
    with clock.set_to(clock.at(TODAY, hour)):
        scheduler.run_now(served.app.app_context, served.settings)
        scheduler.run_now(served.app.app_context, served.settings)
    assert count(JobRun) == count(OutboxLetter) == runs
    states = select(OutboxLetter.state)
    assert set(session.scalars(states)) <= {LetterState.SENT}


def test_the_jobs_do_their_work_inside_the_app(served: Served, app: Flask) -> None:
    session.rollback()
    jobs = {
        job.id: job for job in scheduler.build(served.app.app_context, served.settings).get_jobs()
    }
    for day in (TODAY, TODAY, TODAY + timedelta(days=1)):
        with clock.set_to(clock.at(day, 7)):
            jobs["daily_scan"].func()
    jobs["deliver"].func()
    days: list[date] = list(session.scalars(select(JobRun.due_on).order_by(JobRun.due_on)))
    assert days == [TODAY, TODAY + timedelta(days=1)]
    assert set(session.scalars(select(OutboxLetter.state))) == {LetterState.SENT}
