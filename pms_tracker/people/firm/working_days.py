"""The company's working days: without weekends, national holidays, and its own."""

from datetime import date

from sqlalchemy import select

from pms_tracker import locale_in_use
from pms_tracker.database import Rows, session
from pms_tracker.kernel.calendar import BusinessCalendar, yearly_run
from pms_tracker.people.firm import national_holidays, people
from pms_tracker.people.tables.people_tables import CompanyHoliday


def holidays_of() -> str | None:
    """The country whose holidays the company keeps: its pack's, else the one it chose, if any."""
    by_law = locale_in_use.pack().holidays_of
    if by_law is not None:
        return by_law
    found = people.company()
    return found.holidays_of if found else None


def is_national_holiday(day: date) -> bool:
    """Whether a day is a national holiday: in Japan a 国民の祝日, a substitute holiday or a
    国民の休日."""
    return national_holidays.is_holiday(day, holidays_of())


def holiday_name(day: date) -> str:
    """What a national holiday is called, as 憲法記念日 振替休日; empty on other days."""
    return national_holidays.name(day, holidays_of())


def weekend() -> frozenset[int]:
    """The days of the week on which the company rests, Monday is 0."""
    country = holidays_of()
    return national_holidays.weekend(country) if country else locale_in_use.pack().weekend


def company_holidays() -> Rows:
    """The days and rules the company entered (会社休日), yearly ones first."""
    columns = (CompanyHoliday.id, CompanyHoliday.name)
    when = (CompanyHoliday.month, CompanyHoliday.day, CompanyHoliday.once_on)
    order = (CompanyHoliday.once_on.is_not(None), CompanyHoliday.once_on, *when[:2])
    until = (CompanyHoliday.until_month, CompanyHoliday.until_day)
    return session.execute(select(*columns, *when, *until).order_by(*order)).all()


def business_calendar() -> BusinessCalendar:
    """The days on which the company works: not those it closes by a rule or on a day of its own.

    They are read along with the company, once per transaction.
    """
    entered, country = people.closed_days(), holidays_of()
    yearly = (each.partition("-") for each in entered if "/" in each)
    runs = (_yearly_run(first, last or first) for first, _dash, last in yearly)
    return BusinessCalendar(
        lambda day: national_holidays.is_holiday(day, country),
        frozenset().union(*runs),
        frozenset(date.fromisoformat(each) for each in entered if "/" not in each),
        weekend(),
    )


def _yearly_run(first: str, last: str) -> frozenset[tuple[int, int]]:
    (month, day), (until_month, until_day) = (map(int, each.split("/")) for each in (first, last))
    return yearly_run((month, day), (until_month, until_day))
