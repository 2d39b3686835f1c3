"""Table of audits of earlier years, held before this tool was there (移行): closed records."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.database import Instant, Table, choice


class PastAudit(Table):
    """One audit as its old papers tell it; nobody changes it afterwards."""

    __tablename__ = "past_audit"
    __table_args__ = (
        CheckConstraint("(kind = 'operation') = (unit_id IS NOT NULL)", name="unit_if_operation"),
        Index("ix_past_audit_fiscal_year", "fiscal_year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AuditKind] = mapped_column(choice(AuditKind, "past_audit_kind"))
    # 年度: the one it was planned for, as the papers have it.
    fiscal_year: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    # Numbers of requirements that a conformity audit looked at; none means every one.
    paths: Mapped[list[str]] = mapped_column(JSON, default=list)
    held_on: Mapped[date]
    auditors: Mapped[str] = mapped_column(String(200))
    # How many findings of each grade there were, by the grade's value.
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
    # 記録の保管場所: where the papers lie.
    lies_at: Mapped[str] = mapped_column(String(200), default="")
    # Nobody where a file was imported from the command line.
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
