"""Complaints and consultations (苦情・相談), with who turned to the firm, months' reports and the
desk that answers: three tables and a column of the company."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice
from pms_tracker.migrations.entry_columns import approved

revision = "r0015"
down_revision = "r0014"
branch_labels = None
depends_on = None

KINDS = ("complaint", "consultation", "inquiry", "wish")
CHANNELS = ("phone", "mail", "visit", "letter", "web", "other")
RELATIONS = ("customer", "guardian", "applicant", "staff", "former", "body", "other")
SUBJECTS = (
    *("mailings", "missent", "purpose", "provision", "security", "rights", "manner", "other"),
)
GATE = ("no", "yes")


def upgrade() -> None:
    op.add_column(
        "company",
        sa.Column("contact_desk", sa.JSON(), nullable=False, server_default=sa.text("'{}'")),
    )
    _create_complaint()
    op.create_table(
        "complainant",
        sa.Column(
            "complaint_id",
            sa.Integer(),
            sa.ForeignKey("complaint.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("contact", sa.String(300), nullable=False),
        sa.Column("erased_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "complaint_report",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_on", sa.Date()),
        sa.Column("confirmed_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.UniqueConstraint("month"),
        sa.CheckConstraint(
            "(confirmed_on IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by"
        ),
        sa.CheckConstraint("confirmed_on >= reported_on", name="days_in_order"),
        sa.Index("ix_complaint_report_confirmed_on", "confirmed_on"),
    )


def _create_complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_time", sa.String(20), nullable=False),
        sa.Column("kind", choice("complaint_kind", *KINDS), nullable=False),
        sa.Column("channel", choice("complaint_channel", *CHANNELS), nullable=False),
        sa.Column("relation", choice("complaint_relation", *RELATIONS), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("emergency", choice("complaint_emergency", *GATE), nullable=False),
        sa.Column("rights", choice("complaint_rights", *GATE), nullable=False),
        sa.Column("grave", sa.Boolean(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("subject", choice("complaint_subject", *SUBJECTS)),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("founded", choice("complaint_founded", "yes", "partly", "no")),
        sa.Column("incident_reference", sa.String(40), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date()),
        *approved(),
        sa.CheckConstraint("answered_on >= received_on", name="answered_after"),
        sa.CheckConstraint("closed_on >= answered_on", name="closed_after"),
        sa.CheckConstraint("closed_on IS NULL OR answered_on IS NOT NULL", name="closed_answered"),
        sa.UniqueConstraint("fiscal_year", "number"),
        *(
            sa.Index(f"ix_complaint_{column}", column)
            for column in ("received_on", "kind", "unit_id", "subject", "closed_on", "state")
        ),
    )


def downgrade() -> None:
    op.drop_table("complaint_report")
    op.drop_table("complainant")
    op.drop_table("complaint")
    op.drop_column("company", "contact_desk")
