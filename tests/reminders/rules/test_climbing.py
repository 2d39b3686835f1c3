"""Whom a late duty climbs to and when, and that the schedule foretells what scans say."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.duty import Above, Duty, Level, Standing
from pms_tracker.reminders.rules.climb_rules import Climb, Key, climbs, line_above
from pms_tracker.reminders.rules.reminder_rules import ledger_key, schedule, to_say

DUE_ON = date(2026, 12, 16)  # a Wednesday
STARTED_ON = date(2024, 4, 1)
# A company that works Monday to Friday: heads of two units, a privacy manager, a representative.
WEEK = BusinessCalendar(lambda _: False)


def everywhere(_person_id: int) -> Standing:
    """Everybody works in both units and heads nothing, unless a test says otherwise."""
    return Standing(works_in=frozenset({4, 5}))


def standing(
    heads: dict[int, set[int]], managers: set[int], top: set[int], auditing: Collection[int] = ()
) -> Above:
    return Above(heads, managers, top, auditing, everywhere)


ABOVE = standing({4: {21}, 5: {22}}, {31}, {41})
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
    exchanged = standing({4: {31}}, {21}, {41})
    assert climbed(later, said, above=exchanged) == []
    (new,) = climbed(later, said, above=standing({4: {23}}, {31}, {41}))
    assert (new.rung, new.person_id) == (1, 23)


def test_who_stands_on_several_rungs_hears_once_and_nobody_of_their_own() -> None:
    later = DUE_ON + timedelta(days=60)
    both = standing({4: {31}}, {31}, {41})
    assert [(each.rung, each.person_id) for each in climbed(later, above=both)] == [
        (1, 31),
        (3, 41),
    ]
    own = standing({4: {7}}, {31}, {7})
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
    assert heard == {(1, 21): (0, 2), (1, 22): (1, 3), (2, 31): (0, 1, 2, 3), (3, 41): (0, 1, 2, 3)}
    manages = standing({4: {31}, 5: {22}}, {31}, {41})
    found = climbed(later, None, *read, above=manages)
    assert [(each.rung, each.person_id) for each in found] == [(1, 22), (2, 31), (3, 41)]


def test_a_duty_of_no_unit_climbs_to_the_head_of_whoever_holds_it() -> None:
    later = DUE_ON + timedelta(days=60)
    of_the_company = replace(LATE, unit_id=None)

    def heard(duty: Duty, above: Above = FIRM) -> list[tuple[int, int]]:
        return [(each.rung, each.person_id) for each in climbed(later, None, duty, above=above)]

    assert heard(of_the_company) == [(1, 21), (2, 31), (3, 41)]
    assert heard(replace(of_the_company, person_id=8)) == [(1, 22), (2, 31), (3, 41)]
    # Above somebody who heads a department stands no other head, though they work there as well.
    assert heard(replace(of_the_company, person_id=21)) == [(2, 31), (3, 41)]
    assert heard(replace(of_the_company, person_id=22)) == [(2, 31), (3, 41)]
    # A deputy is late for whoever they stand in for.
    assert heard(replace(of_the_company, person_id=8, for_id=7))[0] == (1, 21)
    nobody_heads = replace(FIRM, heads={})
    assert heard(of_the_company, nobody_heads) == [(2, 31), (3, 41)]


def test_what_was_late_before_the_start_climbs_from_that_day_on_and_alarms_no_representative() -> (
    None
):
    started_on = date(2027, 3, 1)  # a Monday
    days = [started_on + timedelta(days=n) for n in range(15)]
    counts = [len(climbed(day, started_on=started_on)) for day in days]
    assert counts == [0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2]


# What the firm of these tests is: two units with their heads, an auditor of the second, managers.
MEMBERS = {
    7: Standing(works_in=frozenset({4})),
    8: Standing(works_in=frozenset({5})),
    21: Standing(),
    22: Standing(works_in=frozenset({4})),
    31: Standing(Level.MANAGER, frozenset({4})),
    32: Standing(Level.MANAGER, frozenset({5})),
    41: Standing(Level.REPRESENTATIVE, frozenset({4})),
}
FIRM = Above({4: {21}, 5: {22}}, {31}, {41}, {32}, MEMBERS.__getitem__)


@pytest.mark.parametrize(
    ("holder", "unit_id", "audit", "heard"),
    [
        (7, 4, False, [21, 31, 41]),
        (8, 5, False, [22, 31, 41]),
        # What somebody does for another unit is no matter of its head, who stands beside them.
        (8, 4, False, [31, 41]),
        # What is no unit's matter is one of the department of whoever is to do it.
        (7, None, False, [21, 31, 41]),
        # A head hears of nothing from themselves, and climbs as everybody does.
        (21, 4, False, [31, 41]),
        # Who heads one unit and works in another has a head there.
        (22, 4, False, [21, 31, 41]),
        # Above managers and the representative nobody of a unit stands, though they belong to one.
        (31, 4, False, [41]),
        (32, 5, False, [41]),
        (41, 4, False, []),
        # An auditor late at auditing unit 4: not its head, nor whoever runs what is audited.
        (8, 4, True, [32, 41]),
        (8, 5, True, [32, 41]),
        (32, 4, True, [41]),
    ],
)
def test_lateness_climbs_upward_from_whose_turn_it_is_and_within_their_line(
    holder: int, unit_id: int | None, audit: bool, heard: list[int]
) -> None:
    duty = replace(LATE, person_id=holder, unit_id=unit_id, audit=audit)
    later = DUE_ON + timedelta(days=60)
    assert [each.person_id for each in climbed(later, None, duty, above=FIRM)] == heard


def test_what_a_deputy_does_climbs_from_whom_they_do_it_for() -> None:
    later = DUE_ON + timedelta(days=60)
    for_manager = replace(LATE, for_id=31)
    assert [each.person_id for each in climbed(later, None, for_manager, above=FIRM)] == [41]
    for_representative = replace(LATE, person_id=31, for_id=41)
    assert climbed(later, None, for_representative, above=FIRM) == []


def test_of_what_several_owe_each_hears_of_those_below_them_alone() -> None:
    later = DUE_ON + timedelta(days=60)
    all_of_them = [replace(LATE, person_id=each, unit_id=4) for each in (7, 22, 32)]
    heard = {each.person_id: each.owners for each in climbed(later, None, *all_of_them, above=FIRM)}
    assert heard == {21: (7, 22), 31: (7, 22), 41: (7, 22, 32)}


@given(
    st.dictionaries(st.integers(1, 9), st.sampled_from(list(Level)), min_size=9, max_size=9),
    st.dictionaries(st.sampled_from([4, 5]), st.sets(st.integers(1, 9))),
    st.sets(st.integers(1, 9)),
    st.integers(1, 9),
    st.sampled_from([None, 4, 5]),
    st.booleans(),
)
def test_whoever_hears_stands_strictly_above_the_holder(
    levels: dict[int, Level],
    heads: dict[int, set[int]],
    auditing: set[int],
    holder: int,
    unit_id: int | None,
    audit: bool,
) -> None:
    """Whatever the firm: ranks are counted anew here, from offices alone."""
    managers = {each for each, level in levels.items() if level is Level.MANAGER}
    top = {each for each, level in levels.items() if level is Level.REPRESENTATIVE}

    def standing_of(person: int) -> Standing:
        works_in = {unit for unit in (4, 5) if person not in heads.get(unit, set())}
        return Standing(levels[person], frozenset(works_in))

    above = Above(heads, managers - auditing, top, managers & auditing, standing_of)
    duty = replace(LATE, person_id=holder, unit_id=unit_id, audit=audit)
    for rung, persons in line_above(duty, above).items():
        for each in persons:
            assert each != holder
            if rung == 1:
                of_unit = heads[unit_id] if unit_id else set().union(*heads.values())
                assert each in of_unit
                assert holder not in of_unit | managers | top
            else:
                assert levels[each] > levels[holder]
            assert not audit or each in auditing | top


@given(
    st.sets(st.integers(-5, 40), max_size=12),
    st.integers(0, 20),
    st.lists(st.sets(st.integers(1, 6)), min_size=3, max_size=3),
    st.sets(st.integers(1, 6), min_size=1),
)
def test_whatever_days_the_server_ran_everybody_above_hears_once(
    runs: set[int], started_late: int, rungs: list[set[int]], owners: set[int]
) -> None:
    above = standing({4: rungs[0]}, rungs[1], rungs[2])
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
    above, begun = standing({4: {1, 21}}, {2}, {41}), DUE_ON - timedelta(days=started_ago)
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
