"""Use beyond the purpose (目的外利用) and what persons are shown (取得時の明示文): two tables."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice
from pms_tracker.migrations.entry_columns import approved

revision = "r0013"
down_revision = "r0012"
branch_labels = None
depends_on = None

FORMS = ("customer", "applicant", "worker", "web", "consent", "other")
EXEMPT = ("harm", "rights", "state", "obvious")
GROUNDS = ("law", "life", "health", "state", "research", "researcher", "consent")


def upgrade() -> None:
    op.create_table(
        "use_beyond",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("purpose", sa.String(200), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("ground", choice("use_ground", *GROUNDS), nullable=False),
        sa.Column("headcount", sa.Integer()),
        sa.Column("consents", sa.Integer()),
        sa.Column("refusals", sa.Integer()),
        sa.Column("first_on", sa.Date()),
        sa.Column("last_on", sa.Date()),
        sa.Column("ended_on", sa.Date()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *approved(),
        sa.CheckConstraint("last_on >= first_on", name="days_in_order"),
        sa.CheckConstraint("ended_on >= first_on", name="ended_after_first"),
        sa.UniqueConstraint("fiscal_year", "number"),
        *(
            sa.Index(f"ix_use_beyond_{column}", column)
            for column in ("unit_id", "ground", "last_on", "state")
        ),
    )

    _create_notices()


def _create_notices() -> None:
    op.create_table(
        "acquisition_notice",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("form", choice("notice_form", *FORMS), nullable=False),
        sa.Column("form_number", sa.String(200), nullable=False),
        sa.Column("form_version", sa.String(200), nullable=False),
        sa.Column("shown_from", sa.Date()),
        sa.Column("shown_until", sa.Date()),
        sa.Column("exempt", choice("notice_exempt", *EXEMPT)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("stated", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("struck", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("shown_until >= shown_from", name="days_in_order"),
        sa.Index("ix_acquisition_notice_form", "form"),
        sa.Index("ix_acquisition_notice_shown_from", "shown_from"),
    )


def downgrade() -> None:
    op.drop_table("acquisition_notice")
    op.drop_table("use_beyond")
