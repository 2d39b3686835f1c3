"""Forms that were taken, by the key each carried: sent twice, a form is taken once."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.desk.desk_tables import SentForm

KEPT = timedelta(days=30)


class SentBefore(Exception):
    """The form with this key was taken already; its answer led somewhere, see `led_to`."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def begin(key: str, person_id: int, led_to: str = "") -> SentForm:
    """Take a form, first thing in its transaction; where its answer leads may be set later.

    A second one with the same key waits here until the first is committed or undone. Raises
    SentBefore where it was committed; the transaction is then to be undone.
    """
    row = SentForm(key=key, person_id=person_id, led_to=led_to, sent_at=clock.now())
    session.add(row)
    try:
        session.flush()
    except IntegrityError as taken:
        raise SentBefore(key) from taken
    return row


def led_to(key: str, person_id: int) -> str:
    """Where the answer to a person's taken form led, or nothing for an unknown one."""
    statement = select(SentForm.led_to).where(SentForm.key == key, SentForm.person_id == person_id)
    return session.scalar(statement) or ""


def prune() -> None:
    """Forget forms that nobody sends a second time any more."""
    session.execute(delete(SentForm).where(SentForm.sent_at < clock.now() - KEPT))
