"""Whom a late duty climbs to and when, and that the schedule foretells what scans say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.duty import Above, Duty
from pms_tracker.reminders.rules import Climb, Key, climbs, ledger_key, next_rung, schedule, to_say

DUE_ON = date(2026, 12, 16)  # a Wednesday
STARTED_ON = date(2024, 4, 1)
# A company that works Monday to Friday: heads of two units, a privacy manager, a representative.
WEEK = BusinessCalendar(lambda _: False)
ABOVE = Above({4: {21}, 5: {22}}, {31}, {41})
LATE = Duty("do_case", "CA-2026-001", 7, DUE_ON, unit_id=4)


def climbed(
    today: date,
    said: set[Key] | None = None,
    *duties: Duty,
    above: Above = ABOVE,
    started_on: date = STARTED_ON,
) -> list[Climb]:
    found = duties or (LATE,)
    return list(
        climbs(found, said or set(), above, until=today, started_on=started_on, calendar=WEEK)
    )


@pytest.mark.parametrize(
    ("day", "heard"),
    [
        (date(2026, 12, 16), []),
        (date(2026, 12, 18), []),
        (date(2026, 12, 20), []),  # a Sunday
        (date(2026, 12, 21), [(1, 3, 21)]),
        (date(2026, 12, 23), [(1, 3, 21)]),
        (date(2026, 12, 24), [(1, 3, 21), (2, 6, 31)]),
        (date(2026, 12, 29), [(1, 3, 21), (2, 6, 31)]),
        (date(2026, 12, 30), [(1, 3, 21), (2, 6, 31), (3, 10, 41)]),
        (date(2027, 12, 30), [(1, 3, 21), (2, 6, 31), (3, 10, 41)]),
    ],
)
def test_a_late_duty_climbs_after_three_six_and_ten_business_days(
    day: date, heard: list[tuple[int, int, int]]
) -> None:
    assert [(each.rung, each.stage, each.person_id) for each in climbed(day)] == heard
    legal = replace(LATE, legal=True)
    assert [(each.rung, each.stage, each.person_id) for each in climbed(day, None, legal)] == heard


def test_each_rung_is_said_once_whatever_happens_to_the_roles() -> None:
    later = DUE_ON + timedelta(days=60)
    said = {each.key for each in climbed(later)}
    assert len(said) == 3
    assert climbed(later, said) == []
    exchanged = Above({4: {31}}, {21}, {41})
    assert climbed(later, said, above=exchanged) == []
    (new,) = climbed(later, said, above=Above({4: {23}}, {31}, {41}))
    assert (new.rung, new.person_id) == (1, 23)


def test_who_stands_on_several_rungs_hears_once_and_nobody_of_their_own() -> None:
    later = DUE_ON + timedelta(days=60)
    both = Above({4: {31}}, {31}, {41})
    assert [(each.rung, each.person_id) for each in climbed(later, above=both)] == [
        (1, 31),
        (3, 41),
    ]
    own = Above({4: {7}}, {31}, {7})
    assert [(each.rung, each.person_id) for each in climbed(later, above=own)] == [(2, 31)]


def test_a_duty_several_share_climbs_as_one_and_names_them_all() -> None:
    shared = replace(LATE, person_id=8)
    later = DUE_ON + timedelta(days=5)
    (found,) = climbed(later, None, LATE, shared)
    assert (found.owners, found.person_id) == ((7, 8), 21)
    assert climbed(later, None, LATE, replace(LATE, person_id=21)) == []


def test_what_everybody_owes_climbs_to_each_head_for_their_own_unit() -> None:
    """Whoever stands above all units hears of all at once, though they head one of them."""
    read = [
        replace(LATE, kind="acknowledge_policy", person_id=n, unit_id=4 + n % 2) for n in range(4)
    ]
    later = DUE_ON + timedelta(days=60)
    heard = {(each.rung, each.person_id): each.owners for each in climbed(later, None, *read)}
    assert heard == {
        (1, 21): (0, 2),
        (1, 22): (1, 3),
        (2, 31): (0, 1, 2, 3),
        (3, 41): (0, 1, 2, 3),
    }
    manages = Above({4: {31}, 5: {22}}, {31}, {41})
    found = climbed(later, None, *read, above=manages)
    assert [(each.rung, each.person_id) for each in found] == [(1, 22), (2, 31), (3, 41)]


def test_a_duty_of_no_unit_begins_at_the_privacy_manager() -> None:
    later = DUE_ON + timedelta(days=60)
    of_the_company = replace(LATE, unit_id=None)
    assert [each.rung for each in climbed(later, None, of_the_company)] == [2, 3]


def test_what_was_late_before_the_start_climbs_from_that_day_on_and_alarms_no_representative() -> (
    None
):
    started_on = date(2027, 3, 1)  # a Monday
    days = [started_on + timedelta(days=n) for n in range(15)]
    counts = [len(climbed(day, started_on=started_on)) for day in days]
    assert counts == [0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2]


def test_the_next_rung_is_announced_with_its_day() -> None:
    def ahead(said: set[Key]) -> list[tuple[int, date, int]]:
        found = next_rung([LATE], said, ABOVE, started_on=STARTED_ON, calendar=WEEK)
        return [(each.rung, each.on, each.person_id) for each in found]

    assert ahead(set()) == [(1, date(2026, 12, 21), 21)]
    assert ahead({each.key for each in climbed(date(2026, 12, 21))}) == [
        (2, date(2026, 12, 24), 31)
    ]
    assert ahead({each.key for each in climbed(date(2027, 12, 21))}) == []


@given(
    st.sets(st.integers(-5, 40), max_size=12),
    st.integers(0, 20),
    st.lists(st.sets(st.integers(1, 6)), min_size=3, max_size=3),
    st.sets(st.integers(1, 6), min_size=1),
)
def test_whatever_days_the_server_ran_everybody_above_hears_once(
    runs: set[int], started_late: int, rungs: list[set[int]], owners: set[int]
) -> None:
    above = Above({4: rungs[0]}, rungs[1], rungs[2])
    duties = [replace(LATE, person_id=each) for each in owners]
    started_on = DUE_ON + timedelta(days=started_late)
    said: set[Key] = set()
    heard: list[int] = []
    for day in sorted(runs):
        today = DUE_ON + timedelta(days=day)
        for each in climbed(today, said, *duties, above=above, started_on=started_on):
            said.add(each.key)
            heard.append(each.person_id)
            assert WEEK.business_days_between(max(DUE_ON, started_on), today) >= each.stage
    assert len(heard) == len(set(heard))
    assert not set(heard) & owners
    # What was late before the start is told up to the privacy manager.
    told = rungs[:-1] if started_late else rungs
    if runs and max(runs) >= started_late + 14:
        assert set(heard) == set().union(*told) - owners


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.integers(-40, 40), st.integers(1, 4)), min_size=1, max_size=4),
    st.integers(0, 60),
)
def test_the_schedule_is_what_thirty_scans_would_say(
    many: list[tuple[int, int]], started_ago: int
) -> None:
    """The oracle scans day by day and notes what it said."""
    duties = [
        replace(LATE, reference=f"CA-2026-{n:03}", person_id=who, due_on=DUE_ON + timedelta(days))
        for n, (days, who) in enumerate(many)
    ]
    above, begun = Above({4: {1, 21}}, {2}, {41}), DUE_ON - timedelta(days=started_ago)
    until = DUE_ON + timedelta(days=30)
    said: set[Key] = set()
    told = []
    for day in (DUE_ON + timedelta(days=n) for n in range(31)):
        for due in to_say(duties, said, today=day, started_on=begun, calendar=WEEK):
            told.append((day, *ledger_key(due.duty, due.stage)))
            said.update(ledger_key(due.duty, stage) for stage in (due.stage, *due.overtaken))
        for each in climbs(duties, said, above, until=day, started_on=begun, calendar=WEEK):
            told.append((day, *each.key))
        said.update(key for _day, *key_ in told for key in [tuple(key_)])
    found = schedule(
        duties, set(), above, today=DUE_ON, until=until, started_on=begun, calendar=WEEK
    )
    foretold = [
        (
            max(each.on, DUE_ON),
            *(each.key if isinstance(each, Climb) else ledger_key(each.duty, each.stage)),
        )
        for each in found
    ]
    assert sorted(foretold) == sorted(told)
    assert [day for day, *_rest in foretold] == sorted(day for day, *_rest in foretold)
