"""Tables of check: audits, their teams and checklists, and findings."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.check.rules import AuditKind, AuditState, FindingState, Grade, Result
from pms_tracker.database import Instant, Table, choice
from pms_tracker.kernel.references import Kind, format_reference


class Audit(Table):
    """One audit of one unit against chosen clauses. `held_on` is the day it was carried out."""

    __tablename__ = "audit"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "number"),
        CheckConstraint(
            "state IN ('planned', 'notified', 'cancelled') OR held_on IS NOT NULL",
            name="held_when_started",
        ),
        CheckConstraint("state <> 'cancelled' OR closing_note <> ''", name="reason_to_cancel"),
        Index("ix_audit_unit_id_planned_on", "unit_id", "planned_on"),
        Index("ix_audit_planned_on_id", "planned_on", "id"),
        Index("ix_audit_state_planned_on", "state", "planned_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    theme: Mapped[str] = mapped_column(String(200))
    planned_on: Mapped[date]
    held_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    state: Mapped[AuditState] = mapped_column(choice(AuditState, "audit_state"))
    exception_reason: Mapped[str] = mapped_column(Text, default="")
    closing_note: Mapped[str] = mapped_column(Text, default="")
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)
    # The conformity audit is one for the company; its unit is the one that answers for the rules.
    kind: Mapped[AuditKind] = mapped_column(
        choice(AuditKind, "audit_kind"), default=AuditKind.OPERATION
    )

    @property
    def reference(self) -> str:
        return format_reference(Kind.AUDIT, self.fiscal_year, self.number)


class AuditTeamMember(Table):
    """Who carries out an audit, its lead first; `units_then`: where they belonged that day."""

    __tablename__ = "audit_team_member"

    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    position: Mapped[int]
    units_then: Mapped[str] = mapped_column(String(500))


class ChecklistItem(Table):
    """One row of a checklist: a requirement, what to ask, and what came out."""

    __tablename__ = "checklist_item"
    __table_args__ = (
        UniqueConstraint("audit_id", "position"),
        CheckConstraint(
            "result <> 'not_applicable' OR note <> ''", name="reason_if_not_applicable"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    position: Mapped[int]
    result: Mapped[Result] = mapped_column(choice(Result, "result"), default=Result.NOT_YET)
    note: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)


class Finding(Table):
    """What an audit found: requirement, fact and objective evidence (R5)."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "number"),
        CheckConstraint("fact <> ''", name="fact_given"),
        CheckConstraint(
            "grade NOT IN ('nonconformity', 'major', 'minor') OR evidence <> ''",
            name="evidence_given",
        ),
        CheckConstraint("(state = 'withdrawn') = (withdrawal <> '')", name="withdrawn_with_reason"),
        Index("ix_finding_unit_id_id", "unit_id", "id"),
        Index("ix_finding_found_on_id", "found_on", "id"),
        Index("ix_finding_grade_id", "grade", "id"),
        Index("ix_finding_state_id", "state", "id"),
        Index("ix_finding_requirement_id_id", "requirement_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("checklist_item.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    grade: Mapped[Grade] = mapped_column(choice(Grade, "grade"))
    state: Mapped[FindingState] = mapped_column(choice(FindingState, "finding_state"))
    title: Mapped[str] = mapped_column(String(80))
    fact: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    found_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    withdrawal: Mapped[str] = mapped_column(Text, default="")
    search_text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    @property
    def reference(self) -> str:
        return format_reference(Kind.FINDING, self.fiscal_year, self.number)
