"""Disposals (廃棄の記録): a table of their own."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice
from pms_tracker.migrations.entry_columns import approved

revision = "r0012"
down_revision = "r0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disposal",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("decision", choice("disposal_decision", "dispose", "nothing"), nullable=False),
        sa.Column("batch", sa.String(200), nullable=False),
        sa.Column("batch_year", sa.Integer()),
        sa.Column("earlier", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("hold_until", sa.Date()),
        sa.Column("contractor", sa.String(200), nullable=False),
        sa.Column("done_on", sa.Date()),
        sa.Column("done_by", sa.String(200), nullable=False),
        sa.Column("witness", sa.String(200), nullable=False),
        sa.Column("certificate_on", sa.Date()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *approved(),
        sa.CheckConstraint("witness = '' OR witness <> done_by", name="two_persons"),
        sa.CheckConstraint("certificate_on >= done_on", name="days_in_order"),
        sa.CheckConstraint("done_on IS NULL OR decision = 'dispose'", name="nothing_was_there"),
        sa.UniqueConstraint("fiscal_year", "number"),
        *(
            sa.Index(f"ix_disposal_{column}", column)
            for column in ("unit_id", "decision", "due_on", "done_on", "state")
        ),
    )


def downgrade() -> None:
    op.drop_table("disposal")
