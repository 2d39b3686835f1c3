"""Reminders: hour and holidays of the company, how high a reminder climbed, beats, feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SAID = ["kind", "reference", "due_on", "stage", "person_id"]
CLIMBED = ["kind", "reference", "due_on", "stage", "rung", "person_id"]
UNIQUE = "uq_reminder_ledger_"


def upgrade() -> None:
    with op.batch_alter_table("company") as company:
        company.add_column(
            sa.Column("digest_hour", sa.Integer(), nullable=False, server_default=sa.text("7"))
        )
        company.create_check_constraint("digest_hour", "digest_hour BETWEEN 0 AND 23")
    with op.batch_alter_table("reminder_ledger") as ledger:
        ledger.add_column(
            sa.Column("rung", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        ledger.create_check_constraint("rung", "rung BETWEEN 0 AND 3")
        ledger.drop_constraint(UNIQUE + "_".join(SAID), type_="unique")
        ledger.create_unique_constraint(UNIQUE + "_".join(CLIMBED), CLIMBED)
    _create_company_holiday()
    _create_scheduler_beat()
    _create_calendar_feed()


def downgrade() -> None:
    for table in ("calendar_feed", "scheduler_beat", "company_holiday"):
        op.drop_table(table)
    # What climbed was said to somebody else; without rungs it would be said twice.
    op.execute("DELETE FROM reminder_ledger WHERE rung > 0")
    with op.batch_alter_table("reminder_ledger") as ledger:
        ledger.drop_constraint(UNIQUE + "_".join(CLIMBED), type_="unique")
        ledger.drop_constraint("rung", type_="check")
        ledger.drop_column("rung")
        ledger.create_unique_constraint(UNIQUE + "_".join(SAID), SAID)
    with op.batch_alter_table("company") as company:
        company.drop_constraint("digest_hour", type_="check")
        company.drop_column("digest_hour")


def _create_company_holiday() -> None:
    op.create_table(
        "company_holiday",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("month", sa.Integer(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("once_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("month", "day"),
        sa.UniqueConstraint("once_on"),
        sa.CheckConstraint("(once_on IS NULL) <> (month IS NULL)", name="yearly_or_once"),
        sa.CheckConstraint("(month IS NULL) = (day IS NULL)", name="month_and_day"),
        sa.CheckConstraint("month BETWEEN 1 AND 12 AND day BETWEEN 1 AND 31", name="in_calendar"),
    )


def _create_scheduler_beat() -> None:
    op.create_table(
        "scheduler_beat",
        sa.Column("job", sa.String(40), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def _create_calendar_feed() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Index("ix_calendar_feed_person_id", "person_id"),
    )
