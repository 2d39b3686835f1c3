"""The register of personal information (個人情報管理台帳), and editions of entries."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.entry_columns import approved

revision = "r0004"
down_revision = "r0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_edition",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("register", sa.String(40), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("ends", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date()),
        sa.Column("until_on", sa.Date()),
        sa.UniqueConstraint("register", "entry_id", "number"),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="days_in_order"),
        sa.Index("ix_register_edition_in_force", "register", "from_on", "until_on"),
    )
    op.create_table(
        "personal_information",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("business", sa.String(200), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("purposes", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *approved(),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.Index("ix_personal_information_name", "name"),
        sa.Index("ix_personal_information_unit_id", "unit_id"),
        sa.Index("ix_personal_information_state", "state"),
    )


def downgrade() -> None:
    op.drop_table("personal_information")
    op.drop_table("register_edition")
