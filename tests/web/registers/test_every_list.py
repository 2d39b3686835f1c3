"""Lists of every declared register: what has no day yet is found, and no order leaves it out."""

from typing import Any

import pytest
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.database import PAGE, session
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.rules.incidents.incident_rules import Nature
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.days import Days
from pms_tracker.registers import entries, register_lists
from pms_tracker.registers.fields import Day
from pms_tracker.registers.register import Register
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.registers import samples
from tests.visitor import Visitor
from tests.web.browsing import attribute, committing, reading, words
from tests.web.registers.test_every_register import keeper, place_of, re_numbers, several

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.of_the_mechanism,
    pytest.mark.parametrize("register", REGISTERS, ids=lambda each: each.key),
]


def days_to_come(register: Register, names: tuple[str, ...]) -> list[Day]:
    """The fields among these whose day may not be there yet."""
    found = (register.field(each) for each in names)
    return [each for each in found if isinstance(each, Day) and not each.needed]


def without(served: Served, register: Register, field: Day, numbers: list[str]) -> None:
    """Take a day out of the entries that are called so in addresses."""
    with committing(served):
        for row in session.scalars(select(register.table).limit(len(numbers))):
            field.put(row, None)


def test_entries_without_a_day_are_sorted_last(
    served: Served, visitor: Visitor, register: Register
) -> None:
    for field in days_to_come(register, register.sorts):
        bare = several(served, register, PAGE + 1)
        without(served, register, field, bare)
        dated = several(served, register, 1, begin=PAGE + 1)
        visitor.as_(keeper(served, register))
        rising = f"{place_of(register)}?sort={field.name}"
        first = visitor.get(rising)
        assert set(dated) <= re_numbers(words(first), register)
        tags = first.get_data(as_text=True).split("<a ")
        (more,) = {attribute(f" {tag}", "href") for tag in tags if "after=" in tag.split(">")[0]}
        second = visitor.get(str(more))
        both = re_numbers(words(first), register) | re_numbers(words(second), register)
        assert {*bare, *dated} <= both
        falling = f"{place_of(register)}?sort=-{field.name}"
        assert not set(dated) <= re_numbers(words(visitor.get(falling)), register)
        file = visitor.get(f"{place_of(register)}export.csv?sort={field.name}")
        assert len(words(file).splitlines()) == len({*bare, *dated}) + 1


def test_those_that_have_no_day_yet_are_a_view(
    served: Served, visitor: Visitor, register: Register
) -> None:
    for field in days_to_come(register, register.filters):
        assert field.told
        bare = several(served, register, 2)
        without(served, register, field, bare)
        dated = several(served, register, 1, begin=2)
        with committing(served):
            struck: Any = session.get_one(register.table, 2)
            if register is INCIDENTS:
                # One that runs a clock is struck by two; the last is over, as those of others are.
                struck.nature = Nature.NEAR_MISS
                field.put(session.get_one(register.table, 3), TODAY)
            by = samples.viewer(samples.keeper(register))
            entries.retire(register, struck, reason="誤記", by=by)
        visitor.as_(keeper(served, register))
        listed = words(visitor.get(place_of(register)))
        assert f"?{field.name}=no" in listed
        for asked, numbers in (("no", {bare[0]}), ("yes", set(dated)), ("x", {*bare, *dated})):
            page = words(visitor.get(f"{place_of(register)}?{field.name}={asked}"))
            shown = re_numbers(page, register) & {*bare, *dated}
            assert shown == numbers, asked


def test_entries_are_counted_on_their_day_and_on_no_other(
    served: Served, register: Register
) -> None:
    several(served, register, 1)
    who = keeper(served, register)
    with reading(served):
        row: Any = session.scalars(select(register.table)).one()
        day = register.values_of(row).get(register.dated) or clock.local(row.recorded_at).date()
        # What is approved is counted when it is; this one was not.
        on_it = 0 if register.approvers else 1
        whole = register_lists.entered_within(register, viewer(who), Days(day, day))
        assert session.scalar(whole) == on_it
        for beside in (Days(None, day - ONE_DAY), Days(day + ONE_DAY, None)):
            asked = register_lists.entered_within(register, viewer(who), beside)
            assert session.scalar(asked) == 0
