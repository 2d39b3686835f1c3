"""Tables of check: audits, their teams and checklists, and findings."""

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pms_tracker.check.rules.audit_rules import AuditKind, AuditState, FindingState, Grade, Result
from pms_tracker.check.rules.checklist_rules import METHODS, Origin
from pms_tracker.check.rules.dispute_rules import Answer, Ruling
from pms_tracker.check.rules.programme_rules import AuditTrigger
from pms_tracker.database import Instant, Table, choice
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.tables.people_tables import Unit


def listed(words: Iterable[str]) -> str:
    """Words as a CHECK constraint lists them."""
    return ", ".join(f"'{word}'" for word in words)


class Audit(Table):
    """One audit of one unit against chosen clauses. `held_on` is the day it was carried out."""

    __tablename__ = "audit"
    __table_args__ = (
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
        sa.Index("ix_audit_unit_id_planned_on", "unit_id", "planned_on"),
        sa.Index("ix_audit_planned_on_id", "planned_on", "id"),
        sa.Index("ix_audit_state_planned_on", "state", "planned_on"),
        sa.Index("ix_audit_signature_due_on", "signature_due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    theme: Mapped[str] = mapped_column(sa.String(200))
    planned_on: Mapped[date]
    held_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    state: Mapped[AuditState] = mapped_column(choice(AuditState, "audit_state"))
    exception_reason: Mapped[str] = mapped_column(sa.Text, default="")
    closing_note: Mapped[str] = mapped_column(sa.Text, default="")
    planned_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
    # The conformity audit is one for the company; its unit is the one that answers for the rules.
    kind: Mapped[AuditKind] = mapped_column(
        choice(AuditKind, "audit_kind"), default=AuditKind.OPERATION
    )
    programme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("programme.id"), index=True)
    # 臨時監査: what made it necessary outside the programme.
    extra_because: Mapped[AuditTrigger | None] = mapped_column(
        choice(AuditTrigger, "audit_trigger")
    )
    extra_reason: Mapped[str] = mapped_column(sa.Text, default="")

    # 監査目的, 監査範囲, 監査の方法.
    objective: Mapped[str] = mapped_column(sa.Text, default="")
    scope: Mapped[str] = mapped_column(sa.Text, default="")
    method: Mapped[str] = mapped_column(sa.Text, default="")
    # 監査基準: the policies and sets it is held against, with their editions, as it was planned.
    criteria: Mapped[list[dict[str, str | int | None]]] = mapped_column(sa.JSON, default=list)
    # The audit day hour by hour, and whom the audit asks (被監査者).
    schedule: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON, default=list)
    auditee_ids: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    # Who was told of it, and how many notices went out: each is newer to calendars than the last.
    told_ids: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    notices: Mapped[int] = mapped_column(default=0)
    # The highest number of a checklist row that was taken out: numbers are never given twice.
    last_row_removed: Mapped[int] = mapped_column(default=0)
    # When the report's next signature is due; the first is due a fortnight after `held_on`.
    signature_due_on: Mapped[date | None]

    unit: Mapped[Unit] = relationship()

    @property
    def reference(self) -> str:
        return format_reference(Kind.AUDIT, self.fiscal_year, self.number)


class AuditTeamMember(Table):
    """Who carries out an audit, its lead first, with what was checked of them for that day.

    `units_then` and `roles_then` are where they belonged and which roles they held; `work_since`
    is the first day whose work was looked at, `work_then` the records that an exception let pass.
    """

    __tablename__ = "audit_team_member"

    audit_id: Mapped[int] = mapped_column(sa.ForeignKey("audit.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, index=True)
    position: Mapped[int]
    units_then: Mapped[str] = mapped_column(sa.String(500))
    roles_then: Mapped[str] = mapped_column(sa.String(200), default="")
    judged_for: Mapped[date | None]
    work_since: Mapped[date | None]
    work_then: Mapped[str] = mapped_column(sa.String(500), default="")


def _at_its_position(context: DefaultExecutionContext) -> object:
    return context.get_current_parameters()["position"]  # type: ignore[no-untyped-call]


class ChecklistItem(Table):
    """One row of a checklist: a requirement, what to ask, and what came out.

    `position` is the number the row is known by, given once; `place` is where it stands. A blank
    question asks what the requirement, or the earlier finding, says itself.
    """

    __tablename__ = "checklist_item"
    __table_args__ = (
        sa.UniqueConstraint("audit_id", "position"),
        sa.CheckConstraint(
            "result <> 'not_applicable' OR note <> ''", name="reason_if_not_applicable"
        ),
        sa.CheckConstraint(
            "(origin = 'finding') = (earlier_finding_id IS NOT NULL)", name="earlier_finding_named"
        ),
        sa.CheckConstraint("origin IN ('criteria', 'finding') OR question <> ''", name="asks"),
        sa.CheckConstraint(f"methods IN ({listed(METHODS)})", name="methods"),
        sa.CheckConstraint("sample_size >= 0 AND population >= 0", name="sample_counted"),
        sa.CheckConstraint("sample_size <= population", name="sample_within"),
        sa.Index("ix_checklist_item_audit_id_place", "audit_id", "place"),
        sa.Index("ix_checklist_item_earlier_finding_id", "earlier_finding_id"),
        sa.Index("ix_checklist_item_risk", "risk"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(sa.ForeignKey("audit.id"))
    requirement_id: Mapped[int] = mapped_column(sa.ForeignKey("requirement.id"))
    position: Mapped[int]
    result: Mapped[Result] = mapped_column(choice(Result, "result"), default=Result.NOT_YET)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    # Whoever carried it out, also where somebody else entered it from paper.
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
    place: Mapped[int] = mapped_column(default=_at_its_position)
    origin: Mapped[Origin] = mapped_column(choice(Origin, "origin"), default=Origin.CRITERIA)
    question: Mapped[str] = mapped_column(sa.Text, default="")
    methods: Mapped[str] = mapped_column(sa.String(40), default="")
    hint: Mapped[str] = mapped_column(sa.Text, default="")
    good_evidence: Mapped[str] = mapped_column(sa.Text, default="")
    # Findings point at rows as well, so this constraint is made once both tables are there.
    earlier_finding_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("finding.id", use_alter=True)
    )
    population: Mapped[int | None]
    sample_size: Mapped[int | None]
    sample_how: Mapped[str] = mapped_column(sa.String(200), default="")
    asked: Mapped[str] = mapped_column(sa.String(200), default="")
    # The paper its answer was typed in from (紙).
    sheet_id: Mapped[int | None] = mapped_column(sa.ForeignKey("checklist_sheet.id"))
    # The risk whose measure it asks about, by its reference: RK-2026-003.
    risk: Mapped[str] = mapped_column(sa.String(40), default="", server_default=sa.text("''"))


class Finding(Table):
    """What an audit found: requirement, fact and objective evidence (R5)."""

    __tablename__ = "finding"
    __table_args__ = (
        sa.UniqueConstraint("fiscal_year", "number"),
        sa.CheckConstraint("fact <> ''", name="fact_given"),
        sa.CheckConstraint(
            "grade NOT IN ('nonconformity', 'major', 'minor') OR evidence <> ''",
            name="evidence_given",
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawal <> '')", name="withdrawn_with_reason"
        ),
        sa.Index("ix_finding_unit_id_id", "unit_id", "id"),
        sa.Index("ix_finding_found_on_id", "found_on", "id"),
        sa.Index("ix_finding_grade_id", "grade", "id"),
        sa.Index("ix_finding_state_id", "state", "id"),
        sa.Index("ix_finding_requirement_id_id", "requirement_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    audit_id: Mapped[int] = mapped_column(sa.ForeignKey("audit.id"), index=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("checklist_item.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    requirement_id: Mapped[int] = mapped_column(sa.ForeignKey("requirement.id"))
    grade: Mapped[Grade] = mapped_column(choice(Grade, "grade"))
    state: Mapped[FindingState] = mapped_column(choice(FindingState, "finding_state"))
    title: Mapped[str] = mapped_column(sa.String(80))
    fact: Mapped[str] = mapped_column(sa.Text)
    evidence: Mapped[str] = mapped_column(sa.Text)
    found_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    withdrawal: Mapped[str] = mapped_column(sa.Text, default="")
    search_text: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int] = mapped_column(default=1)

    @property
    def reference(self) -> str:
        return format_reference(Kind.FINDING, self.fiscal_year, self.number)


class FindingAnswer(Table):
    """What an auditee said to a nonconformity they were told of, and how a dispute was decided.

    `turn_of_id` and `turn_due_on`: whose step is next, by when; nobody's once it is over.
    """

    __tablename__ = "finding_answer"
    __table_args__ = (
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
        sa.Index("ix_finding_answer_turn_of_id_turn_due_on", "turn_of_id", "turn_due_on"),
        sa.Index("ix_finding_answer_turn_due_on", "turn_due_on"),
    )

    finding_id: Mapped[int] = mapped_column(sa.ForeignKey("finding.id"), primary_key=True)
    told_on: Mapped[date]
    due_on: Mapped[date]
    answer: Mapped[Answer | None] = mapped_column(choice(Answer, "answer"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    # For whom a deputy answered or decided (不在時代理).
    answered_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    dispute: Mapped[str] = mapped_column(sa.Text, default="")
    ruling: Mapped[Ruling | None] = mapped_column(choice(Ruling, "ruling"))
    grounds: Mapped[str] = mapped_column(sa.Text, default="")
    exception_reason: Mapped[str] = mapped_column(sa.Text, default="")
    ruled_at: Mapped[datetime | None] = mapped_column(Instant)
    ruled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    ruled_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    turn_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    turn_due_on: Mapped[date | None]
