"""Pledges (誓約書): a table of their own."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

revision = "r0003"
down_revision = "r0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pledge",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column(
            "kind",
            choice("pledge_kind", "joining", "contractor", "temporary", "leaving"),
            nullable=False,
        ),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("signed_on", sa.Date()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("struck", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("signed_on IS NULL OR signed_on >= asked_on", name="days_in_order"),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.Index("ix_pledge_person_id", "person_id"),
        sa.Index("ix_pledge_asked_on", "asked_on"),
        sa.Index("ix_pledge_signed_on", "signed_on"),
    )


def downgrade() -> None:
    op.drop_table("pledge")
