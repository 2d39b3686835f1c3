"""The year: its plan, the duties in it, and what was amended."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KINDS = (
    "programme",
    "ledger_check",
    "risk_review",
    "law_list",
    "policy_review",
    "contractors",
    "education",
    "operation_check",
    "audit",
    "management_review",
    "disposal",
    "other",
)


def upgrade() -> None:
    _create_annual_plan()
    _create_annual_duty()
    _create_annual_amendment()


def downgrade() -> None:
    for table in ("annual_amendment", "annual_duty", "annual_plan"):
        op.drop_table(table)


def _create_annual_plan() -> None:
    op.create_table(
        "annual_plan",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("state", choice("plan_state", "draft", "submitted", "approved"), nullable=False),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year"),
        sa.CheckConstraint("(state = 'approved') = (approved_on IS NOT NULL)", name="approved_day"),
    )


def _create_annual_duty() -> None:
    op.create_table(
        "annual_duty",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("annual_plan.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", choice("annual_kind", *KINDS), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("approver_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("because_of", sa.String(40), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("plan_id", "position"),
        sa.CheckConstraint("(done_on IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
        sa.Index("ix_annual_duty_owner_id", "owner_id"),
        sa.Index("ix_annual_duty_planned_on", "planned_on"),
    )


def _create_annual_amendment() -> None:
    op.create_table(
        "annual_amendment",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("annual_plan.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed", sa.JSON(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column(
            "state", choice("amendment_state", "submitted", "approved", "sent_back"), nullable=False
        ),
        sa.UniqueConstraint("plan_id", "number"),
        sa.CheckConstraint("reason <> ''", name="reason_given"),
        sa.Index(
            "uq_annual_amendment_open",
            "plan_id",
            unique=True,
            sqlite_where=sa.text("state = 'submitted'"),
            postgresql_where=sa.text("state = 'submitted'"),
        ),
    )
