"""Tables of the audit programme (監査プログラム): the year's, and the audits it plans."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.database import Table, choice
from pms_tracker.kernel.references import Kind
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.plan.tables.year_tables import Yearly


class Programme(Yearly):
    """The audits of a fiscal year: approved by the representative before the first, then locked."""

    __tablename__ = "programme"
    KIND = Kind.PROGRAMME

    purpose: Mapped[str] = mapped_column(Text)
    # 考慮したリスク: what made these the audits of the year.
    risks: Mapped[str] = mapped_column(Text, default="")
    # Why a firm of one unit audits itself; kept on each audit that needs it.
    exception_reason: Mapped[str] = mapped_column(Text, default="")
    # Why units or the conformity audit are left out of the year.
    gap_reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[PlanState] = mapped_column(
        choice(PlanState, "programme_state"), default=PlanState.DRAFT
    )
    # 監査範囲, 監査の方法: those of each audit of the year, unless its own plan says otherwise.
    scope: Mapped[str] = mapped_column(Text, default="", server_default=text("''"), sort_order=1)
    method: Mapped[str] = mapped_column(Text, default="", server_default=text("''"), sort_order=1)


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
