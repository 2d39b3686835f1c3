"""The company's working days: national holidays from jpholiday, plus its own."""

from datetime import date

import jpholiday
from sqlalchemy import select

from pms_tracker.database import Rows, session
from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.people.models import CompanyHoliday

# Customary closing days around New Year; a company's own list replaces them.
NEW_YEAR = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})

_READ = "company_holidays"


def is_national_holiday(day: date) -> bool:
    """Whether a day is a 国民の祝日, a substitute holiday or a 国民の休日."""
    return bool(jpholiday.is_holiday(day))


def company_holidays() -> Rows:
    """The days the company entered (会社休日), yearly ones first; read once per transaction."""
    found: Rows | None = session.info.get(_READ)
    if found is None:
        columns = (CompanyHoliday.id, CompanyHoliday.name)
        when = (CompanyHoliday.month, CompanyHoliday.day, CompanyHoliday.once_on)
        order = (CompanyHoliday.once_on.is_not(None), CompanyHoliday.once_on, *when[:2])
        found = session.execute(select(*columns, *when).order_by(*order)).all()
        session.info[_READ] = found
    return found


def forget_read() -> None:
    """Have the holidays read again, since they were changed in this transaction."""
    session.info.pop(_READ, None)


def business_calendar() -> BusinessCalendar:
    """The days on which the company works; New Year is closed until it enters days of its own."""
    entered = company_holidays()
    if not entered:
        return BusinessCalendar(is_national_holiday, company_holidays=NEW_YEAR)
    return BusinessCalendar(
        is_national_holiday,
        frozenset((each.month, each.day) for each in entered if each.month),
        frozenset(each.once_on for each in entered if each.once_on),
    )
