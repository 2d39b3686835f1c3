"""Of what happened a day is read without its year: the last such day up to today, month first."""

from datetime import date

import pytest

from pms_tracker.kernel.era_dates import DayNotRead, parse_day, parse_past_day

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12/1", date(2026, 12, 1)),
        ("１２／１", date(2026, 12, 1)),
        ("1/12", date(2026, 1, 12)),
        ("12/2", date(2025, 12, 2)),
        ("12月1日", date(2026, 12, 1)),
        ("12月1日(火)", date(2026, 12, 1)),
        ("11.24", date(2026, 11, 24)),
        ("2026/12/18", date(2026, 12, 18)),
        ("R8.11.24", date(2026, 11, 24)),
    ],
)
def test_it_is_of_this_year_or_the_last(typed: str, day: date) -> None:
    assert parse_past_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["13/1", "0/1", "2/29", "2/30", "12/", "12/1/1", "昨日", ""])
def test_what_is_no_day_is_none(typed: str) -> None:
    with pytest.raises(DayNotRead):
        parse_past_day(typed, TODAY)


def test_a_day_of_a_leap_year_is_read() -> None:
    assert parse_past_day("2/29", date(2028, 3, 1)) == date(2028, 2, 29)


def test_what_is_still_to_come_needs_its_year() -> None:
    with pytest.raises(DayNotRead):
        parse_day("12/1")
