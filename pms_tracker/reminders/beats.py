"""The scheduler's heartbeat: when its jobs last came round, whichever process ran them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.reminders.models import JobRun, SchedulerBeat

# The jobs of the night that may find faults.
BACKUP, CHECK = "backup", "check"


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
