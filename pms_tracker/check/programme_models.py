"""Tables of the audit programme (監査プログラム): the year's, and the audits it plans."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.check.rules import AuditKind
from pms_tracker.database import Instant, Table, choice
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.plan.year_rules import PlanState


class Programme(Table):
    """The audits of a fiscal year: approved by the representative before the first, then locked."""

    __tablename__ = "programme"
    __table_args__ = (
        UniqueConstraint("fiscal_year"),
        CheckConstraint("(state = 'approved') = (approved_on IS NOT NULL)", name="approved_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    purpose: Mapped[str] = mapped_column(Text)
    # 考慮したリスク: what made these the audits of the year.
    risks: Mapped[str] = mapped_column(Text, default="")
    # Why a firm of one unit audits itself; kept on each audit that needs it.
    exception_reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[PlanState] = mapped_column(
        choice(PlanState, "programme_state"), default=PlanState.DRAFT
    )
    # Everybody who wrote it: none of them approves it.
    writer_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    submissions: Mapped[int] = mapped_column(default=0)
    submitted_on: Mapped[date | None]
    approved_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=1)

    @property
    def reference(self) -> str:
        return format_reference(Kind.PROGRAMME, self.fiscal_year, 1)


class ProgrammeRow(Table):
    """One audit of a programme; `audit_id` is there once the programme was approved."""

    __tablename__ = "programme_row"
    __table_args__ = (UniqueConstraint("programme_id", "position"), UniqueConstraint("audit_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    position: Mapped[int]
    kind: Mapped[AuditKind] = mapped_column(choice(AuditKind, "programme_row_kind"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    planned_on: Mapped[date]
    # The lead first; nobody as long as somebody independent is still to be found.
    team_ids: Mapped[list[int]] = mapped_column(JSON)
    theme: Mapped[str] = mapped_column(String(200))
    audit_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"))
