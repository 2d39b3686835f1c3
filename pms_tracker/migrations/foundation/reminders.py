"""Revision 0001: what was said to whom, and which job ran."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice


def create() -> None:
    _create_job_run()
    _create_reminder_ledger()


def drop() -> None:
    op.drop_table("reminder_ledger")
    op.drop_table("job_run")


def _create_job_run() -> None:
    op.create_table(
        "job_run",
        sa.Column("job", sa.String(40), primary_key=True),
        sa.Column("due_on", sa.Date(), primary_key=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
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
        sa.Column("letter_id", sa.Integer(), sa.ForeignKey("outbox_letter.id"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("kind", "reference", "due_on", "stage", "person_id"),
        sa.CheckConstraint("(said = 'mailed') = (letter_id IS NOT NULL)", name="mailed_has_letter"),
        sa.Index("ix_reminder_ledger_person_id_due_on", "person_id", "due_on"),
    )
