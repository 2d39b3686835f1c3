"""Versions of a policy are drafted and approved; reviews ask, wait and begin early."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TRIGGERS = ("law", "business", "representative", "incident", "complaint", "finding", "input")
ADDED = (
    "state",
    "reason",
    "review_id",
    "submissions",
    "submitted_on",
    "approved_on",
    "writer_ids",
    "version",
    "due_on",
)


def upgrade() -> None:
    version_state = choice("version_state", "draft", "submitted", "approved", "discarded")
    with op.batch_alter_table("policy_version") as version:
        # What was stored until now was published already.
        version.add_column(
            sa.Column("state", version_state, nullable=False, server_default="approved")
        )
        version.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
        version.add_column(sa.Column("review_id", sa.Integer(), nullable=True))
        version.add_column(
            sa.Column("submissions", sa.Integer(), nullable=False, server_default="0")
        )
        version.add_column(sa.Column("submitted_on", sa.Date(), nullable=True))
        version.add_column(sa.Column("approved_on", sa.Date(), nullable=True))
        version.add_column(sa.Column("writer_ids", sa.JSON(), nullable=False, server_default="[]"))
        version.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        version.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        version.alter_column("effective_on", existing_type=sa.Date(), nullable=True)
        version.create_foreign_key(
            "fk_policy_version_review_id_policy_review", "policy_review", ["review_id"], ["id"]
        )
        version.create_check_constraint(
            "has_its_day", "state IN ('draft', 'discarded') OR effective_on IS NOT NULL"
        )
        version.create_index(
            "uq_policy_version_open",
            ["policy_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'submitted')"),
            postgresql_where=sa.text("state IN ('draft', 'submitted')"),
        )
    with op.batch_alter_table("policy_version") as version:
        for name in ("state", "reason", "submissions", "writer_ids", "version"):
            version.alter_column(name, server_default=None)
    review_state = choice("review_state", "submitted", "concluded", "sent_back")
    with op.batch_alter_table("policy_review") as review:
        review.add_column(
            sa.Column("state", review_state, nullable=False, server_default="concluded")
        )
        review.add_column(sa.Column("held_for_id", sa.Integer(), nullable=True))
        review.create_foreign_key(
            "fk_policy_review_held_for_id_person", "person", ["held_for_id"], ["id"]
        )
    with op.batch_alter_table("policy_review") as review:
        review.alter_column("state", server_default=None)
    _create_review_answer()
    _create_review_trigger()


def downgrade() -> None:
    for table in ("review_trigger", "review_answer"):
        op.drop_table(table)
    with op.batch_alter_table("policy_review") as review:
        review.drop_constraint("fk_policy_review_held_for_id_person", type_="foreignkey")
        review.drop_column("held_for_id")
        review.drop_constraint("review_state", type_="check")
        review.drop_column("state")
    # What was never approved was not there before.
    op.execute(
        "DELETE FROM requirement WHERE policy_version_id IN"
        " (SELECT id FROM policy_version WHERE state <> 'approved')"
    )
    op.execute("DELETE FROM policy_version WHERE state <> 'approved'")
    with op.batch_alter_table("policy_version") as version:
        version.drop_index("uq_policy_version_open")
        version.drop_constraint("has_its_day", type_="check")
        version.drop_constraint("version_state", type_="check")
        version.drop_constraint("fk_policy_version_review_id_policy_review", type_="foreignkey")
        version.alter_column("effective_on", existing_type=sa.Date(), nullable=False)
        for name in ADDED:
            version.drop_column(name)


def _create_review_answer() -> None:
    op.create_table(
        "review_answer",
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("policy_review.id"), primary_key=True),
        sa.Column("question", sa.String(40), primary_key=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("answer <> ''", name="answered"),
    )


def _create_review_trigger() -> None:
    op.create_table(
        "review_trigger",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("policy_id", sa.Integer(), sa.ForeignKey("policy.id"), nullable=False),
        sa.Column("kind", choice("trigger", *TRIGGERS), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("policy_review.id"), nullable=True),
        sa.CheckConstraint("reason <> ''", name="reason_given"),
        sa.Index("ix_review_trigger_policy_id", "policy_id"),
    )
