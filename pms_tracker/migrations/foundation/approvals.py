"""Revision 0001: sign-offs."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice


def create() -> None:
    _create_approval()


def drop() -> None:
    op.drop_table("approval")


def _create_approval() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("decision", choice("decision", "approved", "sent_back"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("exception_reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decision <> 'sent_back' OR reason <> ''", name="reason_to_send_back"),
        sa.CheckConstraint(
            "(entered_by_id IS NULL) = (on_paper IS FALSE)", name="paper_is_entered"
        ),
        sa.Index(
            "uq_approval_standing",
            "reference",
            "step",
            unique=True,
            sqlite_where=sa.text("decision = 'approved' AND voided_at IS NULL"),
            postgresql_where=sa.text("decision = 'approved' AND voided_at IS NULL"),
        ),
        sa.Index("uq_approval_submission", "reference", "step", "submission", unique=True),
    )
