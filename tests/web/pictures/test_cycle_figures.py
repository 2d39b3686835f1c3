"""The sums behind the overview's charts: medians, quarters, and how near a due day is."""

import statistics
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from pms_tracker.web.pictures.cycle_figures import Time, by_due, median
from tests.cast import TODAY


@given(st.lists(st.integers(0, 400), min_size=1, max_size=40))
def test_the_median_is_that_of_the_values_one_by_one(values: list[int]) -> None:
    counts = {value: values.count(value) for value in set(values)}
    assert median(counts) == int(statistics.median(values) + 0.5)
    assert median({}) is None


@given(st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(1, 9)))
def test_what_is_due_is_late_or_soon_or_later(dues: dict[date, int]) -> None:
    assert sum(by_due(dues, TODAY)) == sum(dues.values())


@pytest.mark.parametrize(
    ("today", "quarters"),
    [
        (TODAY, ((2025, 10), (2026, 1), (2026, 4), (2026, 7), (2026, 10))),
        (date(2027, 1, 1), ((2026, 1), (2026, 4), (2026, 7), (2026, 10), (2027, 1))),
        # Seen later, the year ends with its own last quarter.
        (date(2030, 1, 1), ((2026, 1), (2026, 4), (2026, 7), (2026, 10), (2027, 1))),
    ],
)
def test_the_quarters_end_with_today_or_with_the_year(
    today: date, quarters: tuple[tuple[int, int], ...]
) -> None:
    time = Time(date(2026, 4, 1), date(2027, 3, 31), today)
    assert [(day.year, day.month) for day in time.quarters] == list(quarters)
    assert time.quarter_of(time.quarters[-1] + timedelta(days=80)) == 4
    assert time.quarter_of(time.quarters[0] - timedelta(days=1)) is None
    assert time.since == min(time.first, time.quarters[0])
