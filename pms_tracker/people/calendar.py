"""The company's working days: national holidays from jpholiday, plus its own."""

from datetime import date

import jpholiday

from pms_tracker.kernel.calendar import BusinessCalendar

# Customary closing days around New Year; a company's own list replaces them.
NEW_YEAR = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})


def is_national_holiday(day: date) -> bool:
    """Whether a day is a 国民の祝日, a substitute holiday or a 国民の休日."""
    return bool(jpholiday.is_holiday(day))


def holiday_name(day: date) -> str:
    """What a national holiday is called, as 憲法記念日 振替休日; empty on other days."""
    return jpholiday.is_holiday_name(day) or ""


def business_calendar() -> BusinessCalendar:
    """The days on which the company works."""
    return BusinessCalendar(is_national_holiday, company_holidays=NEW_YEAR)
