"""Letters that a test's acts have posted about a record."""

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.mail.mail_tables import OutboxLetter


def about(reference: str) -> list[OutboxLetter]:
    """Newest first."""
    mine = select(OutboxLetter).where(OutboxLetter.reference == reference)
    return list(session.scalars(mine.order_by(OutboxLetter.id.desc())))
