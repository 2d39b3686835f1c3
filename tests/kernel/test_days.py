"""Days never in the future, runs of days in addresses, and how near a due day is."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from pms_tracker.kernel.days import Days, Due, parse_days, refuse_future
from pms_tracker.kernel.errors import RuleBroken

APRIL, MARCH = date(2026, 4, 1), date(2027, 3, 31)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-04-01..2027-03-31", Days(APRIL, MARCH)),
        ("2026-04-01..", Days(APRIL, None)),
        ("..2027-03-31", Days(None, MARCH)),
        ("2026-04-01..2026-04-01", Days(APRIL, APRIL)),
        ("2027-03-31..2026-04-01", None),
        ("..", None),
        ("", None),
        ("2026-04-01", None),
        ("2026-04-01..x", None),
        ("20260401..", None),
        ("2026-02-30..", None),
        ("2026-04-01..2027-03-31..", None),
        (" 2026-04-01..", None),
        ("２０２６-04-01..", None),
    ],
)
def test_a_run_of_days_is_read_strictly(text: str, days: Days | None) -> None:
    assert parse_days(text) == days


sides = st.none() | st.dates()


@given(sides, sides)
def test_what_is_written_is_read_back(first: date | None, last: date | None) -> None:
    days = Days(first, last)
    right = days != Days() and not (first and last and last < first)
    assert parse_days(str(days)) == (days if right else None)


@given(st.text())
def test_nothing_typed_breaks_the_reading(text: str) -> None:
    found = parse_days(text)
    assert found is None or str(found) == text


@given(st.integers(-400, 400))
def test_every_due_day_is_late_soon_or_later(ahead: int) -> None:
    today = date(2026, 11, 24)
    found = [due for due in Due if today + timedelta(days=ahead) in due.days(today)]
    assert found == [Due.LATE if ahead < 0 else Due.SOON if ahead <= 7 else Due.LATER]


@pytest.mark.parametrize("days", [0, -1, -400])
def test_the_day_of_a_record_may_be_past(days: int) -> None:
    refuse_future(APRIL + timedelta(days=days), APRIL)


@pytest.mark.parametrize("days", [1, 400])
def test_the_day_of_a_record_is_never_in_the_future(days: int) -> None:
    with pytest.raises(RuleBroken, match="day_in_future"):
        refuse_future(APRIL + timedelta(days=days), APRIL)


def test_a_run_of_days_is_moved_with_its_open_sides() -> None:
    week = timedelta(days=7)
    assert Days(date(2026, 1, 31), None).moved(week) == Days(date(2026, 2, 7), None)
    assert Days(None, date(2024, 3, 7)).moved(-week) == Days(None, date(2024, 2, 29))
