"""The outbox: letters wait here from the transaction that caused them until SMTP took them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table, choice
from pms_tracker.mail.refusals import Reason


class LetterState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    # The receiving side refused it for good (5xx), or it came back.
    BOUNCED = "bounced"
    # What it told of was done before it was sent.
    WITHDRAWN = "withdrawn"


class OutboxLetter(Table):
    """One letter to one person. `secret` letters lose their text once they were sent."""

    __tablename__ = "outbox_letter"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts"),
        CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent_has_instant"),
        Index("ix_outbox_letter_state_next_try_at", "state", "next_try_at"),
        Index("ix_outbox_letter_reference", "reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(40), default="")
    person_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(250))
    body: Mapped[str | None] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(100), unique=True)
    secret: Mapped[bool] = mapped_column(default=False)
    state: Mapped[LetterState] = mapped_column(
        choice(LetterState, "letter_state"), default=LetterState.WAITING
    )
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    trouble: Mapped[str | None] = mapped_column(String(300))
    # The appointment it brings along, as `mail.events` stores it.
    event: Mapped[dict[str, str | int] | None] = mapped_column(JSON)
    # Where an answer goes, as the company had it when it was written.
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    # What its links began with when it was written; when it is sent, they begin with what is
    # configured by then. Empty for one that was written before this was kept.
    site: Mapped[str] = mapped_column(Text, default="")

    @property
    def may_be_retried(self) -> bool:
        """Whether it was given up, so that only a person has it sent again."""
        return self.state in (LetterState.FAILED, LetterState.BOUNCED)


class MailPause(Table):
    """One row while no letter goes out, since the server refuses us: the state of all mail."""

    __tablename__ = "mail_pause"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("tries >= 1", name="tries"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime] = mapped_column(Instant)
    next_try_at: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int]
    reason: Mapped[Reason] = mapped_column(choice(Reason, "pause_reason"))
    # What the server said, without what we said to it.
    words: Mapped[str] = mapped_column(String(300))
