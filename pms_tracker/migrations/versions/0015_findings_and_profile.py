"""A company's profile and names of grades, answers of auditees, and files that supersede others."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# Nobody was asked before: every finding stands as it was filed.
CHECKS = (
    ("answered_by", "answer IS NOT NULL OR answered_by_id IS NULL"),
    ("answered_when", "(answer IS NULL) = (answered_at IS NULL)"),
    ("disputed_with_reason", "(answer = 'disputed') = (dispute <> '')"),
    ("only_disputes_are_ruled", "ruling IS NULL OR answer = 'disputed'"),
    ("ruled_by", "(ruling IS NULL) = (ruled_by_id IS NULL)"),
    ("ruled_by_another", "ruled_by_id <> answered_by_id"),
    ("ruled_when", "(ruling IS NULL) = (ruled_at IS NULL)"),
    ("ruled_with_grounds", "(ruling IS NULL) = (grounds = '')"),
    ("silence_by_none", "(answer = 'silent') = (answered_by_id IS NULL)"),
)


def upgrade() -> None:
    with op.batch_alter_table("company") as company:
        company.add_column(sa.Column("full_parts", sa.JSON(), nullable=False, server_default="[]"))
        company.add_column(sa.Column("grade_names", sa.JSON(), nullable=False, server_default="{}"))
        company.add_column(sa.Column("evidence_megabytes", sa.Integer(), nullable=True))
        company.create_check_constraint("evidence_megabytes", "evidence_megabytes > 0")
    with op.batch_alter_table("company") as company:
        company.alter_column("full_parts", server_default=None)
        company.alter_column("grade_names", server_default=None)
    with op.batch_alter_table("evidence_file") as evidence_file:
        evidence_file.add_column(sa.Column("supersedes", sa.Integer(), nullable=True))
        evidence_file.create_check_constraint("supersedes_an_earlier_one", "supersedes < number")
    _create_answer()


def downgrade() -> None:
    op.drop_table("finding_answer")
    # What waited for an answer stands, as it did before anybody was asked.
    op.execute("UPDATE finding SET state = 'open' WHERE state IN ('told', 'disputed')")
    with op.batch_alter_table("evidence_file") as evidence_file:
        evidence_file.drop_constraint("supersedes_an_earlier_one", type_="check")
        evidence_file.drop_column("supersedes")
    with op.batch_alter_table("company") as company:
        company.drop_constraint("evidence_megabytes", type_="check")
        for name in ("evidence_megabytes", "grade_names", "full_parts"):
            company.drop_column(name)


def _create_answer() -> None:
    person = "person.id"
    op.create_table(
        "finding_answer",
        sa.Column("finding_id", sa.Integer(), sa.ForeignKey("finding.id"), primary_key=True),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", choice("answer", "confirmed", "disputed", "silent"), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), sa.ForeignKey(person), nullable=True),
        sa.Column("answered_for_id", sa.Integer(), sa.ForeignKey(person), nullable=True),
        sa.Column("dispute", sa.Text(), nullable=False),
        sa.Column("ruling", choice("ruling", "upheld", "withdrawn"), nullable=True),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("exception_reason", sa.Text(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ruled_by_id", sa.Integer(), sa.ForeignKey(person), nullable=True),
        sa.Column("ruled_for_id", sa.Integer(), sa.ForeignKey(person), nullable=True),
        sa.Column("turn_of_id", sa.Integer(), sa.ForeignKey(person), nullable=True),
        sa.Column("turn_due_on", sa.Date(), nullable=True),
        *(sa.CheckConstraint(condition, name=name) for name, condition in CHECKS),
        sa.Index("ix_finding_answer_turn_due_on", "turn_due_on"),
        sa.Index("ix_finding_answer_turn_of_id_turn_due_on", "turn_of_id", "turn_due_on"),
    )
