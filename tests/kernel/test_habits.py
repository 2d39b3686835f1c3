"""When somebody who hears weekly hears: days as a table, and against a calendar walked by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.habits import Habits, Ladder, next_weekly

MONDAY = date(2026, 11, 30)
HOLIDAY = MONDAY + timedelta(days=14)
WORKING = BusinessCalendar(lambda day: day == HOLIDAY)
STARTED_ON = date(2024, 4, 1)


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


def heard(
    ready: int,
    today: int,
    due: int = 30,
    scanned: int | None = None,
    weekday: int | None = 0,
    started: date = STARTED_ON,
) -> int:
    """How many days after that Monday a stage is heard of that is ready on a day."""
    habits = Habits(
        weekdays={} if weekday is None else {7: weekday},
        scanned_on=after(today - 1 if scanned is None else scanned),
    )
    day = habits.heard_on(
        *(7, after(due), False),
        ready_on=after(ready),
        today=after(today),
        started_on=started,
        calendar=WORKING,
    )
    return (day - MONDAY).days


@pytest.mark.parametrize(
    ("ready", "today", "said"),
    [
        (0, 0, 0),  # on the weekly day itself
        (-3, 0, 0),  # what came up since the last one
        (-3, 1, 7),  # a duty that is new on a Tuesday
        (1, 1, 7),
        (6, 1, 7),
        (8, 1, 11),  # the Monday after is a holiday, the open day before it a Friday
        (12, 1, 21),  # and what comes after that Friday waits for the next
    ],
)
def test_a_stage_waits_for_the_weekly_day(ready: int, today: int, said: int) -> None:
    assert heard(ready, today) == said
    assert heard(ready, today, weekday=None) == max(ready, today)


@pytest.mark.parametrize(
    ("ready", "today", "due", "said"),
    [
        (1, 1, 3, 3),  # due on a Thursday: not missed, however short the notice
        (3, 3, 3, 3),
        (1, 1, 5, 4),  # due on a Saturday: with the Friday's reminder of the due day
        (1, 1, 6, 4),
        (1, 1, 7, 7),
        (10, 10, 3, 10),  # late is late for everybody
    ],
)
def test_nothing_waits_beyond_its_due_day(ready: int, today: int, due: int, said: int) -> None:
    assert heard(ready, today, due) == said


@pytest.mark.parametrize(("scanned", "said"), [(-1, 2), (-4, 2), (0, 7), (1, 7)])
def test_a_weekly_day_on_which_nothing_ran_is_caught_up_with(scanned: int, said: int) -> None:
    assert heard(-5, 2, scanned=scanned) == said


def test_before_any_scan_a_weekly_day_since_the_start_counts() -> None:
    for started, said in ((0, 2), (1, 7)):
        day = Habits(weekdays={7: 0}).heard_on(
            *(7, after(30), False),
            ready_on=after(2),
            today=after(2),
            started_on=after(started),
            calendar=WORKING,
        )
        assert day == after(said)


def test_the_longest_stage_is_that_of_any_kind() -> None:
    assert Habits().longest == timedelta(days=30)
    assert Habits({"do_case": Ladder((7,))}).longest == timedelta(days=30)
    assert Habits({"do_case": Ladder((365, 0)), "x": Ladder(())}).longest == timedelta(days=365)


@given(st.integers(0, 6), st.integers(0, 400), st.sets(st.integers(0, 420), max_size=40))
def test_the_weekly_day_is_the_first_that_a_calendar_walked_by_day_finds(
    weekday: int, start: int, closed: set[int]
) -> None:
    calendar = BusinessCalendar(lambda day: (day - MONDAY).days in closed)

    def is_weekly(day: date) -> bool:
        """Open, and of its weekday, or before closed days that hold one."""
        if calendar.is_closed(day):
            return False
        while day.weekday() != weekday:
            day += timedelta(days=1)
            if not calendar.is_closed(day):
                return False
        return True

    walked = after(start)
    while not is_weekly(walked):
        walked += timedelta(days=1)
    assert next_weekly(after(start), weekday, calendar) == walked
