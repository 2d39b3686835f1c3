"""Revision r0001: policies, requirements and their reviews, lessons, and the plans of years."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

TABLES = (
    "policy",
    "annual_plan",
    "policy_revision",
    "requirement_set",
    "policy_review",
    "annual_duty",
    "annual_amendment",
    "lesson",
    "policy_version",
    "review_answer",
    "review_trigger",
    "planning_input",
    "announcement",
    "acknowledgement",
    "requirement",
    "requirement_mapping",
)


def create() -> None:
    _create_policy()
    _create_annual_plan()
    _create_policy_revision()
    _create_requirement_set()
    _create_policy_review()
    _create_annual_duty()
    _create_annual_amendment()
    _create_lesson()
    _create_policy_version()
    _create_review_answer()
    _create_review_trigger()
    _create_planning_input()
    _create_announcement()
    _create_acknowledgement()
    _create_requirement()
    _create_requirement_mapping()


def _create_policy() -> None:
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("review_months", sa.Integer(), nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("number"),
        sa.CheckConstraint("review_months BETWEEN 1 AND 120", name="review_months"),
        sa.Index("ix_policy_next_review_on", "next_review_on"),
    )


def _create_annual_plan() -> None:
    op.create_table(
        "annual_plan",
        sa.Column("state", choice("plan_state", "draft", "submitted", "approved"), nullable=False),
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date()),
        sa.Column("approved_on", sa.Date()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year"),
        sa.CheckConstraint("(state = 'approved') = (approved_on IS NOT NULL)", name="approved_day"),
    )


def _create_policy_revision() -> None:
    op.create_table(
        "policy_revision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("policy_id", sa.Integer(), sa.ForeignKey("policy.id"), nullable=False),
        sa.Column("revised_on", sa.Date(), nullable=False),
        sa.Column("kind", choice("revision_kind", "enacted", "revised"), nullable=False),
        sa.UniqueConstraint("policy_id", "revised_on"),
    )


def _create_requirement_set() -> None:
    op.create_table(
        "requirement_set",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.UniqueConstraint("key", "edition"),
    )


def _create_policy_review() -> None:
    op.create_table(
        "policy_review",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), sa.ForeignKey("policy.id"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "outcome", choice("review_outcome", "revised", "unchanged", "postponed"), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=False),
        sa.Column("held_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state", choice("review_state", "submitted", "concluded", "sent_back"), nullable=False
        ),
        sa.Column("held_for_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("outcome = 'revised' OR reason <> ''", name="reason_given"),
        sa.Index("ix_policy_review_policy_id", "policy_id"),
    )


def _create_annual_duty() -> None:
    op.create_table(
        "annual_duty",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("annual_plan.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            choice(
                "annual_kind",
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
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("approver_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("done_on", sa.Date()),
        sa.Column("done_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("because_of", sa.String(40), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("reported_on", sa.Date()),
        sa.Column("reports", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("confirmed_on", sa.Date()),
        sa.Column("no_proof", sa.Text(), nullable=False),
        sa.UniqueConstraint("plan_id", "position"),
        sa.CheckConstraint("(done_on IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
        sa.CheckConstraint(
            "confirmed_on IS NULL OR done_on IS NOT NULL", name="done_before_confirmed"
        ),
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
            "state",
            choice("amendment_state", "submitted", "approved", "sent_back", "withdrawn"),
            nullable=False,
        ),
        sa.Column("withdrawal", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.UniqueConstraint("plan_id", "number"),
        sa.CheckConstraint("reason <> ''", name="reason_given"),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR withdrawal <> ''", name="withdrawn_with_reason"
        ),
        sa.Index(
            "uq_annual_amendment_open",
            "plan_id",
            unique=True,
            sqlite_where=sa.text("state = 'submitted'"),
            postgresql_where=sa.text("state = 'submitted'"),
        ),
    )


def _create_lesson() -> None:
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "inbox",
            choice("inbox", "policy", "rule", "risk", "education", "programme"),
            nullable=False,
        ),
        sa.Column("because_of", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("answered_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.UniqueConstraint("inbox", "because_of"),
        sa.CheckConstraint("(answered_on IS NULL) = (answer = '')", name="answer_given"),
        sa.CheckConstraint("(answered_on IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
        sa.Index("ix_lesson_answered_on", "answered_on"),
        sa.Index("ix_lesson_because_of", "because_of"),
    )


def _create_policy_version() -> None:
    op.create_table(
        "policy_version",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("policy_id", sa.Integer(), sa.ForeignKey("policy.id"), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("representative", sa.String(200), nullable=False),
        sa.Column("contact", sa.String(500), nullable=False),
        sa.Column("effective_on", sa.Date()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column(
            "state",
            choice("version_state", "draft", "submitted", "approved", "discarded"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("policy_review.id")),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date()),
        sa.Column("approved_on", sa.Date()),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("policy_id", "edition"),
        sa.CheckConstraint(
            "state IN ('draft', 'discarded') OR effective_on IS NOT NULL", name="has_its_day"
        ),
        sa.Index(
            "uq_policy_version_open",
            "policy_id",
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'submitted')"),
            postgresql_where=sa.text("state IN ('draft', 'submitted')"),
        ),
    )


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
        sa.Column(
            "kind",
            choice(
                "trigger",
                "law",
                "business",
                "representative",
                "incident",
                "complaint",
                "finding",
                "input",
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("policy_review.id")),
        sa.CheckConstraint("reason <> ''", name="reason_given"),
        sa.Index("ix_review_trigger_policy_id", "policy_id"),
    )


def _create_planning_input() -> None:
    op.create_table(
        "planning_input",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("policy_id", sa.Integer(), sa.ForeignKey("policy.id"), nullable=False),
        sa.Column("because_of", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("policy_review.id")),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.UniqueConstraint("policy_id", "because_of"),
        sa.CheckConstraint("review_id IS NULL OR answer <> ''", name="answer_given"),
    )


def _create_announcement() -> None:
    op.create_table(
        "announcement",
        sa.Column(
            "policy_version_id",
            sa.Integer(),
            sa.ForeignKey("policy_version.id"),
            autoincrement=False,
            primary_key=True,
        ),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("announced_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("due_on >= announced_on", name="days_in_order"),
    )


def _create_acknowledgement() -> None:
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "policy_version_id", sa.Integer(), sa.ForeignKey("policy_version.id"), nullable=False
        ),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("scan_number", sa.Integer()),
        sa.UniqueConstraint("policy_version_id", "person_id"),
        sa.CheckConstraint(
            "(entered_by_id IS NULL) = (scan_number IS NULL)", name="paper_has_its_scan"
        ),
        sa.Index("ix_acknowledgement_person_id", "person_id"),
    )


def _create_requirement() -> None:
    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("policy_version_id", sa.Integer(), sa.ForeignKey("policy_version.id")),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(60), nullable=False),
        sa.Column("label", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("requirement_set_id", sa.Integer(), sa.ForeignKey("requirement_set.id")),
        sa.UniqueConstraint("policy_version_id", "path"),
        sa.UniqueConstraint("requirement_set_id", "path"),
        sa.CheckConstraint(
            "(policy_version_id IS NULL) <> (requirement_set_id IS NULL)", name="policy_or_set"
        ),
    )


def _create_requirement_mapping() -> None:
    op.create_table(
        "requirement_mapping",
        sa.Column("one_id", sa.Integer(), sa.ForeignKey("requirement.id"), primary_key=True),
        sa.Column("other_id", sa.Integer(), sa.ForeignKey("requirement.id"), primary_key=True),
        sa.CheckConstraint("one_id < other_id", name="lower_first"),
        sa.Index("ix_requirement_mapping_other_id", "other_id"),
    )
