"""Which job runs when. The database's ledger, not this process, makes it safe to run several."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import partial

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from pms_tracker.act.erasures import erasures
from pms_tracker.config import Settings
from pms_tracker.database import transaction
from pms_tracker.desk import kept_drafts, sent
from pms_tracker.mail import delivery, kept, outbox
from pms_tracker.people.accounts import security_log, sessions
from pms_tracker.people.changes import leaving
from pms_tracker.reminders.running import beats
from pms_tracker.reminders.scan import reminders, withdrawing
from pms_tracker.upkeep import nightly

Context = Callable[[], AbstractContextManager[object]]

log = logging.getLogger(__name__)

# Seconds until a letter goes out that leads to a password: its reader sits before the page.
URGENT_WITHIN = 3


def build(context: Context, settings: Settings) -> BlockingScheduler:
    """The scheduler with its jobs: the daily scan (looked at every hour) and delivery, each minute
    and within seconds of a letter that somebody waits for, as one that leads to a password.

    `context` opens what a job runs in: the app's context.
    """

    def inside(job: Callable[[], int]) -> Callable[[], None]:
        def run() -> None:
            with context():
                count = job()
                beats.beat(job.__name__)
                if count:
                    log.info("%s: %d", job.__name__, count)

        return run

    daily_scan, deliver, *nights = _jobs(settings)
    zone = settings.time_zone
    scheduler = BlockingScheduler(
        timezone=zone,
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )
    # Every hour looks at the company's own: a change of it needs no restart, and a server that
    # was off at that hour catches up when it is back.
    # A trigger that is not told the zone takes the machine's, whatever the scheduler's is.
    hourly = CronTrigger(minute=0, timezone=zone)
    scheduler.add_job(inside(daily_scan), hourly, id="daily_scan")
    scheduler.add_job(inside(deliver), IntervalTrigger(minutes=1, timezone=zone), id="deliver")
    # Each done once a day, erasures where something is left; looked at more often for the night in
    # which one was killed.
    often = CronTrigger(minute="*/10", timezone=zone)
    for job in nights:
        scheduler.add_job(inside(job), often, id=job.__name__)
    soon = IntervalTrigger(seconds=URGENT_WITHIN, timezone=zone)
    scheduler.add_job(partial(deliver_urgent, context, settings), soon, id="deliver_urgent")
    return scheduler


def _jobs(settings: Settings) -> tuple[Callable[[], int], ...]:
    """The scan, delivery, and what is looked at every hour; each gives how much it did."""

    def daily_scan() -> int:
        clear_desks()
        with transaction():
            security_log.prune(settings.security_log_days)
        return reminders.run_daily_if_due()

    def deliver() -> int:
        withdrawing.withdraw_done()
        return delivery.deliver(settings)

    def nightly_backup() -> int:
        return nightly.back_up(settings)

    def nightly_check() -> int:
        return nightly.prune(settings) + nightly.check(settings)

    def finish_erasures() -> int:
        return erasures.finish(settings.evidence_folder) + kept.forget_files(settings.mail_folder)

    return daily_scan, deliver, nightly_backup, nightly_check, finish_erasures


def deliver_urgent(context: Context, settings: Settings) -> None:
    """Send what waits, if somebody sits and waits for one of it."""
    with context():
        if outbox.one_is_urgent():
            delivery.deliver(settings)


def clear_desks() -> None:
    """Close accounts of those who left; forget their drafts and old ones, sessions that are over,
    and the keys of forms long taken."""
    with transaction():
        kept_drafts.prune()
        sessions.prune()
        leaving.close_accounts()
        sent.prune()


def run_now(context: Context, settings: Settings) -> None:
    """What a start catches up with: today's scan if its hour has come, and letters left unsent."""
    with context():
        reminders.run_daily_if_due()
        withdrawing.withdraw_done()
        delivery.deliver(settings)
        beats.beat("deliver")


def go_round(context: Context, settings: Settings) -> None:
    """Do what a start catches up with, then every job at its time until Ctrl-C."""
    run_now(context, settings)
    with suppress(KeyboardInterrupt):
        build(context, settings).start()
