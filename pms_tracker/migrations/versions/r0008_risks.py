"""Risks (リスクアセスメント・対応): a table of their own."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice
from pms_tracker.migrations.entry_columns import approved

revision = "r0008"
down_revision = "r0007"
branch_labels = None
depends_on = None

STAGES = ("acquired", "moved", "used", "kept", "disposed")
KINDS = ("leak", "loss", "inaccurate", "unfair", "off_purpose", "unlawful", "damage", "harm")
DEGREES = ("1", "2", "3")


def upgrade() -> None:
    op.create_table(
        "risk",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("stage", choice("risk_stage", *STAGES), nullable=False),
        sa.Column("kind", choice("risk_kind", *KINDS), nullable=False),
        sa.Column("scenario", sa.String(200), nullable=False),
        sa.Column("likelihood", choice("likelihood", *DEGREES)),
        sa.Column("impact", choice("impact", *DEGREES)),
        sa.Column("present", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("progress", choice("progress", "not_yet", "planned", "done")),
        sa.Column("likelihood_after", choice("likelihood_after", *DEGREES)),
        sa.Column("impact_after", choice("impact_after", *DEGREES)),
        sa.Column("residual", sa.Boolean(), nullable=False),
        sa.Column("review_on", sa.Date()),
        sa.Column("facts", sa.JSON(), nullable=False),
        *approved(),
        sa.CheckConstraint(
            "NOT (residual AND kind IN ('unfair', 'off_purpose', 'unlawful'))", name="never_remains"
        ),
        sa.UniqueConstraint("fiscal_year", "number"),
        *(
            sa.Index(f"ix_risk_{column}", column)
            for column in ("unit_id", "stage", "kind", "progress", "state")
        ),
    )


def downgrade() -> None:
    op.drop_table("risk")
