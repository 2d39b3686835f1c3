"""The company's working days: two independent lists of Japan's holidays agree."""

from datetime import date, timedelta

import holidays
import pytest

from pms_tracker.people.calendar import business_calendar, is_national_holiday


@pytest.mark.parametrize("year", range(2019, 2036))
def test_our_holidays_agree_with_another_list(year: int) -> None:
    other = holidays.country_holidays("JP", years=year)
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    assert [day for day in days if is_national_holiday(day)] == [
        day for day in days if day in other
    ]


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2026, 9, 22), True),  # 国民の休日, between two holidays
        (date(2026, 5, 6), True),  # 振替休日
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),
        (date(2026, 12, 28), False),
        (date(2026, 12, 29), True),
        (date(2027, 1, 3), True),
        (date(2027, 1, 4), False),
    ],
)
def test_the_company_closes_on_holidays_and_around_new_year(day: date, closed: bool) -> None:
    assert business_calendar().is_closed(day) is closed
