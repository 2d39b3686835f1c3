"""Tables of reminders: what was said to whom about which duty, and which job ran for which day."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Instant, Table, choice


class Said(StrEnum):
    MAILED = "mailed"
    OVERTAKEN = "overtaken"


class ReminderLedger(Table):
    """One row per (duty, its due day, stage, rung, person): why nothing is said twice."""

    __tablename__ = "reminder_ledger"
    __table_args__ = (
        UniqueConstraint("kind", "reference", "due_on", "stage", "rung", "person_id"),
        CheckConstraint("rung BETWEEN 0 AND 4", name="rung"),
        CheckConstraint("(said = 'mailed') = (letter_id IS NOT NULL)", name="mailed_has_letter"),
        Index("ix_reminder_ledger_person_id_due_on", "person_id", "due_on"),
        Index("ix_reminder_ledger_reference", "reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date]
    stage: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said: Mapped[Said] = mapped_column(choice(Said, "said"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_letter.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    # How high it climbed: 0 whose duty it is, 1 head, 2 privacy manager, 3 representative;
    # in the line of audits 4 audit manager, then 3.
    rung: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class ReminderStages(Table):
    """The company's own stages for a kind of duty; a kind without row keeps those of the rules."""

    __tablename__ = "reminder_stages"
    __table_args__ = (CheckConstraint("every_days BETWEEN 1 AND 90", name="every_days"),)

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    # Days before the due day, the day itself being 0, most first.
    days_before: Mapped[list[int]] = mapped_column(JSON)
    # After the due day: every so many days.
    every_days: Mapped[int] = mapped_column(default=7)


class JobRun(Table):
    """That a job ran for a day; the primary key lets only one process do it."""

    __tablename__ = "job_run"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(Instant)


class SchedulerBeat(Table):
    """When a job of the scheduler last came round, whichever process ran it; of one that may find
    faults also when it last found none, and those of its last run as [check, key, subject]."""

    __tablename__ = "scheduler_beat"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    good_at: Mapped[datetime | None] = mapped_column(Instant)
    faults: Mapped[list[list[str]] | None] = mapped_column(JSON(none_as_null=True))


class CalendarFeed(Table):
    """A secret address of one person's calendar; only the token's hash is kept."""

    __tablename__ = "calendar_feed"
    __table_args__ = (Index("ix_calendar_feed_person_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
