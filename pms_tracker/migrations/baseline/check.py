"""Revision r0001: programmes, audits, checklists, findings and reports."""

import sqlalchemy as sa
from alembic import op

from pms_tracker.migrations.baseline.columns import choice

AUDIT_KIND = ("operation", "conformity")

METHODS = (
    "methods IN ('', 'document', 'interview', 'document interview', 'on_site', 'document on_site',"
    " 'interview on_site', 'document interview on_site')"
)
TABLES = (
    "programme",
    "audit",
    "checklist_template",
    "past_audit",
    "auditor_training",
    "audit_team_member",
    "programme_row",
    "checklist_sheet",
    "checklist_undo",
    "template_question",
    "audit_report",
    "signed_report",
    "checklist_item",
    "finding",
    "checklist_change",
    "finding_answer",
)


def create() -> None:
    _create_programme()
    _create_audit()
    _create_checklist_template()
    _create_past_audit()
    _create_auditor_training()
    _create_audit_team_member()
    _create_programme_row()
    _create_checklist_sheet()
    _create_checklist_undo()
    _create_template_question()
    _create_audit_report()
    _create_signed_report()
    _create_checklist_item()
    _create_finding()
    _create_checklist_change()
    _create_finding_answer()


def _create_programme() -> None:
    op.create_table(
        "programme",
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("risks", sa.Text(), nullable=False),
        sa.Column("exception_reason", sa.Text(), nullable=False),
        sa.Column("gap_reason", sa.Text(), nullable=False),
        sa.Column(
            "state", choice("programme_state", "draft", "submitted", "approved"), nullable=False
        ),
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


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("theme", sa.String(200), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date()),
        sa.Column("closed_on", sa.Date()),
        sa.Column(
            "state",
            choice(
                "audit_state",
                "planned",
                "notified",
                "under_way",
                "reported",
                "approved",
                "closed",
                "cancelled",
            ),
            nullable=False,
        ),
        sa.Column("exception_reason", sa.Text(), nullable=False),
        sa.Column("closing_note", sa.Text(), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", choice("audit_kind", *AUDIT_KIND), nullable=False),
        sa.Column("programme_id", sa.Integer(), sa.ForeignKey("programme.id")),
        sa.Column(
            "extra_because",
            choice(
                "audit_trigger",
                "incident",
                "reorganisation",
                "new_system",
                "new_contractor",
                "heavy_finding",
                "other",
            ),
        ),
        sa.Column("extra_reason", sa.Text(), nullable=False),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("auditee_ids", sa.JSON(), nullable=False),
        sa.Column("told_ids", sa.JSON(), nullable=False),
        sa.Column("notices", sa.Integer(), nullable=False),
        sa.Column("last_row_removed", sa.Integer(), nullable=False),
        sa.Column("signature_due_on", sa.Date()),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint(
            "state IN ('planned', 'notified', 'cancelled') OR held_on IS NOT NULL",
            name="held_when_started",
        ),
        sa.CheckConstraint("state <> 'cancelled' OR closing_note <> ''", name="reason_to_cancel"),
        sa.CheckConstraint(
            "(programme_id IS NULL) = (extra_because IS NOT NULL)", name="of_programme_or_extra"
        ),
        sa.CheckConstraint("extra_because IS NULL OR extra_reason <> ''", name="reason_if_extra"),
        sa.Index("ix_audit_planned_on_id", "planned_on", "id"),
        sa.Index("ix_audit_programme_id", "programme_id"),
        sa.Index("ix_audit_signature_due_on", "signature_due_on"),
        sa.Index("ix_audit_state_planned_on", "state", "planned_on"),
        sa.Index("ix_audit_unit_id_planned_on", "unit_id", "planned_on"),
    )


def _create_checklist_template() -> None:
    op.create_table(
        "checklist_template",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", choice("template_kind", *AUDIT_KIND), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("kind"),
    )


def _create_past_audit() -> None:
    op.create_table(
        "past_audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", choice("past_audit_kind", *AUDIT_KIND), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id")),
        sa.Column("paths", sa.JSON(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("auditors", sa.String(200), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("lies_at", sa.String(200), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'operation') = (unit_id IS NOT NULL)", name="unit_if_operation"
        ),
        sa.Index("ix_past_audit_fiscal_year", "fiscal_year"),
    )


def _create_auditor_training() -> None:
    op.create_table(
        "auditor_training",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("obtained_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("certificate_number", sa.Integer()),
        sa.Column("recorded_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck", sa.Text(), nullable=False),
        sa.CheckConstraint("name <> ''", name="named"),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= obtained_on", name="days_in_order"
        ),
        sa.Index("ix_auditor_training_person_id", "person_id"),
    )


def _create_audit_team_member() -> None:
    op.create_table(
        "audit_team_member",
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("units_then", sa.String(500), nullable=False),
        sa.Column("roles_then", sa.String(200), nullable=False),
        sa.Column("judged_for", sa.Date()),
        sa.Column("work_since", sa.Date()),
        sa.Column("work_then", sa.String(500), nullable=False),
        sa.Index("ix_audit_team_member_person_id", "person_id"),
    )


def _create_programme_row() -> None:
    op.create_table(
        "programme_row",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("programme_id", sa.Integer(), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", choice("programme_row_kind", *AUDIT_KIND), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("team_ids", sa.JSON(), nullable=False),
        sa.Column("theme", sa.String(200), nullable=False),
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id")),
        sa.UniqueConstraint("programme_id", "position"),
        sa.UniqueConstraint("audit_id"),
    )


def _create_checklist_sheet() -> None:
    op.create_table(
        "checklist_sheet",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("carried_out_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("carried_out_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("audit_id", "number"),
    )


def _create_checklist_undo() -> None:
    op.create_table(
        "checklist_undo",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer()),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.UniqueConstraint("audit_id", "position"),
    )


def _create_template_question() -> None:
    op.create_table(
        "template_question",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "template_id", sa.Integer(), sa.ForeignKey("checklist_template.id"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("requirement", sa.String(80), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("methods", sa.String(40), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("good_evidence", sa.Text(), nullable=False),
        sa.UniqueConstraint("template_id", "position"),
        sa.CheckConstraint("question <> '' AND requirement <> ''", name="asks"),
        sa.CheckConstraint(METHODS, name="methods"),
    )


def _create_audit_report() -> None:
    op.create_table(
        "audit_report",
        sa.Column(
            "audit_id",
            sa.Integer(),
            sa.ForeignKey("audit.id"),
            autoincrement=False,
            primary_key=True,
        ),
        sa.Column("strong_points", sa.Text(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("distribution", sa.Text(), nullable=False),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def _create_signed_report() -> None:
    op.create_table(
        "signed_report",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("signers", sa.JSON(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("erased_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("audit_id", "number"),
        sa.CheckConstraint("entered_by_id <> signed_by_id", name="paper_by_another"),
    )


def _create_checklist_item() -> None:
    op.create_table(
        "checklist_item",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), nullable=False),
        sa.Column("requirement_id", sa.Integer(), sa.ForeignKey("requirement.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "result",
            choice(
                "result",
                "not_yet",
                "conforms",
                "nonconforming",
                "observation",
                "opportunity",
                "good_practice",
                "not_applicable",
                "not_sampled",
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "origin", choice("origin", "criteria", "finding", "template", "own"), nullable=False
        ),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("methods", sa.String(40), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("good_evidence", sa.Text(), nullable=False),
        sa.Column("earlier_finding_id", sa.Integer(), sa.ForeignKey("finding.id", use_alter=True)),
        sa.Column("population", sa.Integer()),
        sa.Column("sample_size", sa.Integer()),
        sa.Column("sample_how", sa.String(200), nullable=False),
        sa.Column("asked", sa.String(200), nullable=False),
        sa.Column("sheet_id", sa.Integer(), sa.ForeignKey("checklist_sheet.id")),
        sa.UniqueConstraint("audit_id", "position"),
        sa.CheckConstraint(
            "result <> 'not_applicable' OR note <> ''", name="reason_if_not_applicable"
        ),
        sa.CheckConstraint(
            "(origin = 'finding') = (earlier_finding_id IS NOT NULL)", name="earlier_finding_named"
        ),
        sa.CheckConstraint("origin IN ('criteria', 'finding') OR question <> ''", name="asks"),
        sa.CheckConstraint(METHODS, name="methods"),
        sa.CheckConstraint("sample_size >= 0 AND population >= 0", name="sample_counted"),
        sa.CheckConstraint("sample_size <= population", name="sample_within"),
        sa.Index("ix_checklist_item_audit_id_place", "audit_id", "place"),
        sa.Index("ix_checklist_item_earlier_finding_id", "earlier_finding_id"),
    )


def _create_finding() -> None:
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), sa.ForeignKey("audit.id"), nullable=False),
        sa.Column("item_id", sa.Integer(), sa.ForeignKey("checklist_item.id"), nullable=False),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("requirement_id", sa.Integer(), sa.ForeignKey("requirement.id"), nullable=False),
        sa.Column(
            "grade",
            choice(
                "grade",
                "nonconformity",
                "major",
                "minor",
                "observation",
                "opportunity",
                "good_practice",
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            choice("finding_state", "told", "disputed", "open", "noted", "settled", "withdrawn"),
            nullable=False,
        ),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("withdrawal", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("fact <> ''", name="fact_given"),
        sa.CheckConstraint(
            "grade NOT IN ('nonconformity', 'major', 'minor') OR evidence <> ''",
            name="evidence_given",
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawal <> '')", name="withdrawn_with_reason"
        ),
        sa.Index("ix_finding_audit_id", "audit_id"),
        sa.Index("ix_finding_found_on_id", "found_on", "id"),
        sa.Index("ix_finding_grade_id", "grade", "id"),
        sa.Index("ix_finding_item_id", "item_id"),
        sa.Index("ix_finding_requirement_id_id", "requirement_id", "id"),
        sa.Index("ix_finding_state_id", "state", "id"),
        sa.Index("ix_finding_unit_id_id", "unit_id", "id"),
    )


def _create_checklist_change() -> None:
    op.create_table(
        "checklist_change",
        sa.Column("uuid", sa.String(36), primary_key=True),
        sa.Column("item_id", sa.Integer(), sa.ForeignKey("checklist_item.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Index("ix_checklist_change_item_id", "item_id"),
    )


def _create_finding_answer() -> None:
    op.create_table(
        "finding_answer",
        sa.Column("finding_id", sa.Integer(), sa.ForeignKey("finding.id"), primary_key=True),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", choice("answer", "confirmed", "disputed", "silent")),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answered_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("answered_for_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("dispute", sa.Text(), nullable=False),
        sa.Column("ruling", choice("ruling", "upheld", "withdrawn")),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("exception_reason", sa.Text(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True)),
        sa.Column("ruled_by_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("ruled_for_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("turn_of_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("turn_due_on", sa.Date()),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_when"),
        sa.CheckConstraint("answer IS NOT NULL OR answered_by_id IS NULL", name="answered_by"),
        sa.CheckConstraint(
            "(answer = 'silent') = (answered_by_id IS NULL)", name="silence_by_none"
        ),
        sa.CheckConstraint("(answer = 'disputed') = (dispute <> '')", name="disputed_with_reason"),
        sa.CheckConstraint("(ruling IS NULL) = (ruled_at IS NULL)", name="ruled_when"),
        sa.CheckConstraint("(ruling IS NULL) = (ruled_by_id IS NULL)", name="ruled_by"),
        sa.CheckConstraint("(ruling IS NULL) = (grounds = '')", name="ruled_with_grounds"),
        sa.CheckConstraint("ruling IS NULL OR answer = 'disputed'", name="only_disputes_are_ruled"),
        sa.CheckConstraint("ruled_by_id <> answered_by_id", name="ruled_by_another"),
        sa.Index("ix_finding_answer_turn_due_on", "turn_due_on"),
        sa.Index("ix_finding_answer_turn_of_id_turn_due_on", "turn_of_id", "turn_due_on"),
    )
