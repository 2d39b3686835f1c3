"""Who is signed in where, and the security log: who signed in, who could not, who changed what
opens the doors."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table


class Event(StrEnum):
    """What is noted. Another kind needs its label in `web.security_log` and no migration."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    CONFIRMATION_FAILED = "confirmation_failed"
    PASSWORD_LETTER_ASKED = "password_letter_asked"
    PASSWORD_CHANGED = "password_changed"
    FACTOR_CHANGED = "factor_changed"
    FACTOR_REMOVED = "factor_removed"
    FACTOR_FAILED = "factor_failed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_UNLINKED = "identity_unlinked"
    SESSIONS_ENDED = "sessions_ended"
    ACCOUNT_OPENED = "account_opened"
    ACCOUNT_CLOSED = "account_closed"
    MAIL_CHANGED = "mail_changed"
    ROLE_GRANTED = "role_granted"
    ROLE_ENDED = "role_ended"
    LIST_EXPORTED = "list_exported"
    PERSON_EXPORTED = "person_exported"
    BACKUP_FETCHED = "backup_fetched"


class SecurityEvent(Table):
    """One event. Persons are numbers that bind nothing: a line outlives whom it names.

    `person_id`: whose account it is about; `by_id`: who did it, where that is another. `about`: a
    role, a way to sign in or a list's name, never what was typed into a box; `rows`: how many rows
    a list had. `source`: a keyed hash of where the request came from, or its address where the
    settings ask for it; empty for what no request did.
    """

    __tablename__ = "security_event"
    __table_args__ = (
        Index("ix_security_event_at", "at"),
        Index("ix_security_event_person_id_kind_at", "person_id", "kind", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[int | None]
    by_id: Mapped[int | None]
    about: Mapped[str] = mapped_column(String(200))
    rows: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(64))


class SignInFailure(Table):
    """Tries to sign in that did not succeed, counted by keyed hash for a quarter of an hour."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (
        CheckConstraint("times >= 0", name="times"),
        Index("ix_sign_in_failure_begun_at", "begun_at"),
    )

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(Instant)
    times: Mapped[int]


class SignInSession(Table):
    """One browser in which somebody is signed in; `key` is the digest of what its cookie holds."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    begun_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    # What kind of browser, in a few words.
    agent: Mapped[str] = mapped_column(String(60))
