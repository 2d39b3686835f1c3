"""Emails that were kept for long enough go: from the outbox, from the ledger, and as files."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete, exists, select

from pms_tracker.database import session, transaction
from pms_tracker.mail import kept
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.reminders.running.reminder_tables import ReminderLedger

# Whatever has still to be sent stays, however old.
ENDED = (LetterState.SENT, LetterState.FAILED, LetterState.BOUNCED, LetterState.WITHDRAWN)


def prune(before: datetime) -> int:
    """Take away emails that were written, and sent if they were, before an instant; how many.

    A reminder's email stays while its due day is later, so that nothing is said twice. The trail
    keeps the digests of those that were sent, and notes that they went.
    """
    old = (
        select(OutboxLetter.id)
        .where(
            OutboxLetter.state.in_(ENDED),
            OutboxLetter.created_at < before,
            OutboxLetter.sent_at.is_(None) | (OutboxLetter.sent_at < before),
        )
        .scalar_subquery()
    )
    with transaction():
        session.execute(
            delete(ReminderLedger)
            .where(ReminderLedger.letter_id.in_(old), ReminderLedger.due_on < before.date())
            .execution_options(synchronize_session=False)
        )
        told = exists().where(ReminderLedger.letter_id == OutboxLetter.id)
        gone = session.scalars(
            delete(OutboxLetter)
            .where(OutboxLetter.id.in_(old), ~told)
            .returning(OutboxLetter.id)
            .execution_options(synchronize_session=False)
        ).all()
        if gone:
            kept.note_pruned(gone, before)
    return len(gone)


def prune_files(folder: Path, before: datetime) -> int:
    """Take away emails that were written into a folder before an instant; how many."""
    first = f"{before.astimezone(UTC):%Y%m%d-%H%M%S}"
    old = [each for each in folder.glob("*.eml") if each.name < first]
    for each in old:
        each.unlink(missing_ok=True)
    return len(old)
