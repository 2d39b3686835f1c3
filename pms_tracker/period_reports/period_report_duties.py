"""What reports of a period want somebody to do: made once the period is over, and confirmed."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.duties import duty_sources as duties
from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.tables.people_tables import Company, CompanyHoliday
from pms_tracker.period_reports.period_report_tables import PeriodReport
from pms_tracker.period_reports.period_reports import Periodic, visible_to

# Customary, no law counts these days.
TO_CONFIRM = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.NEXT_OPEN)


def to_report(
    its: Periodic[Any],
    key: str,
    due_on: Callable[[date, BusinessCalendar], date],
    ids: Collection[int],
) -> Iterator[Wanted]:
    """That the period which is next is reported, from its end on; by whoever runs the PMS."""
    period = its.next_period()
    if period is None:
        return
    for company in duties.loaded(Company, ids):
        by, ends = due_on(period, business_calendar()), its.following(period)
        yield Wanted(company.id, "", key, by, Holder.MANAGER, first_on=ends)


def confirm_by(made: PeriodReport) -> date:
    """By when the representative is asked to have read a report."""
    return TO_CONFIRM.due_on(made.reported_on, business_calendar())


def confirmers(_row: duties.KeptRow, firm: Firm) -> list[duties.Taker]:
    """The representative."""
    return duties.asked_first(Eligible(tuple(firm.holders(Role.REPRESENTATIVE))), firm)


def to_confirm(its: Periodic[Any], asked: duties.DutyKind) -> duties.Source:
    """That the representative confirms each."""
    table = its.table

    def wanted(ids: Collection[int]) -> Iterator[Wanted]:
        for row in duties.loaded(table, ids):
            if row.confirmed_on is None:
                yield Wanted(row.id, row.reference, asked.key, confirm_by(row), Holder.RULE)

    def unconfirmed() -> Iterable[int]:
        return session.scalars(select(table.id).where(table.confirmed_on.is_(None)))

    return duties.Source(
        table.KIND,
        (asked,),
        wanted,
        every=unconfirmed,
        changes={
            table: duties.own("confirmed_on", "reported_on"),
            CompanyHoliday: duties.Watched(lambda _day: unconfirmed()),
        },
        sees=duties.seen_by(table, visible_to),
    )


def of_company() -> Iterable[int]:
    """Whom a period is reported for."""
    return people.company_ids()
