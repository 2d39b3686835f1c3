"""Cases from any source: their own statement, examinations, and the findings that share one."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.foundation.columns import choice

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

SOURCES = (
    "internal_audit",
    "operation_check",
    "examination",
    "incident",
    "complaint",
    "management_review",
    "self_report",
)
GRADES = ("nonconformity", "major", "minor", "observation", "opportunity", "good_practice")
CASE = "corrective_case.id"


def upgrade() -> None:
    with op.batch_alter_table("corrective_case") as case:
        case.add_column(
            sa.Column("source", sa.String(32), nullable=False, server_default="internal_audit")
        )
        case.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("corrective_case") as case:
        case.alter_column("finding_id", existing_type=sa.Integer(), nullable=True)
        case.alter_column(
            "source",
            existing_type=sa.String(32),
            type_=choice("case_source", *SOURCES),
            server_default=None,
        )
        case.create_foreign_key(
            "fk_corrective_case_merged_into_id_corrective_case",
            "corrective_case",
            ["merged_into_id"],
            ["id"],
        )
        case.drop_constraint("uq_corrective_case_finding_id", type_="unique")
        case.create_index("ix_corrective_case_finding_id", ["finding_id"])
        case.create_index("ix_corrective_case_source_id", ["source", "id"])
        case.create_check_constraint(
            "audit_has_finding", "(source = 'internal_audit') = (finding_id IS NOT NULL)"
        )
        case.create_check_constraint(
            "withdrawn_when_merged", "merged_into_id IS NULL OR state = 'withdrawn'"
        )
    _create_tables()
    op.execute(
        "INSERT INTO case_finding (finding_id, case_id) SELECT finding_id, id FROM corrective_case"
    )


def downgrade() -> None:
    """Raises RuntimeError where cases of other sources would be lost: records are never deleted."""
    lost = "SELECT count(*) FROM corrective_case WHERE finding_id IS NULL OR merged_into_id > 0"
    if op.get_bind().execute(sa.text(lost)).scalar():
        raise RuntimeError("cases of other sources, or merged ones, have no place before 0020")
    if op.get_bind().execute(sa.text("SELECT count(*) FROM incoming_report")).scalar():
        raise RuntimeError("reports have no place before 0020")
    for name in (
        "report_message",
        "incoming_report",
        "examination",
        "case_statement",
        "case_finding",
    ):
        op.drop_table(name)
    with op.batch_alter_table("corrective_case") as case:
        case.drop_constraint("audit_has_finding", type_="check")
        case.drop_constraint("withdrawn_when_merged", type_="check")
        case.drop_constraint("case_source", type_="check")
        case.drop_constraint(
            "fk_corrective_case_merged_into_id_corrective_case", type_="foreignkey"
        )
        case.drop_index("ix_corrective_case_source_id")
        case.drop_index("ix_corrective_case_finding_id")
        case.create_unique_constraint("uq_corrective_case_finding_id", ["finding_id"])
        case.alter_column("finding_id", existing_type=sa.Integer(), nullable=False)
        case.drop_column("merged_into_id")
        case.drop_column("source")


def _create_tables() -> None:
    person = "person.id"
    op.create_table(
        "case_finding",
        sa.Column("finding_id", sa.Integer(), sa.ForeignKey("finding.id"), autoincrement=False),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey(CASE), nullable=False),
        sa.PrimaryKeyConstraint("finding_id"),
        sa.Index("ix_case_finding_case_id", "case_id"),
    )
    op.create_table(
        "case_statement",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey(CASE), primary_key=True),
        sa.Column("requirement_id", sa.Integer(), sa.ForeignKey("requirement.id"), nullable=True),
        sa.Column("rule", sa.String(200), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("grade", choice("statement_grade", *GRADES), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), sa.ForeignKey(person), nullable=False),
        sa.CheckConstraint("requirement_id IS NOT NULL OR rule <> ''", name="requirement_given"),
        sa.CheckConstraint("fact <> ''", name="fact_given"),
        sa.CheckConstraint("evidence <> ''", name="evidence_given"),
        sa.CheckConstraint("grade IN ('nonconformity', 'major', 'minor')", name="asks_for_action"),
        sa.Index("ix_case_statement_requirement_id", "requirement_id"),
    )
    op.create_table(
        "examination",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey(CASE), primary_key=True),
        sa.Column("examined_on", sa.Date(), nullable=False),
        sa.Column("examiner", sa.String(200), nullable=False),
        sa.Column("item", sa.String(40), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), sa.ForeignKey(person), nullable=True),
        sa.CheckConstraint("answer_due_on >= examined_on", name="answered_after"),
        sa.CheckConstraint("(answered_on IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
        sa.Index("ix_examination_answered_on_answer_due_on", "answered_on", "answer_due_on"),
    )
    _create_reports()


def _create_reports() -> None:
    person = "person.id"
    op.create_table(
        "incoming_report",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", choice("report_source", *SOURCES), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), sa.ForeignKey(person), nullable=True),
        sa.Column("receipt", sa.String(64), nullable=True),
        sa.Column(
            "state", choice("report_state", "received", "taken_up", "answered"), nullable=False
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("handled_on", sa.Date(), nullable=True),
        sa.Column("handled_by_id", sa.Integer(), sa.ForeignKey(person), nullable=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey(CASE), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.UniqueConstraint("receipt"),
        sa.CheckConstraint("text <> ''", name="text_given"),
        sa.CheckConstraint("(reporter_id IS NULL) = (receipt IS NOT NULL)", name="name_or_receipt"),
        sa.CheckConstraint("(state = 'taken_up') = (case_id IS NOT NULL)", name="taken_up_as_case"),
        sa.CheckConstraint("(state = 'received') = (handled_on IS NULL)", name="handled_day"),
        sa.CheckConstraint("state <> 'answered' OR answer <> ''", name="answered_with_reason"),
        sa.CheckConstraint("handled_by_id <> reporter_id", name="handled_by_another"),
        sa.Index("ix_incoming_report_reporter_id", "reporter_id"),
        sa.Index("ix_incoming_report_state_due_on", "state", "due_on"),
    )
    op.create_table(
        "report_message",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("report_id", sa.Integer(), sa.ForeignKey("incoming_report.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), sa.ForeignKey(person), nullable=True),
        sa.UniqueConstraint("report_id", "number"),
        sa.CheckConstraint("text <> ''", name="text_given"),
    )
