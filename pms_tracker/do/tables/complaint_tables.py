"""Tables of complaints (苦情・相談), of who turned to the firm, and of months' reports."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Table, choice
from pms_tracker.do.rules.contact.complaint_rules import (
    Channel,
    ComplaintKind,
    Founded,
    Gate,
    Relation,
    Subject,
)
from pms_tracker.kernel.references import Kind
from pms_tracker.period_reports.period_report_tables import PeriodReport
from pms_tracker.registers.edition_tables import Approved


class Complaint(Approved):
    """What somebody turned to the firm with, whose answer is approved; what of it is neither sought
    nor counted is in `facts`, by field."""

    __tablename__ = "complaint"
    CHECKS = (
        ("answered_after", "answered_on >= received_on"),
        ("closed_after", "closed_on >= answered_on"),
        ("closed_answered", "closed_on IS NULL OR answered_on IS NOT NULL"),
    )

    received_on: Mapped[date] = mapped_column(index=True)
    # As `18:30`; empty where nobody noted it.
    received_time: Mapped[str] = mapped_column(sa.String(20), default="")
    kind: Mapped[ComplaintKind] = mapped_column(choice(ComplaintKind, "complaint_kind"), index=True)
    channel: Mapped[Channel] = mapped_column(choice(Channel, "complaint_channel"))
    relation: Mapped[Relation] = mapped_column(choice(Relation, "complaint_relation"))
    anonymous: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(sa.String(200))
    what: Mapped[str] = mapped_column(sa.Text)
    emergency: Mapped[Gate] = mapped_column(choice(Gate, "complaint_emergency"))
    rights: Mapped[Gate] = mapped_column(choice(Gate, "complaint_rights"))
    grave: Mapped[bool] = mapped_column(default=False)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    subject: Mapped[Subject | None] = mapped_column(
        choice(Subject, "complaint_subject"), index=True
    )
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_on: Mapped[date | None]
    founded: Mapped[Founded | None] = mapped_column(choice(Founded, "complaint_founded"))
    # The record of an emergency that it turned out to be.
    incident_reference: Mapped[str] = mapped_column(sa.String(40), default="")
    closed_on: Mapped[date | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    # When the representative was told of it, by the report of its month.
    reported_on: Mapped[date | None]


class Complainant(Table):
    """Who turned to the firm and how to reach them; kept apart, seen by few, and emptied once it is
    needed no more."""

    __tablename__ = "complainant"

    complaint_id: Mapped[int] = mapped_column(
        sa.ForeignKey("complaint.id"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(sa.String(100), default="")
    contact: Mapped[str] = mapped_column(sa.String(300), default="")
    erased_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


class ComplaintReport(PeriodReport):
    """What the representative was told of a month's complaints, none included."""

    __tablename__ = "complaint_report"
    KIND, PERIOD = Kind.COMPLAINT_REPORT, "month"

    begins_on: Mapped[date] = mapped_column(PERIOD, sort_order=-1)
    figures: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    # The complaints of the month and those that were open at its end, by number.
    named: Mapped[list[str]] = mapped_column(sa.JSON)
