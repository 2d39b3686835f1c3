"""The register of provisions to third parties and of receipts (第三者提供・受領の記録)."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

revision = "r0007"
down_revision = "r0006"
branch_labels = None
depends_on = None

GROUNDS = (
    *("consent", "opt_out", "private"),
    *("law", "life", "health", "state", "results", "research", "researcher"),
    *("entrusted", "succession", "joint", "public_body", "no_data"),
)


def upgrade() -> None:
    op.create_table(
        "provision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "direction",
            choice("provision_direction", "provided", "received", "related"),
            nullable=False,
        ),
        sa.Column("ground", choice("provision_ground", *GROUNDS), nullable=False),
        sa.Column("counterpart", sa.String(200), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("whom", sa.Text(), nullable=False),
        sa.Column(
            "method", choice("provision_method", "each", "batch", "contract"), nullable=False
        ),
        sa.Column("provided_on", sa.Date()),
        sa.Column("last_on", sa.Date()),
        sa.Column("abroad", choice("provision_abroad", "consent", "equal", "system")),
        sa.Column("done_checked_on", sa.Date()),
        sa.Column("regime_checked_on", sa.Date()),
        sa.Column("ended_on", sa.Date()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("struck", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("last_on IS NULL OR last_on >= provided_on", name="days_in_order"),
        sa.Index("ix_provision_direction", "direction"),
        sa.Index("ix_provision_ground", "ground"),
        sa.Index("ix_provision_unit_id", "unit_id"),
        sa.Index("ix_provision_provided_on", "provided_on"),
    )


def downgrade() -> None:
    op.drop_table("provision")
