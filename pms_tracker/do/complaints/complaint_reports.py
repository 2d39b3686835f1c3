"""What the representative is told of each month's complaints (月次報告), 「0件」 included.

Whoever runs the PMS reports a month once it is over; what was counted then is kept. The
representative confirms it; a report of their own needs nobody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select, true

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.complaints.complaints import COMPLAINTS, answer_by
from pms_tracker.do.rules.contact import complaint_rules as rules
from pms_tracker.do.rules.contact.complaint_rules import Counted
from pms_tracker.do.tables.complaint_tables import Complaint, ComplaintReport
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, check_version
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import contact_desk, people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import record_numbers, trail

LONGEST = 2000
# Reports that a page lists: five years.
MOST = 60


@dataclass(frozen=True)
class Month:
    """A month's complaints as they stand: in numbers, and those that its report names."""

    first: date
    figures: dict[str, int]
    rows: Sequence[Complaint]

    @property
    def named(self) -> list[str]:
        return [COMPLAINTS.name_of(row) for row in self.rows]


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Those who see all complaints."""
    return true() if viewer.sees_all else false()


def newest(viewer: Viewer) -> Sequence[ComplaintReport]:
    """The reports that somebody may know of, the newest month first."""
    found = select(ComplaintReport).where(visible_to(viewer))
    return session.scalars(found.order_by(ComplaintReport.month.desc()).limit(MOST)).all()


def by_reference(
    reference: Reference, *, seen_by: Viewer, for_update: bool = False
) -> ComplaintReport:
    """Raises NotFound where there is no such report or the person may not know of it."""
    its = record_numbers.named(
        reference, Kind.COMPLAINT_REPORT, ComplaintReport.fiscal_year, ComplaintReport.number
    )
    return record_numbers.find(
        ComplaintReport, reference, its, visible_to(seen_by), for_update=for_update
    )


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
    ends = rules.next_month(report.month)
    found = session.scalars(
        select(Complaint).where(Complaint.received_on < ends, Complaint.struck == "")
    ).all()
    by_name = {COMPLAINTS.name_of(row): row for row in found}
    return [by_name[each] for each in report.named if each in by_name]


def first_open() -> date | None:
    """The month that is to be reported next: the one after the last, else the first in which there
    was a desk or a complaint; None where there was neither."""
    last = session.scalar(select(func.max(ComplaintReport.month)))
    if last is not None:
        return rules.next_month(last)
    first = session.scalar(select(func.min(Complaint.recorded_at)).where(Complaint.struck == ""))
    days = [contact_desk.desk().since_on, clock.local(first).date() if first is not None else None]
    begun = [each for each in days if each is not None]
    return rules.month_of(min(begun)) if begun else None


def report(month: date, words: str, *, by: Viewer) -> ComplaintReport:
    """Tell the representative of a month that is over, in the order of the months.

    Raises NotAllowed for anybody but whoever runs the PMS and the representative, RuleBroken for
    another month than the next, or one that is not over.
    """
    if not by.roles & {Role.PRIVACY_MANAGER, Role.REPRESENTATIVE}:
        raise NotAllowed("complaints_reported_by_manager")
    if len(words) > LONGEST:
        raise BadInput("text_too_long", longest=LONGEST)
    first, today = rules.month_of(month), clock.today()
    year = people.fiscal_year_of(first)
    # Whoever reports at the same time waits here, and then finds the month told.
    number = record_numbers.next_number(Kind.COMPLAINT_REPORT, year)
    if first != first_open() or rules.next_month(first) > today:
        raise RuleBroken("complaint_month_not_next")
    counted = of_month(first)
    made = ComplaintReport(
        fiscal_year=year,
        number=number,
        month=first,
        figures=counted.figures,
        named=counted.named,
        words=words.strip(),
        reported_on=today,
        reported_by_id=by.person_id,
        reported_at=clock.now(),
    )
    if Role.REPRESENTATIVE in by.roles:
        made.confirmed_on, made.confirmed_by_id = today, by.person_id
    session.add(made)
    session.flush()
    _told(made, counted, by)
    return made


def _told(made: ComplaintReport, counted: Month, by: Viewer) -> None:
    for row in counted.rows:
        # Those of earlier months were told of with theirs.
        row.reported_on = row.reported_on or made.reported_on
    session.flush()
    changes: dict[str, trail.Change] = {
        "complaint_month": (None, f"{made.month:%Y-%m}"),
        "complaints_received": (None, counted.figures["received"]),
        "complaints_open": (None, counted.figures["open"]),
    }
    trail.note(made.reference, "complaints_reported", by=by.actor, changes=changes)


def confirm(made: ComplaintReport, *, version: int, by: Viewer) -> None:
    """Confirm that the representative read it. Raises Stale, NotAllowed for anybody else,
    RuleBroken where it is confirmed already."""
    check_version(made, version)
    if Role.REPRESENTATIVE not in by.roles:
        raise NotAllowed("complaint_report_of_representative")
    if made.confirmed_on is not None:
        raise RuleBroken("complaint_report_confirmed")
    made.confirmed_on, made.confirmed_by_id = clock.today(), by.person_id
    made.version += 1
    session.flush()
    trail.note(made.reference, "complaint_report_confirmed", by=by.actor)
