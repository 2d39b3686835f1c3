"""Entries of the register of personal information that are kept apart; rows of checklists and
lessons that are about a risk."""

import sqlalchemy as sa
from alembic import op

revision = "r0019"
down_revision = "r0018"
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
    op.create_table(
        "risk_lesson",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("risk_id", sa.Integer(), sa.ForeignKey("risk.id"), nullable=False),
        sa.Column("because_of", sa.String(40), nullable=False),
        sa.Column("landed_on", sa.Date(), nullable=False),
        sa.UniqueConstraint("risk_id", "because_of"),
        sa.Index("ix_risk_lesson_because_of", "because_of"),
    )
    op.add_column(
        "checklist_item",
        sa.Column("risk", sa.String(40), nullable=False, server_default=sa.text("''")),
    )
    op.create_index("ix_checklist_item_risk", "checklist_item", ["risk"])


def downgrade() -> None:
    op.drop_index("ix_checklist_item_risk", "checklist_item")
    op.drop_column("checklist_item", "risk")
    op.drop_table("risk_lesson")
    op.drop_table("ledger_apart")
