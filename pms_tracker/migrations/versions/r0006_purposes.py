"""The register of purposes of use (利用目的)."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice
from pms_tracker.migrations.entry_columns import approved

revision = "r0006"
down_revision = "r0005"
branch_labels = None
depends_on = None

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
        *approved(),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.Index("ix_purpose_of_use_audience", "audience"),
        sa.Index("ix_purpose_of_use_state", "state"),
    )


def downgrade() -> None:
    op.drop_table("purpose_of_use")
