"""The sheet of a register (CSV, xlsx), read back: what each row would make or change, then taken.

A row with the number of an entry changes that entry where it says something else, and leaves what
it has no column for; a row without makes a new one. So what was exported can be corrected and taken
back, and the sheets of an office come in as they are (`sheet_reading`).

`plan` changes nothing: it says what each row would do, or all that is wrong with it and where.
`take` does what a plan said if it still would, known by its `seal`, all of it or nothing.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import select, true, tuple_

from pms_tracker.database import session
from pms_tracker.kernel.errors import Refusal
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Person, Unit
from pms_tracker.registers import entries, entry_fields
from pms_tracker.registers.edition_rules import Standing as Standings
from pms_tracker.registers.fields import Of, Pick, Text, Value
from pms_tracker.registers.imports import sheet_reading
from pms_tracker.registers.imports.sheet_judging import (
    called_in,
    has_one_of_each,
    judged,
    title_and_unit,
)
from pms_tracker.registers.imports.sheet_plans import Entry, Line, Plan, Standing
from pms_tracker.registers.imports.sheet_reading import REFERENCE, SheetRows, Spelled, as_it_stands
from pms_tracker.registers.known_words import plain
from pms_tracker.registers.register import Register
from pms_tracker.sheets.import_plans import Untaken
from pms_tracker.sheets.office_books import Choices
from pms_tracker.sheets.sheet_lines import Problem, Trouble


def plan(
    register: Register,
    content: bytes,
    *,
    by: Viewer | None,
    spelled: Spelled = as_it_stands,
    choices: Choices | None = None,
) -> Plan:
    """Hold a file against what is there; changes nothing.

    Raises BadInput as `sheet_reading.read` does.
    """
    spells = cache(spelled)
    units = names(register).get(Of.UNIT, {}).values()
    sheet = sheet_reading.read(register, content, spells, choices, units)
    among = entry_fields.called([each.among for each in entry_fields.of(register)], by)
    facts = replace(entries.facts_now(), ids=_ids(register), entries=among, spelled=spells)
    named = {row.text(REFERENCE) for row in sheet.rows}
    there = _named(register, named, by), _known(register, by), _titled(register, sheet, by)
    return _without_my_numbers(judged(register, sheet, facts, Standing(*there)))


def _without_my_numbers(wanted: Plan) -> Plan:
    """A plan that is refused for every My Number of its file, read or not: a preview would keep
    it."""
    told = {each.where for each in wanted.troubles}
    more = (each for each in wanted.sheet.my_numbers if each.where not in told)
    return replace(wanted, troubles=(*wanted.troubles, *more))


def take(
    register: Register,
    content: bytes,
    *,
    seal: str,
    by: Viewer | None,
    spelled: Spelled,
    choices: Choices | None = None,
    guessed: bool = True,
) -> Plan:
    """Do what the plan with this seal said; without `guessed`, what was read for sure of it.

    Raises Stale and RuleBroken as `FilePlan.agreed` does, Untaken as `take_all` does.
    """
    wanted = plan(register, content, by=by, spelled=spelled, choices=choices)
    agreed = wanted.agreed(seal, guessed=guessed)
    take_all(register, agreed, by=by)
    return agreed


def take_all(register: Register, wanted: Plan, *, by: Viewer | None) -> None:
    """Enter and change what a plan without troubles says. Raises Untaken, with every row that the
    use case refused."""
    troubles = []
    for each in (*wanted.new, *wanted.changed):
        try:
            _take(register, each, by)
        except Refusal as refusal:
            told = (Problem.REFUSED, each.called, 0, "", refusal, each.where)
            troubles.append(Trouble(each.line, *told))
    if troubles:
        raise Untaken(tuple(troubles))


def _take(register: Register, line: Line, by: Viewer | None) -> None:
    if line.entry is None:
        entered = entries.enter(register, line.values, by=by)
        if register.doubted and line.doubts:
            setattr(entered, register.doubted, [each.column for each in line.doubts])
        return
    row = session.get_one(register.table, line.entry.id)
    entries.change(register, row, line.values, seen=line.entry.version, by=by)


def number_of(register: Register, row: Any) -> str:
    """What the first column says of an entry."""
    return register.name_of(row) if register.kind is not None else str(row.id)


def _named(register: Register, texts: Collection[str], by: Viewer | None) -> dict[str, Entry]:
    """The entries that a sheet names, as far as whoever takes it may know of them."""
    called = {called_in(register, text) for text in texts if text}
    seen = register.seen(by) if by is not None else true()
    found = select(register.table).where(seen)
    if register.kind is not None:
        parsed = [parse_reference(each) for each in called]
        keys = [(each.fiscal_year, each.number) for each in parsed if each is not None]
        found = found.where(
            tuple_(register.column("fiscal_year"), register.column("number")).in_(keys)
        )
    else:
        ids = [int(each) for each in called if each.isdecimal() and len(each) < 10]
        found = found.where(register.column("id").in_(ids))
    if register.retired:
        found = found.where(register.column(register.retired) == "")
    rows: Iterable[Any] = session.scalars(found) if called else ()
    return {
        number_of(register, row): Entry(
            row.id, register.values_of(row), row.version if register.changes else 0
        )
        for row in rows
    }


def _titled(
    register: Register, sheet: SheetRows, by: Viewer | None
) -> dict[tuple[Value, ...], tuple[str, Entry]]:
    """The entries with a title that a row of the sheet has which names none, by title and unit, as
    far as whoever takes it may know of them."""
    new = [row for row in sheet.rows if not row.text(REFERENCE)]
    if not (new and has_one_of_each(register)):
        return {}
    field = register.field(register.title[0])
    if not isinstance(field, Text):
        return {}
    titles = {field.tidy(row.text(field.name)) for row in new}
    stands = register.column("state") != Standings.ENDED
    seen = register.seen(by) if by is not None else true()
    found = select(register.table).where(seen, stands, register.column(field.name).in_(titles))
    if register.retired:
        found = found.where(register.column(register.retired) == "")
    rows: Iterable[Any] = session.scalars(found.order_by(register.column("id")))
    return {
        title_and_unit(register, values): (number_of(register, row), Entry(row.id, values))
        for row, values in ((row, register.values_of(row)) for row in rows)
    }


def _known(register: Register, by: Viewer | None) -> set[tuple[Value, ...]]:
    if register.same is None:
        return set()
    seen = register.seen(by) if by is not None else true()
    found = select(*(register.column(name) for name in register.same.names)).where(seen)
    if register.retired:
        found = found.where(register.column(register.retired) == "")
    return {tuple(row) for row in session.execute(found)}


def names(register: Register) -> dict[Of, dict[int, str]]:
    """Whom and what its fields may pick: names by id."""
    tables_of: dict[Of, Callable[[], Sequence[Person | Unit]]] = {
        Of.UNIT: people.units,
        Of.PERSON: people.persons,
    }
    picked = {each.one_of for each in register.fields if isinstance(each, Pick)}
    return {of: {each.id: each.name for each in tables_of[of]()} for of in picked}


def _ids(register: Register) -> dict[Of, dict[str, list[int]]]:
    """Whom and what the names in a sheet may mean."""
    found: dict[Of, dict[str, list[int]]] = {}
    for of, named in names(register).items():
        for number, name in named.items():
            found.setdefault(of, {}).setdefault(plain(name), []).append(number)
    return found
