"""Approvals and what was reminded of are found by the reference of their record."""

from alembic import op

revision = "r0010"
down_revision = "r0009"
branch_labels = None
depends_on = None

TABLES = ("approval", "reminder_ledger")


def upgrade() -> None:
    for table in TABLES:
        op.create_index(f"ix_{table}_reference", table, ["reference"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(f"ix_{table}_reference", table)
