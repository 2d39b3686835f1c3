"""Revision r0001: sign-offs by a second person."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

TABLES = ("approval",)


def create() -> None:
    _create_approval()


def _create_approval() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column(
            "decision", choice("decision", "approved", "sent_back", "rejected"), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("exception_reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("voided_at", sa.DateTime(timezone=True)),
        sa.Column("for_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("void_because", choice("void_because", "changed", "contested", "taken_back")),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("decision = 'approved' OR reason <> ''", name="reason_to_refuse"),
        sa.CheckConstraint(
            "(entered_by_id IS NULL) = (on_paper IS FALSE)", name="paper_is_entered"
        ),
        sa.CheckConstraint("for_id IS NULL OR for_id <> decided_by_id", name="deputy_is_another"),
        sa.CheckConstraint("(voided_at IS NULL) = (void_because IS NULL)", name="void_says_why"),
        sa.CheckConstraint(
            "void_because <> 'contested' OR (on_paper IS TRUE AND void_reason <> '')",
            name="paper_is_contested",
        ),
        sa.Index(
            "uq_approval_standing",
            "reference",
            "step",
            unique=True,
            sqlite_where=sa.text("decision = 'approved' AND voided_at IS NULL"),
            postgresql_where=sa.text("decision = 'approved' AND voided_at IS NULL"),
        ),
        sa.Index(
            "uq_approval_submission",
            "reference",
            "step",
            "submission",
            unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        ),
    )
