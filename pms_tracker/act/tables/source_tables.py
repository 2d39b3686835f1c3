"""Tables of where cases come from: their findings, or their own statement; examinations."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.database import Table, choice


class CaseFinding(Table):
    """The case that a nonconformity of an audit is dealt with in; several may share one."""

    __tablename__ = "case_finding"

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("corrective_case.id"), index=True)


class CaseStatement(Table):
    """What a case states that no audit found: requirement, fact and objective evidence (R5).

    The requirement is one of those known here, or named in words (`rule`).
    """

    __tablename__ = "case_statement"
    __table_args__ = (
        CheckConstraint("requirement_id IS NOT NULL OR rule <> ''", name="requirement_given"),
        CheckConstraint("fact <> ''", name="fact_given"),
        CheckConstraint("evidence <> ''", name="evidence_given"),
        CheckConstraint("grade IN ('nonconformity', 'major', 'minor')", name="asks_for_action"),
        Index("ix_case_statement_requirement_id", "requirement_id"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("corrective_case.id"), primary_key=True)
    requirement_id: Mapped[int | None] = mapped_column(ForeignKey("requirement.id"))
    rule: Mapped[str] = mapped_column(String(200), default="")
    fact: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text)
    grade: Mapped[Grade] = mapped_column(choice(Grade, "statement_grade"))
    found_on: Mapped[date]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Examination(Table):
    """The external examination (外部審査) that raised a point, and by when it is answered."""

    __tablename__ = "examination"
    __table_args__ = (
        CheckConstraint("answer_due_on >= examined_on", name="answered_after"),
        CheckConstraint("(answered_on IS NULL) = (answered_by_id IS NULL)", name="answered_by"),
        Index("ix_examination_answered_on_answer_due_on", "answered_on", "answer_due_on"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("corrective_case.id"), primary_key=True)
    examined_on: Mapped[date]
    examiner: Mapped[str] = mapped_column(String(200), default="")
    # What the examiner's paper calls the point (指摘番号).
    item: Mapped[str] = mapped_column(String(40), default="")
    answer_due_on: Mapped[date]
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
