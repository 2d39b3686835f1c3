"""The scheduler's heartbeat: when its jobs last came round, whichever process ran them."""

from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.reminders.models import SchedulerBeat


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


def last_beat() -> datetime | None:
    """When any job last came round; None if none ever did."""
    return session.scalar(select(func.max(SchedulerBeat.at)))
