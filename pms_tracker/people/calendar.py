"""The company's working days: national holidays from jpholiday, plus its own."""

from datetime import date

import jpholiday
from sqlalchemy import select

from pms_tracker.database import Rows, session
from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.people import people
from pms_tracker.people.models import CompanyHoliday

# Customary closing days around New Year; a company's own list replaces them.
NEW_YEAR = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})


def is_national_holiday(day: date) -> bool:
    """Whether a day is a 国民の祝日, a substitute holiday or a 国民の休日."""
    return bool(jpholiday.is_holiday(day))


def holiday_name(day: date) -> str:
    """What a national holiday is called, as 憲法記念日 振替休日; empty on other days."""
    return jpholiday.is_holiday_name(day) or ""


def company_holidays() -> Rows:
    """The days the company entered (会社休日), yearly ones first."""
    columns = (CompanyHoliday.id, CompanyHoliday.name)
    when = (CompanyHoliday.month, CompanyHoliday.day, CompanyHoliday.once_on)
    order = (CompanyHoliday.once_on.is_not(None), CompanyHoliday.once_on, *when[:2])
    return session.execute(select(*columns, *when).order_by(*order)).all()


def business_calendar() -> BusinessCalendar:
    """The days on which the company works; New Year is closed until it enters days of its own.

    They are read along with the company, once per transaction.
    """
    entered = people.closed_days()
    if not entered:
        return BusinessCalendar(is_national_holiday, company_holidays=NEW_YEAR)
    yearly = [each.split("/") for each in entered if "/" in each]
    return BusinessCalendar(
        is_national_holiday,
        frozenset((int(month), int(day)) for month, day in yearly),
        frozenset(date.fromisoformat(each) for each in entered if "/" not in each),
    )
