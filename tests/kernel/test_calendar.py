"""Open and closed days, and business-day counting."""

from datetime import date, timedelta

import jpholiday
import pytest
from hypothesis import given, strategies as st

from pms_tracker.kernel.calendar import BusinessCalendar, NoOpenDay, yearly_run

NEW_YEAR = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
OBON = frozenset({date(2026, 8, 13), date(2026, 8, 14)})
COMPANY = BusinessCalendar(jpholiday.is_holiday, NEW_YEAR, OBON)
WEEKENDS_ONLY = BusinessCalendar(lambda _day: False)

days = st.dates(date(2019, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2026, 11, 20), False),  # Friday
        (date(2026, 11, 21), True),  # Saturday
        (date(2026, 11, 22), True),  # Sunday
        (date(2026, 11, 23), True),  # Labour Thanksgiving Day, a Monday
        (date(2026, 11, 24), False),
        (date(2026, 9, 22), True),  # the day between two holidays
        (date(2026, 5, 6), True),  # substitute for Constitution Day, a Sunday
        (date(2026, 12, 28), False),
        (date(2026, 12, 29), True),  # company holidays of every year
        (date(2027, 12, 31), True),
        (date(2026, 8, 13), True),  # company holidays of one year
        (date(2027, 8, 13), False),
    ],
)
def test_weekends_national_and_company_holidays_are_closed(day: date, closed: bool) -> None:
    assert COMPANY.is_closed(day) is closed


@pytest.mark.parametrize(
    ("day", "following", "preceding"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), date(2026, 11, 24)),
        (date(2026, 11, 21), date(2026, 11, 24), date(2026, 11, 20)),
        (date(2026, 5, 3), date(2026, 5, 7), date(2026, 5, 1)),
        (date(2026, 12, 31), date(2027, 1, 4), date(2026, 12, 28)),
        (date(2025, 1, 1), date(2025, 1, 6), date(2024, 12, 27)),
    ],
)
def test_the_nearest_open_days_around_a_day(day: date, following: date, preceding: date) -> None:
    assert COMPANY.next_open(day) == following
    assert COMPANY.previous_open(day) == preceding


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),  # 0 is the day itself, closed or not
        (date(2026, 11, 20), 1, date(2026, 11, 24)),
        (date(2026, 11, 21), 1, date(2026, 11, 24)),
        (date(2026, 11, 24), -1, date(2026, 11, 20)),
        (date(2026, 11, 22), -1, date(2026, 11, 20)),
        (date(2026, 11, 24), 5, date(2026, 12, 1)),
        (date(2026, 12, 28), 1, date(2027, 1, 4)),
        (date(2027, 1, 4), -1, date(2026, 12, 28)),
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
    ],
)
def test_business_days_are_counted_from_the_day_after(day: date, n: int, expected: date) -> None:
    assert COMPANY.add_business_days(day, n) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 0),
        (date(2026, 11, 20), date(2026, 11, 24), 1),
        (date(2026, 11, 24), date(2026, 11, 20), -1),
        (date(2026, 11, 23), date(2026, 11, 20), -1),
        (date(2026, 12, 28), date(2027, 1, 5), 2),
    ],
)
def test_business_days_between_two_days(start: date, end: date, expected: int) -> None:
    assert COMPANY.business_days_between(start, end) == expected


@given(days, st.integers(-20, 20).filter(bool))
def test_counting_back_what_was_added_gives_the_same_number(day: date, n: int) -> None:
    reached = COMPANY.add_business_days(day, n)
    assert not COMPANY.is_closed(reached)
    assert COMPANY.business_days_between(day, reached) == n


@given(days)
def test_nothing_open_lies_between_a_day_and_its_nearest_open_days(day: date) -> None:
    first, last = COMPANY.previous_open(day), COMPANY.next_open(day)
    assert first <= day <= last
    opened = {
        d
        for d in (first + timedelta(days=i) for i in range((last - first).days + 1))
        if not COMPANY.is_closed(d)
    }
    assert opened == {first, last}


def test_a_calendar_without_company_holidays_knows_weekends_and_holidays_only() -> None:
    assert not WEEKENDS_ONLY.is_closed(date(2026, 1, 1))
    assert WEEKENDS_ONLY.next_open(date(2026, 11, 21)) == date(2026, 11, 23)


def test_a_calendar_that_never_opens_is_reported_instead_of_searched_for_ever() -> None:
    always_closed = BusinessCalendar(lambda _day: True)
    with pytest.raises(NoOpenDay):
        always_closed.next_open(date(2026, 11, 24))
    with pytest.raises(NoOpenDay):
        always_closed.add_business_days(date(2026, 11, 24), -1)


def test_a_closure_of_a_whole_year_still_finds_the_day_after_it() -> None:
    year = {date(2026, 1, 1) + timedelta(days=i) for i in range(365)}
    closed_for_a_year = BusinessCalendar(lambda _day: False, frozenset(), frozenset(year))
    assert closed_for_a_year.next_open(date(2026, 1, 1)) == date(2027, 1, 1)


@pytest.mark.parametrize("rule", [(2, 30), (4, 31), (0, 1), (13, 1), (1, 0)])
def test_a_yearly_closure_on_no_day_of_the_calendar_is_refused(rule: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=r"month|day"):
        BusinessCalendar(jpholiday.is_holiday, frozenset({rule}))


def test_a_yearly_closure_on_a_leap_day_holds_in_leap_years() -> None:
    calendar = BusinessCalendar(jpholiday.is_holiday, frozenset({(2, 29)}))
    assert calendar.is_closed(date(2024, 2, 29))
    assert not calendar.is_closed(date(2024, 2, 28))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ((12, 29), (1, 3), NEW_YEAR),
        ((8, 13), (8, 13), {(8, 13)}),
        ((2, 28), (3, 1), {(2, 28), (2, 29), (3, 1)}),
        ((12, 31), (12, 31), {(12, 31)}),
    ],
)
def test_a_rule_closes_the_same_days_of_every_year(
    first: tuple[int, int], last: tuple[int, int], days: set[tuple[int, int]]
) -> None:
    assert yearly_run(first, last) == days


def test_a_rule_from_one_day_to_the_one_before_is_the_whole_year() -> None:
    assert len(yearly_run((1, 2), (1, 1))) == 366


def test_a_rule_names_days_of_the_year() -> None:
    with pytest.raises(ValueError, match="day is out of range"):
        yearly_run((2, 30), (3, 1))
