"""Tables of reports: what somebody noticed, by name or without any, and what was said about it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.act.rules.incoming_rules import ReportState
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.database import Table, choice
from pms_tracker.kernel.references import Kind, format_reference


class IncomingReport(Table):
    """What somebody reported. Without a reporter it has the digest of a receipt code instead.

    Days, never instants: when exactly somebody wrote could tell who they are.
    """

    __tablename__ = "incoming_report"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "number"),
        UniqueConstraint("receipt"),
        CheckConstraint("text <> ''", name="text_given"),
        CheckConstraint("(reporter_id IS NULL) = (receipt IS NOT NULL)", name="name_or_receipt"),
        CheckConstraint("(state = 'taken_up') = (case_id IS NOT NULL)", name="taken_up_as_case"),
        CheckConstraint("(state = 'received') = (handled_on IS NULL)", name="handled_day"),
        CheckConstraint("state <> 'answered' OR answer <> ''", name="answered_with_reason"),
        CheckConstraint("handled_by_id <> reporter_id", name="handled_by_another"),
        Index("ix_incoming_report_reporter_id", "reporter_id"),
        Index("ix_incoming_report_state_due_on", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    number: Mapped[int]
    source: Mapped[Source] = mapped_column(choice(Source, "report_source"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date]
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    receipt: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[ReportState] = mapped_column(choice(ReportState, "report_state"))
    due_on: Mapped[date]
    answer: Mapped[str] = mapped_column(Text, default="")
    handled_on: Mapped[date | None]
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("corrective_case.id"))
    version: Mapped[int] = mapped_column(default=1)

    @property
    def reference(self) -> str:
        return format_reference(Kind.REPORT, self.fiscal_year, self.number)


class ReportMessage(Table):
    """One message about a report; without a writer it is the reporter's who has no name."""

    __tablename__ = "report_message"
    __table_args__ = (
        UniqueConstraint("report_id", "number"),
        CheckConstraint("text <> ''", name="text_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("incoming_report.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    written_on: Mapped[date]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
