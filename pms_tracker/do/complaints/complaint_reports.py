"""What the representative is told of each month's complaints (月次報告), 「0件」 included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.complaints.complaints import COMPLAINTS, answer_by
from pms_tracker.do.rules.contact import complaint_rules as rules
from pms_tracker.do.rules.contact.complaint_rules import Counted
from pms_tracker.do.tables.complaint_tables import Complaint, ComplaintReport
from pms_tracker.people.firm import contact_desk
from pms_tracker.period_reports.period_reports import Periodic
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Month:
    """A month's complaints as they stand: in numbers, and those that its report names."""

    first: date
    figures: dict[str, int]
    rows: Sequence[Complaint]

    @property
    def named(self) -> list[str]:
        return [COMPLAINTS.name_of(row) for row in self.rows]


def of_month(month: date) -> Month:
    """What is counted of a month today."""
    first = rules.month_of(month)
    last = rules.next_month(first)
    ends = or_(
        Complaint.received_on >= first, Complaint.closed_on.is_(None), Complaint.closed_on >= first
    )
    found = session.scalars(
        select(Complaint)
        .where(Complaint.received_on < last, Complaint.struck == "", ends)
        .order_by(Complaint.received_on, Complaint.id)
    ).all()
    counted = [_counted(row) for row in found]
    return Month(first, rules.figures(counted, first, clock.today()), found)


def _counted(row: Complaint) -> Counted:
    return Counted(
        row.kind, row.received_on, answer_by(row), row.answered_on, row.closed_on, row.founded
    )


def named(report: ComplaintReport) -> Sequence[Any]:
    """The complaints that a report names, in its order, as they stand today."""
    ends = rules.next_month(report.begins_on)
    found = session.scalars(
        select(Complaint).where(Complaint.received_on < ends, Complaint.struck == "")
    ).all()
    by_name = {COMPLAINTS.name_of(row): row for row in found}
    return [by_name[each] for each in report.named if each in by_name]


def _begun() -> date | None:
    """The first month in which there was a desk or a complaint; None where there was neither."""
    first = session.scalar(select(func.min(Complaint.recorded_at)).where(Complaint.struck == ""))
    days = [contact_desk.desk().since_on, clock.local(first).date() if first is not None else None]
    begun = [each for each in days if each is not None]
    return rules.month_of(min(begun)) if begun else None


def _kept(month: date) -> dict[str, object]:
    counted = of_month(month)
    return {"figures": counted.figures, "named": counted.named}


def _told(made: ComplaintReport) -> None:
    for row in named(made):
        # Those of earlier months were told of with theirs.
        row.reported_on = row.reported_on or made.reported_on
    session.flush()


def _changes(made: ComplaintReport) -> dict[str, trail.Change]:
    return {
        "complaint_month": (None, f"{made.begins_on:%Y-%m}"),
        "complaints_received": (None, made.figures["received"]),
        "complaints_open": (None, made.figures["open"]),
    }


COMPLAINT_REPORTS = Periodic(
    ComplaintReport,
    begun=_begun,
    following=rules.next_month,
    counted=_kept,
    changes=_changes,
    reported="complaints_reported",
    confirmed="complaint_report_confirmed",
    then=_told,
)
