"""Entries of any register, made of its row: something right in each of its fields."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.sql.elements import True_

from pms_tracker.database import Rows, session
from pms_tracker.kernel.lasting.spans import Span, Start
from pms_tracker.kernel.references import format_reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries, entry_fields, register_lists
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Field, Flag, Number, Of, Pick, Text
from pms_tracker.registers.office_fields import Names, Period, Several, Time, Year
from pms_tracker.registers.register import Register
from tests.cast import IDS, PROGRAMME_YEAR, TODAY, UNIT_IDS, viewer

# Nobody but whom it concerns and those who see all may know of it.
WHOSE, WHERE = "owner", "松本教室"
# Sees all that is entered; a second person of an entry is always another one.
BESIDE = "representative"
# What an entry that says all the rest cannot say: a renewal is granted or refused.
OTHERWISE = {"renewals": ("refused_on", "stopped_on")}
# What says all of its course as it is entered came some time ago: of a new one nobody may.
DAYS_AGO = {"requests": 60}
KEEPERS = ("privacy_manager", "audit_manager", "representative")


def keeper(register: Register) -> str:
    """Somebody who keeps a register and sees all of it."""
    return next(name for name in KEEPERS if viewer(name).may(register.keeper))


def values_of(register: Register, place: int = 0) -> dict[str, Any]:
    """What the entry at a place says, by field; what a step decides is said by no form."""
    day = TODAY - timedelta(days=place + DAYS_AGO.get(register.key, 0))
    left = {*register.decided, *OTHERWISE.get(register.key, ())}
    found = {
        each.name: each.nothing if each.name in left else _value(each, day)
        for each in register.cells
    }
    asked = register.asks(found)
    for each in entry_fields.of(register):
        if each.name in asked and not found[each.name]:
            found[each.name] = (_first(each.among),)
    persons = [name for name, value in found.items() if _is_person(register.field(name)) and value]
    return found | dict.fromkeys(persons[1:], IDS[BESIDE])


def _is_person(field: Field) -> bool:
    return isinstance(field, Pick) and field.one_of is Of.PERSON


def _value(field: Field, day: date) -> Any:
    if isinstance(field, Pick):
        return IDS[WHOSE] if _is_person(field) else UNIT_IDS[WHERE]
    if isinstance(field, Choice):
        return next(iter(field.members))
    if isinstance(field, Several):
        return tuple(field.members)[:2]
    ways: dict[type[Field], Any] = {
        Text: f"{field.name}の内容 {day}",
        Time: "18:30",
        Day: day,
        Year: day.year,
        Number: 3,
        Flag: True,
        Period: Span(start=Start.CONTRACT_END, length=5),
        # Rules may ask for none of these.
        Names: (field.name,) if field.needed or field.asked else (),
    }
    if isinstance(field, Entries):
        return (_first(field.among),) if field.needed else ()
    return ways[type(field)]


def is_for_everybody(register: Register) -> bool:
    """Whether all who may open a register see all of it, as of what is published."""
    return isinstance(register.seen(viewer("employee")), True_)


def shows_own(register: Register) -> bool:
    """Whether everybody sees what they entered, wherever it is of."""
    return register.recorder in str(register.seen(viewer("employee")))


def _first(register: Register) -> str:
    assert register.kind is not None
    return format_reference(register.kind, PROGRAMME_YEAR, 1)


def make_named(register: Register) -> None:
    """Have there be what the entries of a register name, if anything."""
    said = values_of(register)
    for each in entry_fields.of(register):
        if said[each.name] and session.scalar(select(each.among.column("id")).limit(1)) is None:
            make(each.among)


def make(register: Register, place: int = 0, by: Viewer | None = None) -> Any:
    """Enter the entry at a place."""
    who = by or viewer(keeper(register))
    make_named(register)
    return entries.enter(register, values_of(register, place), by=who)


def listed(register: Register, who: Viewer) -> Rows:
    """What somebody's list of a register shows."""
    return register_lists.listing(register).page(who, register_lists.Wish())


def typed(register: Register, place: int = 0) -> dict[str, object]:
    """The same as a form sends it."""
    found = values_of(register, place)
    return {name: _typed(register.field(name), value) for name, value in found.items()}


def _typed(field: Field, value: Any) -> object:
    if isinstance(field, Names):
        return "、".join(value)
    if isinstance(field, Several):
        return [each.value for each in value]
    if isinstance(field, Entries):
        return list(value)
    if isinstance(field, Period):
        return field.written(value)
    if isinstance(field, Day) and value is not None:
        return f"{value:%Y/%m/%d}"
    return "1" if value is True else str(value or "")
