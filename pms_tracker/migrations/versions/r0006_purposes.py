"""The register of purposes of use (利用目的)."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

revision = "r0006"
down_revision = "r0005"
branch_labels = None
depends_on = None

STANDINGS = ("draft", "waiting", "in_force", "revised", "revision_waiting", "ended")
AUDIENCES = ("customer", "applicant", "worker", "partner", "inquirer")


def upgrade() -> None:
    op.create_table(
        "purpose_of_use",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("audience", choice("audience", *AUDIENCES), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("struck", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", choice("standing", *STANDINGS), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date()),
        sa.CheckConstraint(
            "(submitted_on IS NOT NULL) = (state IN ('waiting', 'revision_waiting'))",
            name="submitted_day",
        ),
        sa.CheckConstraint("(edition = 0) = (state IN ('draft', 'waiting'))", name="edition"),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.Index("ix_purpose_of_use_audience", "audience"),
        sa.Index("ix_purpose_of_use_state", "state"),
    )


def downgrade() -> None:
    op.drop_table("purpose_of_use")
