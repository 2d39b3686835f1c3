"""The pause of all mail: begun when the server refuses us, tried anew without end, lifted when it
answers."""

import logging
import re
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.mail.mail_tables import MailPause
from pms_tracker.mail.refusals import Refusal

log = logging.getLogger(__name__)

# After each try that was refused as well, the last of these without end.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))
# The one row.
_ROW = 1
# Who is written to is no matter for the log.
_ADDRESS = re.compile(r"[^\s<>\"']+@[^\s<>\"']+")


def standing() -> MailPause | None:
    """The pause, if mail is paused."""
    return session.scalars(select(MailPause)).first()


def claim(until: datetime) -> bool:
    """Whether the next try is due and this process is the one to make it; others wait `until`."""
    now = clock.now()
    with transaction():
        claimed = session.execute(
            update(MailPause)
            .where(MailPause.next_try_at <= now)
            .values(next_try_at=until)
            .returning(MailPause.id)
            .execution_options(synchronize_session=False)
        ).first()
    return claimed is not None


def note(refusal: Refusal) -> None:
    """Begin the pause, or note that a try was refused as well; another process may be first."""
    now = clock.now()
    said = {"reason": refusal.reason, "words": refusal.words}
    try:
        with transaction():
            tries = session.scalar(select(MailPause.tries).with_for_update())
            if tries is None:
                first = {"id": _ROW, "since": now, "tries": 1, "next_try_at": now + BACK_OFF[0]}
                session.execute(insert(MailPause).values(**first, **said))
            else:
                wait = BACK_OFF[min(tries, len(BACK_OFF) - 1)]
                again = {"tries": tries + 1, "next_try_at": now + wait}
                change = update(MailPause).values(**again, **said)
                session.execute(change.execution_options(synchronize_session=False))
    except IntegrityError:
        # Another process began it at the same moment, which is as good.
        return
    if tries is None:
        words = _ADDRESS.sub("…", refusal.words)
        log.warning("mail is paused, the server refuses us (%s): %s", refusal.reason, words)


def end() -> None:
    """Lift the pause, where there is one."""
    with transaction():
        gone = session.execute(delete(MailPause).returning(MailPause.since)).first()
    if gone is not None:
        log.warning("mail goes on, it was paused since %s", gone.since.isoformat("T", "minutes"))


def make_due() -> None:
    """Have the next delivery try, however far off that was."""
    change = update(MailPause).values(next_try_at=clock.now())
    session.execute(change.execution_options(synchronize_session=False))
