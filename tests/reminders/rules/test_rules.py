"""Which stages are said now, and which were overtaken: days as a table, without a database."""

from datetime import date, timedelta
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.habits import Habits, Ladder
from pms_tracker.reminders.rules.reminder_rules import Due, Key, coming, ledger_key, to_say

OPEN = BusinessCalendar(lambda _: False)
DUE_ON = date(2026, 12, 16)  # a Wednesday
STARTED_ON = date(2024, 4, 1)
DUTY = Duty("do_case", "CA-2026-001", 7, DUE_ON)


def say(
    today: date, said: set[Key] | None = None, duty: Duty = DUTY, started_on: date = STARTED_ON
) -> list[Due]:
    return to_say([duty], said or set(), today=today, started_on=started_on, calendar=OPEN)


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (-31, None),
        (-30, -30),
        (-29, -30),
        (-14, -14),
        (-8, -14),
        (-7, -7),
        (-1, -1),
        (0, 0),
        (6, 0),
        (7, 7),
        (13, 7),
        (14, 14),
    ],
)
def test_the_latest_stage_that_was_reached_is_said(days: int, stage: int | None) -> None:
    found = say(DUE_ON + timedelta(days=days))
    assert [due.stage for due in found] == ([] if stage is None else [stage])


def test_a_stage_that_was_said_is_not_said_again() -> None:
    today = DUE_ON - timedelta(days=7)
    assert say(today, {ledger_key(DUTY, -7)}) == []


def test_only_what_was_not_said_yet_is_overtaken() -> None:
    (due,) = say(DUE_ON, {ledger_key(DUTY, -30), ledger_key(DUTY, -7)})
    assert (due.stage, due.overtaken) == (0, (-14, -1))


def test_another_day_person_or_kind_is_another_duty() -> None:
    said = {ledger_key(DUTY, 0)}
    moved = Duty(DUTY.kind, DUTY.reference, 7, DUE_ON + timedelta(days=1))
    for other in (moved, Duty("do_case", "CA-2026-001", 8, DUE_ON), Duty("x", "x", 7, DUE_ON)):
        assert len(say(DUE_ON + timedelta(days=1), said, other)) == 1


def test_what_was_overdue_before_the_start_has_its_first_stage_that_day() -> None:
    started_on = DUE_ON + timedelta(days=700)
    (due,) = say(started_on, started_on=started_on)
    assert (due.stage, due.overtaken) == (700, ())


def test_other_stages_say_the_latest_reached_and_repeat_nothing() -> None:
    """Mailed at −14 of the old stages; then the company sets others."""
    said = {ledger_key(DUTY, -30), ledger_key(DUTY, -14)}

    def stages(days: int, ladder: Ladder) -> list[tuple[int, tuple[int, ...]]]:
        found = to_say(
            [DUTY],
            said,
            today=DUE_ON + timedelta(days=days),
            started_on=STARTED_ON,
            calendar=OPEN,
            habits=Habits({DUTY.kind: ladder}),
        )
        return [(due.stage, due.overtaken) for due in found]

    assert stages(-9, Ladder((60, 45, 20))) == []
    assert stages(-9, Ladder((60, 45, 10))) == [(-10, (-60, -45))]
    assert stages(-9, Ladder(())) == []
    assert stages(4, Ladder((), 3)) == [(3, ())]
    said.add(ledger_key(DUTY, 21))
    assert stages(25, Ladder((), 10)) == []
    assert stages(30, Ladder((), 10)) == [(30, (10, 20))]
    assert stages(-9, Ladder((10,))) == []


@given(st.sets(st.integers(-40, 60), max_size=8), st.integers(0, 60), st.booleans())
def test_whatever_days_the_server_ran_nothing_is_said_twice(
    runs: set[int], started_late: int, legal: bool
) -> None:
    duty = Duty("do_case", "CA-2026-001", 7, DUE_ON, legal=legal)
    started_on = DUE_ON - timedelta(days=started_late)
    said: set[Key] = set()
    mailed: list[int] = []
    for day in sorted(runs):
        today = DUE_ON + timedelta(days=day)
        if today < started_on:
            continue
        for due in say(today, said, duty, started_on):
            keys = {ledger_key(duty, stage) for stage in (*due.overtaken, due.stage)}
            assert not keys & said
            said |= keys
            mailed.append(due.stage)
        assert say(today, said, duty, started_on) == []
    assert mailed == sorted(set(mailed))


@settings(deadline=None, max_examples=50)
@given(
    due_in=st.integers(-80, 80),
    started=st.integers(-120, 60),
    closed=st.sets(st.integers(0, 4), max_size=4),
    legal=st.booleans(),
    heard=st.booleans(),
    weekday=st.none() | st.integers(0, 4),
    ladder=st.just(Ladder()) | st.builds(Ladder, st.sets(st.integers(0, 90)), st.integers(1, 20)),
)
def test_what_is_announced_is_what_will_be_said(
    due_in: int,
    started: int,
    closed: set[int],
    legal: bool,
    heard: bool,
    weekday: int | None,
    ladder: Ladder,
) -> None:
    """The oracle scans day by day and notes what it said, as the server does."""
    today = DUE_ON
    duty = Duty("do_case", "CA-2026-001", 7, today + timedelta(days=due_in), legal=legal)
    begun = today + timedelta(days=started)
    calendar = BusinessCalendar(lambda day: day.weekday() in closed)
    said: set[Key] = set()

    def asked(day: date) -> dict[str, Any]:
        weekdays = {} if weekday is None else {duty.person_id: weekday}
        habits = Habits({duty.kind: ladder}, weekdays, scanned_on=day - timedelta(days=1))
        return {"today": day, "started_on": begun, "calendar": calendar, "habits": habits}

    def scan(day: date) -> bool:
        found = [] if day < begun else to_say([duty], said, **asked(day))
        said.update(
            ledger_key(duty, stage) for due in found for stage in (due.stage, *due.overtaken)
        )
        return bool(found)

    if heard:
        scan(today)
    known = set(said)
    days = [today + timedelta(days=n) for n in range(120)]
    told = [day for day in days if scan(day)][:2]
    ahead = coming(duty, known, **asked(today))
    announced = list(islice(ahead, 2))
    assert [each.on for each in announced] == told
