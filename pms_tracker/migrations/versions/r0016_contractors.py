"""Contractors (委託先) and their evaluations (委託先の評価): two tables."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice
from pms_tracker.migrations.entry_columns import approved

revision = "r0016"
down_revision = "r0015"
branch_labels = None
depends_on = None

TRADES = ("professional", "cloud", "printing", "system", "education", "disposal", "other")
PROOFS = ("returned", "certificate", "erased", "nothing")
SHEETS = ("professional_2026", "cloud_2026", "printing_2026", "system_2026")
VERDICTS = ("passed", "conditional", "failed", "exempt")


def upgrade() -> None:
    op.create_table(
        "contractor",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("trade", choice("contractor_trade", *TRADES), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("my_number", choice("entrusts_number", "no", "yes"), nullable=False),
        sa.Column("every", choice("evaluated_every", "year", "half_year"), nullable=False),
        sa.Column("signed_on", sa.Date()),
        sa.Column("term_until", sa.Date()),
        sa.Column("renews", sa.Boolean(), nullable=False),
        sa.Column("certified_until", sa.Date()),
        sa.Column("ended_on", sa.Date()),
        sa.Column("proof", choice("leaving_proof", *PROOFS)),
        sa.Column("proved_on", sa.Date()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *approved(),
        sa.CheckConstraint("term_until >= signed_on", name="term_in_order"),
        sa.CheckConstraint("ended_on >= signed_on", name="ended_after_signed"),
        sa.CheckConstraint("ended_on IS NULL OR proof IS NOT NULL", name="ended_with_proof"),
        sa.UniqueConstraint("fiscal_year", "number"),
        *_indexes("contractor", "name", "trade", "unit_id", "my_number", "term_until", "ended_on"),
    )
    op.create_table(
        "contractor_evaluation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("contractor", sa.JSON(), nullable=False),
        sa.Column("kind", choice("evaluation_kind", "first", "again"), nullable=False),
        sa.Column("evaluated_on", sa.Date(), nullable=False),
        sa.Column("sheet", choice("evaluation_sheet", *SHEETS)),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("verdict", choice("evaluation_verdict", *VERDICTS)),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("conditions_due", sa.Date()),
        sa.Column("conditions_met_on", sa.Date()),
        sa.Column("exception_until", sa.Date()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *approved(),
        sa.CheckConstraint("conditions_due >= evaluated_on", name="conditions_in_order"),
        sa.CheckConstraint("exception_until >= evaluated_on", name="exception_in_order"),
        sa.UniqueConstraint("fiscal_year", "number"),
        *_indexes("contractor_evaluation", "kind", "evaluated_on", "verdict"),
    )


def _indexes(table: str, *columns: str) -> tuple[sa.Index, ...]:
    return tuple(sa.Index(f"ix_{table}_{each}", each) for each in (*columns, "state"))


def downgrade() -> None:
    op.drop_table("contractor_evaluation")
    op.drop_table("contractor")
