"""Revision r0001: what was reminded of, runs of jobs, and feeds of calendars."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

TABLES = ("reminder_stages", "job_run", "scheduler_beat", "reminder_ledger", "calendar_feed")


def create() -> None:
    _create_reminder_stages()
    _create_job_run()
    _create_scheduler_beat()
    _create_reminder_ledger()
    _create_calendar_feed()


def _create_reminder_stages() -> None:
    op.create_table(
        "reminder_stages",
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("days_before", sa.JSON(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("every_days BETWEEN 1 AND 90", name="every_days"),
    )


def _create_job_run() -> None:
    op.create_table(
        "job_run",
        sa.Column("job", sa.String(40), primary_key=True),
        sa.Column("due_on", sa.Date(), primary_key=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
    )


def _create_scheduler_beat() -> None:
    op.create_table(
        "scheduler_beat",
        sa.Column("job", sa.String(40), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("good_at", sa.DateTime(timezone=True)),
        sa.Column("faults", sa.JSON()),
    )


def _create_reminder_ledger() -> None:
    op.create_table(
        "reminder_ledger",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("said", choice("said", "mailed", "overtaken"), nullable=False),
        sa.Column("letter_id", sa.Integer(), sa.ForeignKey("outbox_letter.id")),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.UniqueConstraint("kind", "reference", "due_on", "stage", "rung", "person_id"),
        sa.CheckConstraint("rung BETWEEN 0 AND 4", name="rung"),
        sa.CheckConstraint("(said = 'mailed') = (letter_id IS NOT NULL)", name="mailed_has_letter"),
        sa.Index("ix_reminder_ledger_person_id_due_on", "person_id", "due_on"),
    )


def _create_calendar_feed() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("token_hash"),
        sa.Index("ix_calendar_feed_person_id", "person_id"),
    )
