"""Lists of entries, declared by the register's row: narrowed, sorted, and named for people.

A wish maps names of filters to what is wanted: a member, an id, days, or whether there is a day;
`text` is sought in its texts and in the names that it picks, `standing` is what was not struck, and
of a sieve the ids that it found are wanted.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any
from unicodedata import normalize

from sqlalchemy import ColumnElement, Label, Select, String, and_, cast, func, not_, or_, select
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.database import Columns, Sorts, or_last, within
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.days import Days
from pms_tracker.people.firm.listings import Listing
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Person, Unit
from pms_tracker.registers import entry_editions
from pms_tracker.registers.fields import Day, Of, Pick, Text
from pms_tracker.registers.office_fields import Reckoned, Several
from pms_tracker.registers.register import Register, tells

TABLES: Mapping[Of, type[Person] | type[Unit]] = {Of.PERSON: Person, Of.UNIT: Unit}
TEXT = "text"
# How an entry stands, where entries are approved.
STATE = "state"
# What was not struck, where entries can be.
STANDING = "standing"


class Wish(dict[str, Any]):
    """What is wanted, never changed once it is put together."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))


def name_column(field: Pick) -> str:
    """Under which name a row has the name of what it picks."""
    return f"{field.name}_name"


def sorts_of(register: Register) -> Sorts:
    """What its list may be sorted by; the number settles ties."""
    named = {name: register.column(name) for name in register.sorts} | _late_sorts(register)
    return {"number": register.column("id"), **named}


def _late_sorts(register: Register) -> dict[str, Label[Any]]:
    """Days that may not be there yet, by name."""
    return {
        name: or_last(register.column(name))
        for name in register.sorts
        if isinstance(register.field(name), Day) and not register.field(name).needed
    }


@cache
def listing(register: Register) -> Listing[Wish]:
    """Its list, one for good: what is asked of it is put together once."""

    def narrowed(viewer: Viewer, wanted: Wish) -> Iterator[ColumnElement[bool]]:
        yield register.seen(viewer)
        for name in register.filters:
            if wanted.get(name) is not None:
                yield from _says_so(register, name, wanted[name])
        yield from _standing(register, wanted)
        for each in register.sieves:
            if wanted.get(each.name) is not None:
                yield register.column("id").in_(wanted[each.name])
        if wanted.get(TEXT):
            yield _says(register, wanted[TEXT], viewer)

    return Listing(register.column("id"), sorts_of(register), narrowed, _rows(register))


def _says_so(register: Register, name: str, wanted: Any) -> Iterator[ColumnElement[bool]]:
    """What a field is to say."""
    if isinstance(wanted, Days):
        yield from within((register.column(name), wanted))
    elif isinstance(register.field(name), Day):
        yield _has_day(register, name, wanted=wanted)
    elif isinstance(register.field(name), Several):
        yield _holds_member(register, name, wanted)
    else:
        yield register.column(name) == wanted


def _standing(register: Register, wanted: Wish) -> Iterator[ColumnElement[bool]]:
    """How an entry is to stand."""
    if wanted.get(STATE):
        yield register.column(STATE).in_(wanted[STATE])
    if wanted.get(STANDING):
        yield register.column(register.retired) == ""


def _holds_member(register: Register, name: str, member: StrEnum) -> ColumnElement[bool]:
    """Whether a member is among several, as JSON has them in a column of their own."""
    return cast(register.column(name), String).contains(f'"{member.value}"', autoescape=True)


def _has_day(register: Register, name: str, *, wanted: bool) -> ColumnElement[bool]:
    """What was struck is waited for no more."""
    there: ColumnElement[bool] = register.column(name).is_not(None)
    if wanted:
        return there
    waits = not_(there)
    return and_(waits, register.column(register.retired) == "") if register.retired else waits


def entered_within(register: Register, viewer: Viewer, days: Days) -> Select[int]:
    """How many entries of a run of days somebody may see, without those that were struck, as
    SQL: by the days on which what they say was approved, else by their own day or, where they have
    none, by that on which they were entered."""
    if register.approvers:
        return entry_editions.approved_within(register, viewer, days)
    return select(func.count(register.column("id"))).where(
        *_standing_within(register, viewer, days)
    )


def is_standing(register: Register) -> bool:
    """Whether entries are counted by when they were in force, as they have no day of their own."""
    return bool(register.lasting or (register.approvers and not register.dated))


def ids_within(register: Register, viewer: Viewer, days: Days) -> Select[int]:
    """Ids of the entries of a run of days that somebody may see, without those that were struck, as
    SQL: of what `is_standing` all that were in force on one of these days; else by their
    own day, approved or not, or by that on which they were entered."""
    ids = select(register.column("id"))
    if register.lasting:
        its = _standing_within(register, viewer, Days())
        return ids.where(*its, *register.lasting(days))
    if is_standing(register):
        return entry_editions.in_force_within(register, viewer, days)
    return ids.where(*_standing_within(register, viewer, days))


def _standing_within(
    register: Register, viewer: Viewer, days: Days
) -> Iterator[ColumnElement[bool]]:
    yield register.seen(viewer)
    yield from _of_days(register, days)
    if register.retired:
        yield register.column(register.retired) == ""


def _of_days(register: Register, days: Days) -> Iterator[ColumnElement[bool]]:
    if register.dated:
        yield from within((register.column(register.dated), days))
        return
    if days.first:
        yield register.column("recorded_at") >= clock.at(days.first, 0)
    if days.last:
        yield register.column("recorded_at") < clock.at(days.last + ONE_DAY, 0)


def _rows(register: Register) -> Callable[[Viewer], Columns]:
    picks = {
        each: aliased(TABLES[each.one_of]) for each in register.fields if isinstance(each, Pick)
    }
    names = ["id", *(("fiscal_year", "number") if register.kind else ())]
    names += [register.retired] if register.retired else []
    names += [STATE] if register.approvers else []
    names += [*register.kept_in, *register.sorts]
    names += [name for each in register.shown if isinstance(each, Reckoned) for name in each.reads]
    columns = [register.column(name) for name in dict.fromkeys(names)]
    shown = select(
        *columns,
        *_late_sorts(register).values(),
        *(table.name.label(name_column(each)) for each, table in picks.items()),
    )
    for each, table in picks.items():
        shown = shown.outerjoin(table, table.id == register.column(each.name))
    return lambda _viewer: shown


def _says(register: Register, text: str, viewer: Viewer) -> ColumnElement[bool]:
    words = {text, normalize("NFKC", text)}
    held: list[ColumnElement[bool]] = []
    for each in register.fields:
        if not tells(each, viewer):
            continue
        if isinstance(each, Text) and not each.inside:
            held += [register.column(each.name).icontains(word, autoescape=True) for word in words]
        elif isinstance(each, Pick):
            table = TABLES[each.one_of]
            named = or_(*(table.name.icontains(word, autoescape=True) for word in words))
            held.append(register.column(each.name).in_(select(table.id).where(named)))
    return or_(*held)
