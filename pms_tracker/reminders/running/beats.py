"""The scheduler's heartbeat: when its jobs last came round, whichever process ran them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.reminders.running.reminder_tables import JobRun, SchedulerBeat

# The jobs of the night that may find faults.
BACKUP, CHECK = "backup", "check"
# The job of the night that takes old emails away.
PRUNE = "prune"
# A backup older than this is the administrator's to look after.
TOO_OLD = timedelta(days=2)


def beat(job: str) -> None:
    """Note that a job came round just now."""
    now = clock.now()
    try:
        with transaction():
            known = session.execute(
                update(SchedulerBeat)
                .where(SchedulerBeat.job == job)
                .values(at=now)
                .returning(SchedulerBeat.job)
            ).first()
            if known is None:
                session.execute(insert(SchedulerBeat).values(job=job, at=now))
    except IntegrityError:
        # Another process noted its first at the same moment, which is as good.
        return


def note_faults(job: str, faults: Sequence[Sequence[str]]) -> None:
    """Note that a job came round just now and what it found, as [check, key, subject]."""
    beat(job)
    now = clock.now()
    values: dict[str, object] = {"faults": [list(each) for each in faults]}
    if not faults:
        values["good_at"] = now
    with transaction():
        session.execute(update(SchedulerBeat).where(SchedulerBeat.job == job).values(**values))


def standing(job: str) -> SchedulerBeat | None:
    """What a job last found, and when it last found nothing; None if it never came round."""
    return session.get(SchedulerBeat, job)


def is_too_old(good_at: datetime | None, at: datetime) -> bool:
    """Whether the last good backup was too long before an instant, or there never was one."""
    return good_at is None or at - good_at > TOO_OLD


def forget(job: str) -> None:
    """A job that is not to be done any more has no last time either."""
    with transaction():
        session.execute(delete(SchedulerBeat).where(SchedulerBeat.job == job))


def unfinished(job: str, day: date) -> bool:
    """Whether a job of a day has still to be done, or whoever began it did not end it."""
    begun = select(JobRun.started_at).where(JobRun.job == job, JobRun.due_on == day)
    ended = select(SchedulerBeat.at).where(SchedulerBeat.job == job)
    begun_at, ended_at = session.scalar(begun), session.scalar(ended)
    session.rollback()
    return begun_at is None or ended_at is None or ended_at < begun_at


def claim_again(job: str, day: date, after: timedelta) -> bool:
    """Whether this process takes over a job of a day that another began so long ago, and must have
    been killed at, since then."""
    now = clock.now()
    with transaction():
        taken = session.execute(
            update(JobRun)
            .where(JobRun.job == job, JobRun.due_on == day, JobRun.started_at <= now - after)
            .values(started_at=now)
            .returning(JobRun.job)
        ).first()
    return taken is not None


def claim(job: str, day: date) -> bool:
    """Whether this process is the one that runs a job for a day."""
    try:
        with transaction():
            session.execute(insert(JobRun).values(job=job, due_on=day, started_at=clock.now()))
    except IntegrityError:
        return False
    return True


def last_beat() -> datetime | None:
    """When any job last came round; None if none ever did."""
    return session.scalar(select(func.max(SchedulerBeat.at)))
