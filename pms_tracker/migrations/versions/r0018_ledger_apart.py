"""Entries of the register of personal information that are kept apart, and why."""

import sqlalchemy as sa
from alembic import op

revision = "r0018"
down_revision = "r0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger_apart",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("entry_ids", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.CheckConstraint("reason <> ''", name="reason"),
    )


def downgrade() -> None:
    op.drop_table("ledger_apart")
