"""Fiscal years: the day they start on, which one a day belongs to, and what they are called."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.locales.fiscal_years import (
    FiscalNaming,
    FiscalStart,
    fiscal_start,
    fiscal_year,
    fiscal_year_bounds,
    whole_months,
    year_name,
)

JANUARY, MARCH, APRIL, DECEMBER = (FiscalStart(month) for month in (1, 3, 4, 12))
# Of a firm in London, of one that closes on the 20th, and the last days that a month may have.
LONDON, CLOSES_20, JANUARY_31, FEBRUARY_28 = (
    FiscalStart(4, 6),
    FiscalStart(3, 21),
    FiscalStart(1, 31),
    FiscalStart(2, 28),
)
EVERY_START = [
    FiscalStart(each.month, each.day)
    for each in (date(2001, 1, 1) + timedelta(days=at) for at in range(365))
]
days = st.dates(date(2019, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "start", "expected"),
    [
        (date(2026, 3, 31), APRIL, 2025),
        (date(2026, 4, 1), APRIL, 2026),
        (date(2026, 12, 31), APRIL, 2026),
        (date(2027, 1, 1), APRIL, 2026),
        (date(2026, 1, 1), JANUARY, 2026),
        (date(2026, 12, 31), JANUARY, 2026),
        (date(2026, 11, 30), DECEMBER, 2025),
        (date(2026, 12, 1), DECEMBER, 2026),
        (date(2024, 2, 29), MARCH, 2023),
        (date(2026, 4, 5), LONDON, 2025),
        (date(2026, 4, 6), LONDON, 2026),
        (date(2027, 3, 20), CLOSES_20, 2026),
        (date(2027, 3, 21), CLOSES_20, 2027),
        (date(2026, 1, 30), JANUARY_31, 2025),
        (date(2026, 1, 31), JANUARY_31, 2026),
        (date(2024, 2, 28), FEBRUARY_28, 2024),
        (date(2024, 2, 29), FEBRUARY_28, 2024),
        (date(2024, 2, 27), FEBRUARY_28, 2023),
    ],
)
def test_a_fiscal_year_is_known_by_the_year_it_starts_in(
    day: date, start: FiscalStart, expected: int
) -> None:
    assert fiscal_year(day, start) == expected


@pytest.mark.parametrize(
    ("year", "start", "first", "last"),
    [
        (2026, APRIL, date(2026, 4, 1), date(2027, 3, 31)),
        (2026, JANUARY, date(2026, 1, 1), date(2026, 12, 31)),
        (2023, MARCH, date(2023, 3, 1), date(2024, 2, 29)),
        (2024, MARCH, date(2024, 3, 1), date(2025, 2, 28)),
        (2026, DECEMBER, date(2026, 12, 1), date(2027, 11, 30)),
        (2026, LONDON, date(2026, 4, 6), date(2027, 4, 5)),
        (2026, CLOSES_20, date(2026, 3, 21), date(2027, 3, 20)),
        (2026, JANUARY_31, date(2026, 1, 31), date(2027, 1, 30)),
        # With the leap day of either year.
        (2024, FEBRUARY_28, date(2024, 2, 28), date(2025, 2, 27)),
        (2023, FiscalStart(3, 1), date(2023, 3, 1), date(2024, 2, 29)),
        (2026, FiscalStart(12, 31), date(2026, 12, 31), date(2027, 12, 30)),
    ],
)
def test_a_fiscal_year_runs_twelve_months(
    year: int, start: FiscalStart, first: date, last: date
) -> None:
    assert fiscal_year_bounds(year, start) == (first, last)


@given(days, st.sampled_from(EVERY_START))
def test_every_day_lies_within_its_fiscal_year(day: date, start: FiscalStart) -> None:
    first, last = fiscal_year_bounds(fiscal_year(day, start), start)
    assert first <= day <= last
    assert fiscal_year_bounds(fiscal_year(day, start) + 1, start)[0] == last + timedelta(days=1)


@pytest.mark.parametrize(
    ("month", "day"), [(0, 1), (13, 1), (-1, 1), (4, 31), (2, 29), (2, 30), (1, 0), (1, 32)]
)
def test_a_fiscal_year_starts_on_a_day_of_every_year(month: int, day: int) -> None:
    with pytest.raises(BadInput, match="fiscal_start_not_yearly"):
        fiscal_start(month, day)
    with pytest.raises(ValueError, match=r"month|day"):
        FiscalStart(month, day)


@pytest.mark.parametrize("month", [1, 3, 5, 7, 8, 10, 12])
def test_a_fiscal_year_may_start_on_a_31st(month: int) -> None:
    assert fiscal_start(month, 31) == FiscalStart(month, 31)


@pytest.mark.parametrize(
    ("start", "naming", "expected"),
    [
        (APRIL, FiscalNaming.FIRST, "2026"),
        (LONDON, FiscalNaming.FIRST, "2026"),
        (LONDON, FiscalNaming.BOTH, "2026/27"),
        (FiscalStart(1, 2), FiscalNaming.BOTH, "2026/27"),
        # It ends in the year it starts in.
        (JANUARY, FiscalNaming.BOTH, "2026"),
    ],
)
def test_a_fiscal_year_is_called_by_one_year_or_two(
    start: FiscalStart, naming: FiscalNaming, expected: str
) -> None:
    assert year_name(2026, start, naming) == expected


def test_the_turn_of_a_century_is_named_by_two_figures() -> None:
    assert year_name(2099, LONDON, FiscalNaming.BOTH) == "2099/00"


@pytest.mark.parametrize(
    ("start", "first", "last", "month"),
    [
        (APRIL, date(2026, 4, 1), date(2027, 3, 31), 4),
        (LONDON, date(2026, 4, 1), date(2027, 3, 31), 4),
        (FiscalStart(4, 15), date(2026, 4, 1), date(2027, 3, 31), 4),
        (FiscalStart(4, 16), date(2026, 5, 1), date(2027, 4, 30), 5),
        (CLOSES_20, date(2026, 4, 1), date(2027, 3, 31), 4),
        (FiscalStart(12, 21), date(2027, 1, 1), date(2027, 12, 31), 1),
        (JANUARY_31, date(2026, 2, 1), date(2027, 1, 31), 2),
    ],
)
def test_what_is_counted_by_months_is_counted_of_the_nearest(
    start: FiscalStart, first: date, last: date, month: int
) -> None:
    assert whole_months(start.in_year(2026)) == (first, last)
    assert start.nearest_month == month
