"""Horizontal deployment: what a plan asks of other units, and what each of them answered."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

CASE, PERSON = "corrective_case.id", "person.id"


def upgrade() -> None:
    with op.batch_alter_table("case_round") as case_round:
        for name in ("elsewhere_question", "elsewhere_reason"):
            case_round.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        case_round.add_column(
            sa.Column("elsewhere_unit_ids", sa.JSON(), nullable=False, server_default="[]")
        )
    with op.batch_alter_table("case_round") as case_round:
        for name in ("elsewhere_question", "elsewhere_reason", "elsewhere_unit_ids"):
            case_round.alter_column(name, server_default=None)
    op.create_table(
        "case_elsewhere",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey(CASE), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "answer",
            choice("elsewhere_answer", "not_here", "here_too", "out_of_scope"),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), sa.ForeignKey(PERSON), nullable=True),
        sa.Column("answered_for_id", sa.Integer(), sa.ForeignKey(PERSON), nullable=True),
        sa.Column("opened_case_id", sa.Integer(), sa.ForeignKey(CASE), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("case_id", "submission", "unit_id"),
        sa.CheckConstraint("question <> ''", name="question_given"),
        sa.CheckConstraint("due_on >= asked_on", name="due_after_asked"),
        sa.CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answered_day"),
        sa.CheckConstraint("(answer IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
        sa.CheckConstraint("answer IS NULL OR text <> ''", name="answered_with_words"),
        sa.CheckConstraint("answer IS NOT NULL OR answered_for_id IS NULL", name="answered_for"),
        sa.CheckConstraint("opened_case_id IS NULL OR answer = 'here_too'", name="opened_of_found"),
        sa.CheckConstraint("opened_case_id <> case_id", name="opened_another"),
        sa.Index("ix_case_elsewhere_answered_on_due_on", "answered_on", "due_on"),
        sa.Index("ix_case_elsewhere_unit_id", "unit_id"),
        sa.Index("ix_case_elsewhere_opened_case_id", "opened_case_id"),
    )


def downgrade() -> None:
    """Raises RuntimeError where an answer would be lost: records are never deleted."""
    asked = op.get_bind().execute(sa.text("SELECT count(*) FROM case_elsewhere")).scalar()
    if asked:
        raise RuntimeError("answers of other units have no place before 0023")
    op.drop_table("case_elsewhere")
    with op.batch_alter_table("case_round") as case_round:
        for name in ("elsewhere_question", "elsewhere_reason", "elsewhere_unit_ids"):
            case_round.drop_column(name)
