"""Letters about a record: those that a test's acts have posted, and those that are to come."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.duties import reading
from pms_tracker.kernel.references import Reference
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.reminders.scan import told_of
from pms_tracker.reminders.scan.told_of import Coming, Posted


def coming(reference: Reference, said: Sequence[Posted] = ()) -> list[Coming]:
    """What is to be mailed, where it is known what was."""
    return told_of.coming_of(reading.due(date.max, reference=reference), reference, said)


def about(reference: str) -> list[OutboxLetter]:
    """Newest first."""
    mine = select(OutboxLetter).where(OutboxLetter.reference == reference)
    return list(session.scalars(mine.order_by(OutboxLetter.id.desc())))
