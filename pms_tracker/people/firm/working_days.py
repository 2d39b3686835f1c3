"""The company's working days: national holidays from jpholiday, plus its own."""

from datetime import date

import jpholiday
from sqlalchemy import select

from pms_tracker.database import Rows, session
from pms_tracker.kernel.calendar import BusinessCalendar, yearly_run
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import CompanyHoliday


def is_national_holiday(day: date) -> bool:
    """Whether a day is a 国民の祝日, a substitute holiday or a 国民の休日."""
    return bool(jpholiday.is_holiday(day))


def holiday_name(day: date) -> str:
    """What a national holiday is called, as 憲法記念日 振替休日; empty on other days."""
    return jpholiday.is_holiday_name(day) or ""


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
    entered = people.closed_days()
    yearly = (each.partition("-") for each in entered if "/" in each)
    runs = (_yearly_run(first, last or first) for first, _dash, last in yearly)
    return BusinessCalendar(
        is_national_holiday,
        frozenset().union(*runs),
        frozenset(date.fromisoformat(each) for each in entered if "/" not in each),
    )


def _yearly_run(first: str, last: str) -> frozenset[tuple[int, int]]:
    (month, day), (until_month, until_day) = (map(int, each.split("/")) for each in (first, last))
    return yearly_run((month, day), (until_month, until_day))
