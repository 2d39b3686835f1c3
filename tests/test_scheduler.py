"""The scheduler: jobs that are safe to miss, and what a start catches up with."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from sqlalchemy import func, select

from pms_tracker import clock, scheduler
from pms_tracker.database import session
from pms_tracker.desk import kept_drafts, sent
from pms_tracker.mail import mail_letters, outbox
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.mail.outbox import Letter, Recipient
from pms_tracker.people.changes import people_letters
from pms_tracker.people.firm import people
from pms_tracker.reminders.running import beats
from tests.cast import IDS, TODAY
from tests.databases import Served
from tests.web.browsing import committing, reading

TOKYO = ZoneInfo("Asia/Tokyo")


def letters(served: Served) -> dict[LetterState, int]:
    with reading(served):
        rows = session.execute(
            select(OutboxLetter.state, func.count()).group_by(OutboxLetter.state)
        ).all()
        return {row[0]: row[1] for row in rows}


def test_there_are_few_jobs_and_a_missed_one_runs_once_when_it_can(served: Served) -> None:
    made = scheduler.build(served.app.app_context, served.settings)
    assert str(made.timezone) == "Asia/Tokyo"
    jobs = {job.id: job for job, _store, _replace in made._pending_jobs}
    nightly = {"nightly_backup", "nightly_check", "finish_erasures"}
    assert set(jobs) == {"daily_scan", "deliver", "deliver_urgent", *nightly}
    assert made._job_defaults == {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}


def test_the_scan_looks_every_hour_and_delivery_every_minute(served: Served) -> None:
    made = scheduler.build(served.app.app_context, served.settings)
    jobs = {job.id: job for job, _store, _replace in made._pending_jobs}
    scan, deliver = jobs["daily_scan"].trigger, jobs["deliver"].trigger
    assert deliver.interval == timedelta(minutes=1)
    now, hours = datetime(2026, 11, 24, 0, 30, tzinfo=TOKYO), []
    for _ in range(24):
        now = scan.get_next_fire_time(None, now + timedelta(seconds=1))
        hours.append((now.day, now.hour, now.minute))
    assert hours == [*((24, hour, 0) for hour in range(1, 24)), (25, 0, 0)]


def test_a_letter_that_leads_to_a_password_goes_out_within_seconds(served: Served) -> None:
    made = scheduler.build(served.app.app_context, served.settings)
    jobs = {job.id: job for job, _store, _replace in made._pending_jobs}
    urgent = jobs["deliver_urgent"]
    assert urgent.trigger.interval <= timedelta(seconds=5)
    to = Recipient(IDS["head"], "髙山 由紀", "head@example.jp")
    with committing(served):
        outbox.post(mail_letters.trial(), to)
    urgent.func()
    assert letters(served) == {LetterState.WAITING: 1}
    with committing(served):
        outbox.post(Letter(people_letters.PASSWORD_CHANGED, secret=True), to)
    urgent.func()
    assert letters(served) == {LetterState.SENT: 2}


def test_the_jobs_do_their_work_each_in_a_context_of_its_own(served: Served) -> None:
    made = scheduler.build(served.app.app_context, served.settings)
    jobs = {job.id: job for job, _store, _replace in made._pending_jobs}
    jobs["daily_scan"].func()
    posted = letters(served)
    assert posted == {LetterState.WAITING: 2}  # the review is years late, so it climbed as well
    jobs["daily_scan"].func()
    assert letters(served) == posted
    jobs["deliver"].func()
    assert letters(served) == {LetterState.SENT: 2}


def test_the_scan_clears_desks_of_what_is_old(served: Served) -> None:
    with committing(served):
        kept_drafts.keep(IDS["head"], "/people/", [("name", "途中")])
        sent.begin("key", IDS["head"], "/people/")
    made = scheduler.build(served.app.app_context, served.settings)
    scan = next(job for job, _store, _replace in made._pending_jobs if job.id == "daily_scan")
    for days, left in ((29, True), (31, False)):
        with time_machine.travel(clock.at(TODAY, 10) + timedelta(days=days)):
            scan.func()
        with reading(served):
            assert bool(kept_drafts.places(IDS["head"])) is left
            assert bool(sent.led_to("key", IDS["head"])) is left


def test_a_start_catches_up_with_todays_scan_and_with_unsent_letters(served: Served) -> None:
    scheduler.run_now(served.app.app_context, served.settings)
    once = letters(served)
    assert set(once) == {LetterState.SENT}
    scheduler.run_now(served.app.app_context, served.settings)
    assert letters(served) == once


def test_a_start_before_seven_leaves_the_scan_to_its_hour(served: Served) -> None:
    with time_machine.travel(clock.at(TODAY, 6, 59), tick=False):
        scheduler.run_now(served.app.app_context, served.settings)
        assert letters(served) == {}
    with time_machine.travel(clock.at(TODAY, 7), tick=False):
        scheduler.run_now(served.app.app_context, served.settings)
        assert letters(served) != {}


def test_the_company_chooses_the_hour_without_a_restart(served: Served) -> None:
    made = scheduler.build(served.app.app_context, served.settings)
    scan = next(job for job, _store, _replace in made._pending_jobs if job.id == "daily_scan")

    def posted(hour: int) -> bool:
        with time_machine.travel(clock.at(TODAY, hour), tick=False):
            scan.func()
        return letters(served) != {}

    choose_hour(served, 13)
    assert [posted(hour) for hour in (7, 12)] == [False, False]
    choose_hour(served, 10)
    assert posted(12)
    once = letters(served)
    choose_hour(served, 14)
    posted(15)
    assert letters(served) == once


def choose_hour(served: Served, hour: int) -> None:
    with committing(served):
        people.the_company().digest_hour = hour


def test_each_run_of_a_job_is_a_heartbeat(served: Served) -> None:
    made = scheduler.build(served.app.app_context, served.settings)
    with reading(served):
        assert beats.last_beat() is None
    for minute in (0, 1):
        with time_machine.travel(clock.at(TODAY, 3, minute), tick=False):
            for job, _store, _replace in made._pending_jobs:
                job.func()
        with reading(served):
            assert beats.last_beat() == clock.at(TODAY, 3, minute)
