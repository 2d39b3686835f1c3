"""Revision r0001: cases and what they come from, reports, management reviews, erasures."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

SOURCE = (
    "internal_audit",
    "operation_check",
    "examination",
    "incident",
    "complaint",
    "management_review",
    "self_report",
)
GRADE = ("nonconformity", "major", "minor", "observation", "opportunity", "good_practice")
CAUSE_CATEGORY = (
    "training",
    "staffing",
    "roles",
    "no_procedure",
    "unfit_procedure",
    "no_cross_check",
    "access_settings",
    "missing_function",
    "breakdown",
    "place",
    "equipment",
    "workload",
    "contract",
    "oversight_of_contractor",
    "handling_by_contractor",
    "inventory",
    "supervision",
    "change",
)
VERDICT = ("effective", "ineffective", "too_early")

TABLES = (
    "erasure",
    "management_review",
    "review_attendee",
    "review_input",
    "review_decision",
    "corrective_case",
    "case_round",
    "interim_review",
    "plan_edition",
    "case_finding",
    "case_statement",
    "examination",
    "incoming_report",
    "case_elsewhere",
    "case_action",
    "report_message",
    "case_due_change",
)


def create() -> None:
    _create_erasure()
    _create_management_review()
    _create_review_attendee()
    _create_review_input()
    _create_review_decision()
    _create_corrective_case()
    _create_case_round()
    _create_interim_review()
    _create_plan_edition()
    _create_case_finding()
    _create_case_statement()
    _create_examination()
    _create_incoming_report()
    _create_case_elsewhere()
    _create_case_action()
    _create_report_message()
    _create_case_due_change()


def _create_erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("field", sa.String(60), nullable=False),
        sa.Column("file_number", sa.Integer()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("erased_at", sa.DateTime(timezone=True)),
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


def _create_management_review() -> None:
    op.create_table(
        "management_review",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            choice("review_state", "convened", "submitted", "sent_back", "signed", "cancelled"),
            nullable=False,
        ),
        sa.Column("annual_duty_id", sa.Integer(), sa.ForeignKey("annual_duty.id")),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("others", sa.Text(), nullable=False),
        sa.Column("convened_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_on", sa.Date()),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date()),
        sa.Column("content", sa.JSON()),
        sa.Column("signers", sa.JSON(), nullable=False),
        sa.Column("signed_on", sa.Date()),
        sa.Column("cancellation", sa.Text(), nullable=False),
        sa.Column("turn_due_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("(state = 'signed') = (signed_on IS NOT NULL)", name="signed_day"),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'signed') OR (held_on IS NOT NULL AND place <> '')",
            name="minutes_of_a_day",
        ),
        sa.CheckConstraint("(state = 'cancelled') = (cancellation <> '')", name="cancelled_reason"),
        sa.Index("ix_management_review_planned_on_id", "planned_on", "id"),
        sa.Index("ix_management_review_state", "state"),
        sa.Index(
            "uq_management_review_duty",
            "annual_duty_id",
            unique=True,
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        ),
    )


def _create_review_attendee() -> None:
    op.create_table(
        "review_attendee",
        sa.Column(
            "review_id",
            sa.Integer(),
            sa.ForeignKey("management_review.id"),
            autoincrement=False,
            primary_key=True,
        ),
        sa.Column(
            "person_id",
            sa.Integer(),
            sa.ForeignKey("person.id"),
            autoincrement=False,
            primary_key=True,
        ),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("present", sa.Boolean()),
        sa.Index("ix_review_attendee_person_id", "person_id"),
    )


def _create_review_input() -> None:
    op.create_table(
        "review_input",
        sa.Column(
            "review_id",
            sa.Integer(),
            sa.ForeignKey("management_review.id"),
            autoincrement=False,
            primary_key=True,
        ),
        sa.Column(
            "section",
            choice(
                "review_section",
                "previous",
                "issues",
                "parties",
                "audits",
                "cases",
                "repeats",
                "effectiveness",
                "policies",
                "objectives",
                "education",
                "complaints",
                "risks",
                "opportunities",
            ),
            primary_key=True,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("unchanged", sa.Boolean(), nullable=False),
        sa.CheckConstraint("unchanged OR comment <> ''", name="never_blank"),
    )


def _create_review_decision() -> None:
    op.create_table(
        "review_decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("management_review.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date()),
        sa.Column("done_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("no_proof", sa.Text(), nullable=False),
        sa.UniqueConstraint("review_id", "position"),
        sa.CheckConstraint("(done_on IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
        sa.CheckConstraint("done_on IS NULL OR result <> ''", name="done_with_result"),
        sa.Index("ix_review_decision_due_on", "due_on"),
        sa.Index("ix_review_decision_owner_id", "owner_id"),
    )


def _create_corrective_case() -> None:
    op.create_table(
        "corrective_case",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), sa.ForeignKey("finding.id")),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column(
            "state",
            choice(
                "case_state",
                "planning",
                "sent_back",
                "submitted",
                "endorsed",
                "doing",
                "confirming",
                "reviewing",
                "closing",
                "closed",
                "withdrawn",
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("turn_of_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("turn_due_on", sa.Date()),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("withdrawal", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("extra_steps", sa.JSON(), nullable=False),
        sa.Column("source", choice("case_source", *SOURCE), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), sa.ForeignKey("corrective_case.id")),
        sa.Column("grade", choice("case_grade", *GRADE), nullable=False),
        sa.Column("step_began_on", sa.Date(), nullable=False),
        sa.Column("plan_days", sa.Integer(), nullable=False),
        sa.Column("approval_days", sa.Integer(), nullable=False),
        sa.Column("doing_days", sa.Integer(), nullable=False),
        sa.Column("effect_days", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date()),
        sa.Column("on_time", sa.Boolean()),
        sa.Column("first_judged_on", sa.Date()),
        sa.Column("first_effective", sa.Boolean()),
        sa.Column("again_requirement_id", sa.Integer(), sa.ForeignKey("requirement.id")),
        sa.Column("again_cause", choice("again_cause", *CAUSE_CATEGORY)),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint(
            "(state IN ('closed', 'withdrawn')) = (closed_on IS NOT NULL)", name="closed_day"
        ),
        sa.CheckConstraint(
            "state IN ('closed', 'withdrawn') OR turn_due_on IS NOT NULL", name="open_has_due_day"
        ),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR withdrawal <> ''", name="withdrawn_with_reason"
        ),
        sa.CheckConstraint(
            "(source = 'internal_audit') = (finding_id IS NOT NULL)", name="audit_has_finding"
        ),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR state = 'withdrawn'", name="withdrawn_when_merged"
        ),
        sa.CheckConstraint("(done_on IS NULL) = (on_time IS NULL)", name="done_in_time_or_not"),
        sa.CheckConstraint(
            "(first_judged_on IS NULL) = (first_effective IS NULL)", name="judged_one_way"
        ),
        sa.Index(
            "ix_corrective_case_again_cause_opened_on_state", "again_cause", "opened_on", "state"
        ),
        sa.Index(
            "ix_corrective_case_again_requirement_id_opened_on_state",
            "again_requirement_id",
            "opened_on",
            "state",
        ),
        sa.Index("ix_corrective_case_closed_on_state", "closed_on", "state"),
        sa.Index("ix_corrective_case_done_on_on_time_state", "done_on", "on_time", "state"),
        sa.Index("ix_corrective_case_finding_id", "finding_id"),
        sa.Index(
            "ix_corrective_case_first_judged_on_first_effective_state",
            "first_judged_on",
            "first_effective",
            "state",
        ),
        sa.Index("ix_corrective_case_grade_id", "grade", "id"),
        sa.Index("ix_corrective_case_opened_on_id", "opened_on", "id"),
        sa.Index("ix_corrective_case_source_id", "source", "id"),
        sa.Index("ix_corrective_case_state_id", "state", "id"),
        sa.Index("ix_corrective_case_turn_due_on_id", "turn_due_on", "id"),
        sa.Index("ix_corrective_case_turn_of_id_turn_due_on", "turn_of_id", "turn_due_on"),
        sa.Index("ix_corrective_case_unit_id_closed_on", "unit_id", "closed_on"),
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
        sa.Column("written_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("submitted_on", sa.Date()),
        sa.Column("approved_at", sa.DateTime(timezone=True)),
        sa.Column("done_on", sa.Date()),
        sa.Column("verdict", choice("verdict", *VERDICT)),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("reviewed_on", sa.Date()),
        sa.Column("reviewed_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("written_for_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("reviewed_for_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("correction_needed", sa.Boolean(), nullable=False),
        sa.Column("corrected_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("corrected_on", sa.Date()),
        sa.Column("spread", sa.Text(), nullable=False),
        sa.Column("how_seen", sa.Text(), nullable=False),
        sa.Column("data_seen", sa.Text(), nullable=False),
        sa.Column("lesson_for", sa.JSON(), nullable=False),
        sa.Column("cause_category", choice("cause_category", *CAUSE_CATEGORY)),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("repeat_answer", sa.Text(), nullable=False),
        sa.Column("direct_cause", sa.Text(), nullable=False),
        sa.Column("whys", sa.Text(), nullable=False),
        sa.Column("escape_cause", sa.Text(), nullable=False),
        sa.Column("fishbone", sa.JSON(), nullable=False),
        sa.Column("elsewhere_question", sa.Text(), nullable=False),
        sa.Column("elsewhere_reason", sa.Text(), nullable=False),
        sa.Column("elsewhere_unit_ids", sa.JSON(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True)),
        sa.Column("review_due_on", sa.Date()),
        sa.UniqueConstraint("case_id", "number"),
        sa.CheckConstraint(
            "done_on IS NULL OR approved_at IS NOT NULL", name="approval_before_start"
        ),
        sa.CheckConstraint("verdict IS NULL OR done_on IS NOT NULL", name="done_before_verdict"),
        sa.CheckConstraint("repeats = 0 OR repeat_answer <> ''", name="repeat_answered"),
        sa.CheckConstraint("verdict <> 'too_early'", name="early_is_no_end"),
        sa.CheckConstraint(
            "correction_needed OR (corrected_by_id IS NULL AND corrected_on IS NULL)",
            name="nothing_corrected",
        ),
        sa.Index("ix_case_round_cause_category", "cause_category"),
    )


def _create_interim_review() -> None:
    op.create_table(
        "interim_review",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("corrective_case.id"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verdict", choice("verdict", *VERDICT), nullable=False),
        sa.Column("how_seen", sa.Text(), nullable=False),
        sa.Column("data_seen", sa.Text(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date()),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("reviewed_for_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column(
            "set_aside", choice("set_aside", "closing_returned", "decision_void", "taken_back")
        ),
        sa.UniqueConstraint("case_id", "round", "number"),
        sa.CheckConstraint("(verdict = 'too_early') = (next_on IS NOT NULL)", name="early_has_day"),
        sa.CheckConstraint("next_on > reviewed_on", name="next_day_ahead"),
        sa.CheckConstraint(
            "(next_on IS NULL) = (set_aside IS NOT NULL)", name="set_aside_says_why"
        ),
    )


def _create_plan_edition() -> None:
    op.create_table(
        "plan_edition",
        sa.Column(
            "case_id",
            sa.Integer(),
            sa.ForeignKey("corrective_case.id"),
            autoincrement=False,
            primary_key=True,
        ),
        sa.Column("submission", sa.Integer(), autoincrement=False, primary_key=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("written_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("written_for_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
    )


def _create_case_finding() -> None:
    op.create_table(
        "case_finding",
        sa.Column("finding_id", sa.Integer(), sa.ForeignKey("finding.id"), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("corrective_case.id"), nullable=False),
        sa.Index("ix_case_finding_case_id", "case_id"),
    )


def _create_case_statement() -> None:
    op.create_table(
        "case_statement",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("corrective_case.id"), primary_key=True),
        sa.Column("requirement_id", sa.Integer(), sa.ForeignKey("requirement.id")),
        sa.Column("rule", sa.String(200), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("grade", choice("statement_grade", *GRADE), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.CheckConstraint("requirement_id IS NOT NULL OR rule <> ''", name="requirement_given"),
        sa.CheckConstraint("fact <> ''", name="fact_given"),
        sa.CheckConstraint("evidence <> ''", name="evidence_given"),
        sa.CheckConstraint("grade IN ('nonconformity', 'major', 'minor')", name="asks_for_action"),
        sa.Index("ix_case_statement_requirement_id", "requirement_id"),
    )


def _create_examination() -> None:
    op.create_table(
        "examination",
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("corrective_case.id"), primary_key=True),
        sa.Column("examined_on", sa.Date(), nullable=False),
        sa.Column("examiner", sa.String(200), nullable=False),
        sa.Column("item", sa.String(40), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("answered_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.CheckConstraint("answer_due_on >= examined_on", name="answered_after"),
        sa.CheckConstraint("(answered_on IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
        sa.Index("ix_examination_answered_on_answer_due_on", "answered_on", "answer_due_on"),
    )


def _create_incoming_report() -> None:
    op.create_table(
        "incoming_report",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", choice("report_source", *SOURCE), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id")),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("receipt", sa.String(64)),
        sa.Column(
            "state", choice("report_state", "received", "taken_up", "answered"), nullable=False
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("handled_on", sa.Date()),
        sa.Column("handled_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("corrective_case.id")),
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


def _create_case_elsewhere() -> None:
    op.create_table(
        "case_elsewhere",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("corrective_case.id"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", choice("elsewhere_answer", "not_here", "here_too", "out_of_scope")),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("answered_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("answered_for_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("opened_case_id", sa.Integer(), sa.ForeignKey("corrective_case.id")),
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
        sa.Index("ix_case_elsewhere_opened_case_id", "opened_case_id"),
        sa.Index("ix_case_elsewhere_unit_id", "unit_id"),
    )


def _create_case_action() -> None:
    op.create_table(
        "case_action",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("round_id", sa.Integer(), sa.ForeignKey("case_round.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("due_on", sa.Date()),
        sa.Column("resources", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("measured_on", sa.Date()),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True)),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date()),
        sa.Column("done_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("done_entered_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("done_for_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("reviewed_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("turn_of_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("turn_due_on", sa.Date()),
        sa.Column("no_proof", sa.Text(), nullable=False),
        sa.Column("instruction_answer", sa.Text(), nullable=False),
        sa.UniqueConstraint("round_id", "position"),
        sa.CheckConstraint("action = '' OR cause <> ''", name="cause_before_plan"),
        sa.CheckConstraint(
            "done_on IS NULL OR approved_at IS NOT NULL", name="approval_before_start"
        ),
        sa.CheckConstraint(
            "reviewed_by_id IS NULL OR done_on IS NOT NULL", name="done_before_review"
        ),
        sa.CheckConstraint(
            "reviewed_by_id IS NULL OR reviewed_by_id <> done_by_id", name="reviewer_did_not_do"
        ),
        sa.CheckConstraint(
            "reviewed_by_id IS NULL OR reviewed_by_id <> owner_id", name="reviewer_does_not_own"
        ),
        sa.CheckConstraint("done_on IS NULL OR turn_of_id IS NULL", name="done_is_nobodys_turn"),
        sa.CheckConstraint(
            "turn_of_id IS NULL OR turn_due_on IS NOT NULL", name="turn_has_due_day"
        ),
        sa.Index("ix_case_action_owner_id", "owner_id"),
        sa.Index("ix_case_action_turn_of_id_turn_due_on", "turn_of_id", "turn_due_on"),
    )


def _create_report_message() -> None:
    op.create_table(
        "report_message",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("report_id", sa.Integer(), sa.ForeignKey("incoming_report.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.UniqueConstraint("report_id", "number"),
        sa.CheckConstraint("text <> ''", name="text_given"),
    )


def _create_case_due_change() -> None:
    op.create_table(
        "case_due_change",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("action_id", sa.Integer(), sa.ForeignKey("case_action.id"), nullable=False),
        sa.Column("was_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agreed_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name="reason_given"),
        sa.CheckConstraint("was_on <> due_on", name="another_day"),
        sa.Index("ix_case_due_change_action_id", "action_id"),
    )
