"""Revision 0001: cases and their rounds."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice

CASE_STATE = ("planning", "sent_back", "submitted", "doing", "reviewing", "closed", "withdrawn")


def create() -> None:
    _create_erasure()
    _create_corrective_case()
    _create_case_round()


def drop() -> None:
    op.drop_table("case_round")
    op.drop_table("corrective_case")
    op.drop_table("erasure")


def _create_erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("field", sa.String(60), nullable=False),
        sa.Column("file_number", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason <> ''", name="reason_given"),
        sa.CheckConstraint("(file_number IS NULL) <> (field = '')", name="field_or_file"),
        sa.CheckConstraint(
            "(agreed_by_id IS NULL) = (erased_at IS NULL)", name="agreed_then_erased"
        ),
        sa.CheckConstraint(
            "agreed_by_id IS NULL OR agreed_by_id <> asked_by_id", name="two_persons"
        ),
        sa.Index("ix_erasure_erased_at", "erased_at"),
    )


def _create_corrective_case() -> None:
    op.create_table(
        "corrective_case",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), sa.ForeignKey("finding.id"), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("state", choice("case_state", *CASE_STATE), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("turn_of_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("turn_due_on", sa.Date(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("withdrawal", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.UniqueConstraint("finding_id"),
        sa.CheckConstraint(
            "(state IN ('closed', 'withdrawn')) = (closed_on IS NOT NULL)", name="closed_day"
        ),
        sa.CheckConstraint(
            "state IN ('closed', 'withdrawn') OR turn_due_on IS NOT NULL", name="open_has_due_day"
        ),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR withdrawal <> ''", name="withdrawn_with_reason"
        ),
        sa.Index("ix_corrective_case_state_id", "state", "id"),
        sa.Index("ix_corrective_case_turn_due_on", "turn_due_on"),
        sa.Index("ix_corrective_case_turn_of_id_turn_due_on", "turn_of_id", "turn_due_on"),
        sa.Index("ix_corrective_case_unit_id_id", "unit_id", "id"),
    )


def _create_case_round() -> None:
    op.create_table(
        "case_round",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("corrective_case.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("done_entered_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("verdict", choice("verdict", "effective", "ineffective"), nullable=True),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.UniqueConstraint("case_id", "number"),
        sa.CheckConstraint("action = '' OR cause <> ''", name="cause_before_plan"),
        sa.CheckConstraint(
            "done_on IS NULL OR approved_at IS NOT NULL", name="approval_before_start"
        ),
        sa.CheckConstraint("verdict IS NULL OR done_on IS NOT NULL", name="done_before_verdict"),
        sa.CheckConstraint(
            "reviewed_by_id IS NULL OR reviewed_by_id <> done_by_id", name="reviewer_did_not_do"
        ),
        sa.CheckConstraint(
            "reviewed_by_id IS NULL OR reviewed_by_id <> owner_id", name="reviewer_does_not_own"
        ),
        sa.Index("ix_case_round_owner_id", "owner_id"),
    )
