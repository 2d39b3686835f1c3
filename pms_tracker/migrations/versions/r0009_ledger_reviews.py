"""Yearly reviews of the register of personal information (台帳の見直し)."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

revision = "r0009"
down_revision = "r0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger_review",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", choice("ledger_review_state", "open", "closed"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("closed_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("result", sa.JSON(none_as_null=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_day"),
        sa.CheckConstraint("(closed_on IS NULL) = (closed_by_id IS NULL)", name="closed_by"),
        sa.CheckConstraint("(closed_on IS NULL) = (result IS NULL)", name="closed_with_result"),
        sa.CheckConstraint("due_on >= opened_on", name="due_after_opened"),
        sa.Index(
            "uq_ledger_review_open",
            "state",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
        sa.Index("ix_ledger_review_opened_on", "opened_on"),
    )
    _create_parts()
    op.create_table(
        "ledger_review_row",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("part_id", sa.Integer(), sa.ForeignKey("ledger_review_unit.id"), nullable=False),
        sa.Column(
            "entry_id", sa.Integer(), sa.ForeignKey("personal_information.id"), nullable=False
        ),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("outcome", choice("ledger_outcome", "unchanged", "changed", "ended")),
        sa.Column("note", sa.Text(), nullable=False),
        sa.UniqueConstraint("part_id", "entry_id"),
        sa.Index("ix_ledger_review_row_entry_id", "entry_id"),
    )


def _create_parts() -> None:
    op.create_table(
        "ledger_review_unit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("ledger_review.id"), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column(
            "state", choice("ledger_part_state", "asked", "answered", "confirmed"), nullable=False
        ),
        sa.Column("missing", choice("ledger_missing", "nothing", "something")),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("answered_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("answered_for_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("confirmed_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("review_id", "unit_id"),
        sa.CheckConstraint("(state = 'asked') = (answered_on IS NULL)", name="answered_day"),
        sa.CheckConstraint("state = 'asked' OR missing IS NOT NULL", name="answered_missing"),
        sa.CheckConstraint(
            "state = 'asked' OR missing <> 'something' OR words <> ''", name="missing_in_words"
        ),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_on IS NOT NULL)", name="confirmed_day"
        ),
        sa.Index("ix_ledger_review_unit_unit_id", "unit_id"),
    )


def downgrade() -> None:
    op.drop_table("ledger_review_row")
    op.drop_table("ledger_review_unit")
    op.drop_table("ledger_review")
