"""A clock that was ahead: what was told of days that have not come is forgotten, so that these days
are told of when they come."""

import logging
from datetime import timedelta

from sqlalchemy import delete, exists, func, or_, select, update

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.reminders.running.reminder_tables import JobRun, ReminderLedger
from pms_tracker.reminders.scan import digests

log = logging.getLogger(__name__)

# Clocks of two servers may differ by so much.
AHEAD = timedelta(minutes=5)


def set_right() -> bool:
    """Forget what jobs noted later than now; whether there was anything.

    Digests that were not sent yet are withdrawn, other letters of that time go out now.
    """
    latest, today = clock.now() + AHEAD, clock.today()
    told, ran = ReminderLedger.recorded_at > latest, JobRun.due_on > today
    there = session.scalar(select(or_(exists().where(told), exists().where(ran))))
    session.rollback()
    if not there:
        return False
    waiting = update(OutboxLetter).where(
        OutboxLetter.state == LetterState.WAITING, OutboxLetter.created_at > latest
    )
    with transaction():
        forgotten = session.scalar(select(func.count(ReminderLedger.id)).where(told))
        session.execute(delete(ReminderLedger).where(told))
        session.execute(delete(JobRun).where(ran))
        withdrawn = {"state": LetterState.WITHDRAWN}
        session.execute(waiting.where(OutboxLetter.key == digests.KEY).values(withdrawn))
        session.execute(waiting.values(next_try_at=clock.now()))
    log.warning("the clock was ahead: %d reminders of days to come are forgotten", forgotten)
    return True


def say_gap(job: str) -> None:
    """Say in the log that days were left out before today: the server was off, or its clock went
    ahead."""
    last = session.scalar(select(func.max(JobRun.due_on)).where(JobRun.job == job))
    session.rollback()
    if last is not None and clock.today() - last > timedelta(days=1):
        log.warning(
            "the last %s was that of %s: was the server off, or did its clock jump?", job, last
        )
