"""Deadlines with their own counting, legal deadlines, and the ladder of reminders."""

from datetime import date, timedelta
from itertools import islice

import jpholiday
import pytest
from hypothesis import given, strategies as st

from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.due_dates import (
    EVERY,
    LADDER,
    Counting,
    Deadline,
    OnClosedDay,
    Stages,
    add_months,
    last_day,
    latest_stage,
    leak_final_report_due,
    pmark_window,
    send_on,
    stages,
)

NEW_YEAR = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
COMPANY = BusinessCalendar(jpholiday.is_holiday, NEW_YEAR, frozenset({date(2026, 9, 30)}))
DUE = date(2026, 12, 1)
LONG_AGO = date(2020, 4, 1)
YEARS_OVERDUE = (date(2023, 4, 1), date(2026, 11, 24))  # a policy review and the start day

days = st.dates(date(2019, 1, 1), date(2035, 12, 31))
deadlines = st.builds(
    Deadline, st.sampled_from(Counting), st.integers(0, 40), st.sampled_from(OnClosedDay)
)
near = st.integers(-120, 120).map(lambda n: date(2026, 11, 24) + timedelta(days=n))
ladders = st.sets(st.integers(0, 40), max_size=5).map(tuple)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2022, 4, 1), 12, date(2023, 4, 1)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
        (date(2100, 1, 31), 1, date(2100, 2, 28)),
    ],
)
def test_a_month_too_short_ends_on_its_last_day(day: date, n: int, expected: date) -> None:
    assert add_months(day, n) == expected


@pytest.mark.parametrize(
    ("begins_on", "months", "expected"),
    [
        (date(2026, 4, 1), 12, date(2027, 3, 31)),
        (date(2026, 11, 24), 1, date(2026, 12, 23)),
        # There is no 31 June: its last day ends the period.
        (date(2026, 3, 31), 3, date(2026, 6, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
    ],
)
def test_a_period_ends_the_day_before_it_would_begin_anew(
    begins_on: date, months: int, expected: date
) -> None:
    assert last_day(begins_on, months) == expected


@given(days, st.integers(-240, 240))
def test_months_added_move_the_month_by_that_number_and_never_the_day_on(day: date, n: int) -> None:
    moved = add_months(day, n)
    assert (moved.year - day.year) * 12 + moved.month - day.month == n
    assert moved.day == day.day or (
        moved.day < day.day and (moved + timedelta(days=1)).month != moved.month
    )


@pytest.mark.parametrize(
    ("counting", "amount", "on_closed", "start", "expected"),
    [
        ("calendar_days", 14, "keep", date(2026, 11, 8), date(2026, 11, 22)),
        ("calendar_days", 14, "next_open", date(2026, 11, 8), date(2026, 11, 24)),
        ("calendar_days", 14, "previous_open", date(2026, 11, 8), date(2026, 11, 20)),
        ("calendar_days", 0, "next_open", date(2026, 11, 21), date(2026, 11, 24)),
        ("calendar_days", 1, "previous_open", date(2026, 11, 19), date(2026, 11, 20)),
        # No open day since the start: not moved before it.
        ("calendar_days", 1, "previous_open", date(2026, 11, 21), date(2026, 11, 22)),
        ("business_days", 5, "keep", date(2026, 11, 20), date(2026, 11, 30)),
        ("business_days", 1, "keep", date(2026, 9, 29), date(2026, 10, 1)),
        ("business_days", 0, "keep", date(2026, 11, 21), date(2026, 11, 21)),
        ("business_days", 0, "next_open", date(2026, 11, 21), date(2026, 11, 24)),
        ("months", 1, "keep", date(2026, 1, 31), date(2026, 2, 28)),
        ("months", 1, "next_open", date(2026, 1, 31), date(2026, 3, 2)),
        ("months", 1, "previous_open", date(2026, 1, 31), date(2026, 2, 27)),
        ("months", 12, "keep", date(2024, 2, 29), date(2025, 2, 28)),
        ("months", 1, "next_open", date(2026, 12, 1), date(2027, 1, 4)),
    ],
)
def test_a_deadline_counts_its_own_way(
    counting: str, amount: int, on_closed: str, start: date, expected: date
) -> None:
    deadline = Deadline(Counting(counting), amount, OnClosedDay(on_closed))
    assert deadline.due_on(start, COMPANY) == expected


@given(deadlines, days)
def test_no_deadline_lies_before_its_start(deadline: Deadline, start: date) -> None:
    assert deadline.due_on(start, COMPANY) >= start


@given(deadlines, days)
def test_a_deadline_moved_to_the_next_open_day_is_open(deadline: Deadline, start: date) -> None:
    moved = Deadline(deadline.counting, deadline.amount, OnClosedDay.NEXT_OPEN)
    assert not COMPANY.is_closed(moved.due_on(start, COMPANY))


def test_a_negative_deadline_is_refused() -> None:
    with pytest.raises(ValueError, match="before its start"):
        Deadline(Counting.MONTHS, -1, OnClosedDay.KEEP)


@pytest.mark.parametrize(
    ("known_on", "days_allowed", "expected"),
    [
        (date(2026, 9, 1), 30, date(2026, 9, 30)),
        (date(2026, 9, 1), 60, date(2026, 10, 30)),
        (date(2024, 1, 31), 30, date(2024, 2, 29)),
        (date(2026, 10, 23), 30, date(2026, 11, 24)),  # Saturday, Sunday, holiday on a Monday
        (date(2026, 4, 4), 30, date(2026, 5, 7)),  # Sunday and three holidays
        (date(2026, 8, 22), 30, date(2026, 9, 24)),  # Sunday to Wednesday off
        (date(2026, 11, 29), 30, date(2026, 12, 28)),  # the last working day of offices
        (date(2026, 11, 30), 30, date(2027, 1, 4)),  # 29 December
        (date(2026, 12, 5), 30, date(2027, 1, 4)),  # 3 January
        (date(2026, 11, 2), 60, date(2027, 1, 4)),  # 31 December
        (date(2024, 11, 30), 30, date(2025, 1, 6)),  # 4 January is a Saturday
    ],
)
def test_the_final_report_of_a_leak_counts_the_day_of_knowing_as_day_one(
    known_on: date, days_allowed: int, expected: date
) -> None:
    assert leak_final_report_due(known_on, days_allowed, jpholiday.is_holiday) == expected


@pytest.mark.parametrize("days_allowed", [0, 29, 31, 59])
def test_the_law_knows_no_other_period(days_allowed: int) -> None:
    with pytest.raises(ValueError, match="30 or 60"):
        leak_final_report_due(date(2026, 9, 1), days_allowed, jpholiday.is_holiday)


@given(days, st.sampled_from([30, 60]))
def test_the_final_report_is_never_due_early_nor_on_a_closed_day(known_on: date, n: int) -> None:
    due_on = leak_final_report_due(known_on, n, jpholiday.is_holiday)
    counted = known_on + timedelta(days=n - 1)
    tried = [counted + timedelta(days=i) for i in range((due_on - counted).days + 1)]
    closed = [
        d.weekday() > 4 or jpholiday.is_holiday(d) or (d.month, d.day) in NEW_YEAR for d in tried
    ]
    assert closed == [True] * (len(tried) - 1) + [False]


@pytest.mark.parametrize(
    ("expires_on", "first", "last"),
    [
        (date(2024, 12, 1), date(2024, 4, 2), date(2024, 8, 1)),
        (date(2025, 1, 14), date(2024, 5, 15), date(2024, 9, 17)),  # Saturday before a holiday
        (date(2026, 10, 31), date(2026, 3, 1), date(2026, 6, 30)),  # eight months back: 28 February
        (date(2024, 6, 30), date(2023, 10, 31), date(2024, 2, 29)),
        (date(2027, 4, 30), date(2026, 8, 31), date(2026, 12, 30)),  # no new-year closure assumed
    ],
)
def test_the_renewal_window_of_a_pmark(expires_on: date, first: date, last: date) -> None:
    assert pmark_window(expires_on, jpholiday.is_holiday) == (first, last)


@pytest.mark.parametrize(
    ("started_on", "expected"),
    [
        (date(2026, 11, 1), [-30, -14, -7, -1, 0, 7]),
        (date(2026, 11, 2), [-14, -7, -1, 0, 7, 14]),
        (date(2026, 12, 1), [0, 7, 14, 21, 28, 35]),
        (date(2026, 12, 2), [1, 8, 15, 22, 29, 36]),
    ],
)
def test_no_stage_falls_before_the_start_day(started_on: date, expected: list[int]) -> None:
    found = [stage for stage, _ in islice(stages(DUE, started_on), 6)]
    assert found == expected


@pytest.mark.parametrize(
    ("ladder", "every", "expected"),
    [
        (LADDER, EVERY, [-30, -14, -7, -1, 0, 7, 14, 21]),
        ((3, 10, 3), 5, [-10, -3, 5, 10, 15]),
        ((), 1, [1, 2, 3]),
    ],
)
def test_the_ladder_leads_to_the_due_day_and_then_repeats(
    ladder: tuple[int, ...], every: int, expected: list[int]
) -> None:
    found = islice(stages(DUE, LONG_AGO, ladder, every), len(expected))
    assert list(found) == [(stage, DUE + timedelta(days=stage)) for stage in expected]


@pytest.mark.parametrize(("ladder", "every"), [((7, -1), 7), ((7,), 0), ((), -7)])
def test_a_ladder_that_makes_no_sense_is_refused(ladder: tuple[int, ...], every: int) -> None:
    with pytest.raises(ValueError, match="rungs"):
        stages(DUE, LONG_AGO, ladder, every)


@pytest.mark.parametrize(
    ("stage_on", "started_on", "legal", "expected"),
    [
        (date(2026, 11, 23), LONG_AGO, False, date(2026, 11, 20)),
        (date(2026, 11, 23), LONG_AGO, True, date(2026, 11, 23)),
        (date(2026, 9, 30), LONG_AGO, False, date(2026, 9, 29)),  # a company holiday
        (date(2027, 1, 2), LONG_AGO, False, date(2026, 12, 28)),
        (date(2026, 11, 23), date(2026, 11, 21), False, date(2026, 11, 21)),
        (date(2026, 11, 23), date(2026, 11, 23), False, date(2026, 11, 23)),
    ],
)
def test_a_closed_day_is_mailed_on_the_business_day_before_unless_legal(
    stage_on: date, started_on: date, legal: bool, expected: date
) -> None:
    assert send_on(stage_on, started_on, COMPANY, legal=legal) == expected


@pytest.mark.parametrize(
    ("due_on", "started_on", "today", "latest", "overtaken"),
    [
        (DUE, LONG_AGO, date(2026, 10, 29), None, ()),
        (DUE, LONG_AGO, date(2026, 10, 30), -30, ()),  # 1 November is a Sunday
        (DUE, LONG_AGO, date(2026, 11, 17), -14, (-30,)),
        (DUE, LONG_AGO, date(2026, 11, 30), -1, (-30, -14, -7)),
        (DUE, LONG_AGO, date(2026, 12, 1), 0, (-30, -14, -7, -1)),
        (DUE, LONG_AGO, date(2026, 12, 7), 0, (-30, -14, -7, -1)),
        (DUE, LONG_AGO, date(2026, 12, 8), 7, (-30, -14, -7, -1, 0)),
        (*YEARS_OVERDUE, date(2026, 11, 23), None, ()),
        (*YEARS_OVERDUE, date(2026, 11, 24), 1333, ()),
        (*YEARS_OVERDUE, date(2026, 11, 30), 1333, ()),
        (*YEARS_OVERDUE, date(2026, 12, 1), 1340, (1333,)),
    ],
)
def test_only_the_latest_stage_is_mailed_and_earlier_ones_are_overtaken(
    due_on: date, started_on: date, today: date, latest: int | None, overtaken: tuple[int, ...]
) -> None:
    assert latest_stage(due_on, today, started_on, COMPANY) == Stages(latest, overtaken)


@pytest.mark.parametrize(
    ("legal", "expected"), [(False, Stages(0, (-7, -1))), (True, Stages(-7, ()))]
)
def test_stages_that_share_a_business_day_give_one_letter(legal: bool, expected: Stages) -> None:
    sunday, friday = date(2026, 11, 29), date(2026, 11, 27)
    found = latest_stage(sunday, friday, LONG_AGO, COMPANY, legal=legal, ladder=(7, 1, 0))
    assert found == expected


def _reached_by_trying_every_day(
    due_on: date, today: date, started_on: date, ladder: tuple[int, ...], every: int, legal: bool
) -> list[int]:
    """The same rule told slowly: ask each day from the start on whether a stage falls on it."""
    origin = max(due_on, started_on)
    reached = []
    for ahead in range((today - started_on).days + 30):
        day = started_on + timedelta(days=ahead)
        stage = (day - due_on).days
        weekly = day >= origin and (day - origin).days % every == 0
        first_weekly = day == origin and due_on >= started_on
        if not (-stage in ladder or (weekly and not first_weekly)):
            continue
        sent = day
        while not legal and COMPANY.is_closed(sent) and sent > started_on:
            sent -= timedelta(days=1)
        if sent <= today and today >= started_on:
            reached.append(stage)
    return reached


def _told(found: Stages) -> list[int]:
    return [*found.overtaken, *([] if found.latest is None else [found.latest])]


@given(near, near, near, ladders, st.integers(1, 40), st.booleans())
def test_the_stages_reached_are_those_found_by_trying_every_day(
    due_on: date, today: date, started_on: date, ladder: tuple[int, ...], every: int, legal: bool
) -> None:
    expected = _reached_by_trying_every_day(due_on, today, started_on, ladder, every, legal)
    found = latest_stage(
        due_on, today, started_on, COMPANY, legal=legal, ladder=ladder, every=every
    )
    assert _told(found) == expected


@given(near, near, st.sets(st.integers(0, 60), min_size=1))
def test_days_off_lose_no_stage_and_change_none_already_told(
    due_on: date, started_on: date, days_on: set[int]
) -> None:
    ledger: list[int] = []
    for ahead in sorted(days_on):
        today = started_on + timedelta(days=ahead)
        told = _told(latest_stage(due_on, today, started_on, COMPANY))
        assert told[: len(ledger)] == ledger
        ledger = told
