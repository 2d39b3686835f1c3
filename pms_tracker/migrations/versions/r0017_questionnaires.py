"""Questionnaires to outsiders, answered by a link (確認票); files come from nobody of the firm."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

revision = "r0017"
down_revision = "r0016"
branch_labels = None
depends_on = None

EMPTY = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.create_table(
        "questionnaire",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(40), nullable=False),
        sa.Column(
            "purpose",
            choice("questionnaire_purpose", "contractor", "comprehension"),
            nullable=False,
        ),
        sa.Column("recipient_name", sa.String(100), nullable=False),
        sa.Column("recipient_mail", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("answers", EMPTY),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True)),
        sa.Column("begun_at", sa.DateTime(timezone=True)),
        sa.Column("submitted_at", sa.DateTime(timezone=True)),
        sa.Column("submitted_on", sa.Date()),
        sa.Column("revoked_on", sa.Date()),
        sa.Column("revoked_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("replaces_id", sa.Integer(), sa.ForeignKey("questionnaire.id")),
        sa.Column("taken_on", sa.Date()),
        sa.Column("taken_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("taken_as", sa.String(40), nullable=False),
        sa.Column("reminded", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.UniqueConstraint("digest"),
        sa.CheckConstraint("due_on >= sent_on", name="due_after_sent"),
        sa.CheckConstraint("(submitted_at IS NULL) = (answers IS NULL)", name="submitted_answers"),
        sa.CheckConstraint("(revoked_on IS NULL) = (revoked_by_id IS NULL)", name="revoked_by"),
        sa.CheckConstraint("(taken_on IS NULL) = (taken_by_id IS NULL)", name="taken_by"),
        sa.CheckConstraint(
            "taken_on IS NULL OR submitted_at IS NOT NULL", name="taken_once_submitted"
        ),
        sa.Index("ix_questionnaire_about", "about", "purpose"),
        sa.Index("ix_questionnaire_due_on", "due_on"),
        sa.Index("ix_questionnaire_sent_by_id", "sent_by_id"),
    )
    with op.batch_alter_table("evidence_file") as changed:
        changed.alter_column("added_by_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("evidence_file") as changed:
        changed.alter_column("added_by_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("questionnaire")
