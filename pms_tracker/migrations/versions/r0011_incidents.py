"""The register of incidents and near misses (事故・ヒヤリハット)."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

revision = "r0011"
down_revision = "r0010"
branch_labels = None
depends_on = None

ROLES = ("own", "at_contractor", "as_contractor")


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "nature", choice("incident_nature", "incident", "near_miss", "drill"), nullable=False
        ),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("role", choice("incident_role", *ROLES), nullable=False),
        sa.Column("affected", sa.Integer()),
        sa.Column("affected_most", sa.Integer()),
        sa.Column("closed_on", sa.Date()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("struck", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= known_on", name="days_in_order"),
        sa.Index("ix_incident_nature", "nature"),
        sa.Index("ix_incident_known_on", "known_on"),
        sa.Index("ix_incident_unit_id", "unit_id"),
        sa.Index("ix_incident_closed_on", "closed_on"),
    )


def downgrade() -> None:
    op.drop_table("incident")
