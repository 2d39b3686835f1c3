"""Work taken from clients (受託業務)."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice
from pms_tracker.migrations.entry_columns import recorded

revision = "r0033"
down_revision = "r0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "client_work",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client", sa.String(200), nullable=False),
        sa.Column("work", sa.String(200), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("term_from", sa.Date(), nullable=False),
        sa.Column("term_until", sa.Date()),
        sa.Column("tell_within", sa.Integer()),
        sa.Column("tell_unit", choice("tell_unit", "days", "hours"), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *recorded(),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("term_until >= term_from", name="days_in_order"),
        sa.Index("ix_client_work_unit_id", "unit_id"),
        sa.Index("ix_client_work_term_until", "term_until"),
        sa.Index("ix_client_work_client", "client"),
    )


def downgrade() -> None:
    op.drop_table("client_work")
