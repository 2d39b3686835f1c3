"""A field that names entries of another register, and how what it names knows of it.

    Entries("rows", N_("台帳の記録"), LEDGER, needed=True)

Its value are references in the order in which they were said. What is in force, or drafted before
anything is, is kept as rows besides (`EntryLink`), so that an entry is shown what names it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.sql.elements import True_

from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.edition_tables import EntryLink
from pms_tracker.registers.fields import Facts, Field, Value
from pms_tracker.registers.known_words import Guess, like, plain
from pms_tracker.registers.register import Register
from pms_tracker.sheets.office.marks import listed

# Entries that a form offers to tick; a firm of thirty has some forty.
MOST_OFFERED = 500
LONGEST_NAME = 60
# What was named in this transaction: whoever writes, links and reckons what is due asks for it.
_MET = "entries_met"


@dataclass(frozen=True)
class Entries(Field):
    """Any number of entries of a register that has references."""

    among: Register

    is_json: ClassVar[bool] = True
    nothing: ClassVar[Value] = ()
    width: ClassVar[int] = 24

    def packed(self, value: Value) -> Value:
        return list(value)

    def unpacked(self, value: Value) -> Value:
        return tuple(value or ())

    def tidy(self, value: Value) -> Value:
        return tuple(dict.fromkeys(value or ()))

    def read(self, text: str, facts: Facts) -> Value:
        """By reference or by name, as many as are listed."""
        known = (facts.entries or {}).get(self.among.key, {})
        found = [known.get(plain(each), ()) for each in listed(text)]
        if any(len(each) != 1 for each in found):
            raise BadInput("entry_names_none")
        return self.tidy(each[0] for each in found)

    def guess(self, text: str, facts: Facts) -> Guess | None:
        """Words that hold the name of one are taken for it."""
        known = (facts.entries or {}).get(self.among.key, {})
        found = [known.get(plain(each)) or like(each, known) or () for each in listed(text)]
        if any(len(each) != 1 for each in found):
            return None
        return Guess(self.tidy(each[0] for each in found), "name_like")

    def written(self, value: Value) -> Value:
        return "、".join(value)


def of(register: Register) -> list[Entries]:
    """The fields of a register that name entries."""
    return [each for each in register.fields if isinstance(each, Entries)]


def check(
    register: Register, values: Mapping[str, Value], before: Mapping[str, Value], by: Viewer | None
) -> None:
    """Raises NotFound where something is named anew that is not there, or that `by` may not know
    of."""
    for each in of(register):
        anew = [one for one in values[each.name] if one not in before.get(each.name, ())]
        there = rows(each.among, anew, by)
        for reference in anew:
            if reference not in there:
                raise NotFound("no_such_record", reference=reference)


def rows(
    register: Register, references: Collection[str], by: Viewer | None = None
) -> dict[str, Any]:
    """Entries by their references, those that were struck or that `by` may not know of aside."""
    met: dict[tuple[str, str], Any] = session.info.setdefault(_MET, {})
    sees_all = by is None or isinstance(register.seen(by), True_)
    there = {each: met[register.key, each] for each in references if (register.key, each) in met}
    there = {each: row for each, row in there.items() if sees_all and not sa.inspect(row).expired}
    parsed = [parse_reference(each) for each in references if each not in there]
    keys = [
        (each.fiscal_year, each.number) for each in parsed if each and each.kind is register.kind
    ]
    if keys:
        its = sa.tuple_(register.column("fiscal_year"), register.column("number")).in_(keys)
        found = session.scalars(sa.select(register.table).where(its, *_stands(register, by)))
        there |= {register.name_of(row): row for row in found}
    met |= {(register.key, each): row for each, row in there.items()}
    return {
        each: row
        for each, row in there.items()
        if not (register.retired and getattr(row, register.retired))
    }


def offered(register: Register, viewer: Viewer, have: Sequence[str]) -> list[tuple[str, str]]:
    """What may be named, by reference, with its name: what stands and somebody may know of, and
    what was named already; that without its name where they may not know of it."""
    its = register.column("id")
    stands = sa.select(its).where(*_stands(register, viewer))
    if register.approvers:
        stands = stands.where(register.column("state") != Standing.ENDED)
    newest = stands.order_by(its.desc()).limit(MOST_OFFERED)
    found = sa.select(register.table).where(its.in_(newest)).order_by(its)
    known = {register.name_of(row): row for row in session.scalars(found)}
    known |= rows(register, [each for each in have if each not in known], viewer)
    hidden = [(each, "") for each in have if each not in known]
    return [*_told_apart(register, known), *hidden]


def _told_apart(register: Register, known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Entries with their names, of those that are called alike each with its unit as well."""
    told = {each: named(register, row) for each, row in known.items()}
    # The reference stands before the first blank.
    titles = {each: words.partition(" ")[2] for each, words in told.items()}
    often = Counter(titles.values())
    alike = {each for each, title in titles.items() if title and often[title] > 1}
    has_units = bool(alike) and hasattr(register.table, "unit_id")
    units = {each.id: each.name for each in people.units()} if has_units else {}
    for each, row in known.items():
        unit = units.get(row.unit_id) if has_units and each in alike else None
        yield each, " · ".join(filter(None, (told[each], unit)))


def named(register: Register, row: Any) -> str:
    """An entry by reference and by what its register calls it, on one line."""
    return " ".join(filter(None, (register.name_of(row), titled(register, row))))


def titled(register: Register, row: Any) -> str:
    """What a register calls an entry, on one line; nothing where it calls it by what is no text."""
    titles = (getattr(row, name) for name in register.title)
    words = [_short(each) for each in titles if isinstance(each, str)]
    return " ".join(filter(None, words))


def _short(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= LONGEST_NAME else f"{line[:LONGEST_NAME]}…"


def called(registers: Iterable[Register], by: Viewer | None) -> dict[str, dict[str, list[str]]]:
    """Which entries the words of a sheet may mean, by register, as far as `by` may know of them."""
    found: dict[str, dict[str, list[str]]] = {}
    for register in registers:
        words = found.setdefault(register.key, {})
        for row in session.scalars(sa.select(register.table).where(*_stands(register, by))):
            reference = register.name_of(row)
            titles = [getattr(row, name) for name in register.title]
            for each in {reference, named(register, row), *titles}:
                words.setdefault(plain(each), []).append(reference)
    return found


def keep(register: Register, row: Any, before: Mapping[str, Value] | None = None) -> None:
    """Keep what an entry names now as rows, where it is not what it named `before`; of a new one
    there are none yet."""
    fields = of(register)
    if before is not None and all(each.of(row) == before[each.name] for each in fields):
        return
    session.flush()
    its = EntryLink.register == register.key, EntryLink.entry_id == row.id
    links = (
        session.scalars(sa.select(EntryLink).where(*its))
        if before is None or any(before[each.name] for each in fields)
        else ()
    )
    gone = {(each.of_register, each.of_id): each for each in links}
    for each in fields:
        among = each.among.key
        for found in rows(each.among, each.of(row)).values():
            if gone.pop((among, found.id), None) is None:
                named = {"of_register": among, "of_id": found.id}
                session.add(EntryLink(register=register.key, entry_id=row.id, **named))
    for link in gone.values():
        session.delete(link)
    session.flush()


def naming(
    register: Register, row: Any, viewer: Viewer, registers: Sequence[Register]
) -> Iterator[tuple[Register, Sequence[Any]]]:
    """The entries that name an entry, as far as somebody may know of them, by their registers: in
    one statement, of which each row is an entry of one of them."""
    found = sa.select(EntryLink.register, *(each.table for each in registers))
    # What somebody may know of may ask of other tables.
    found = found.select_from(EntryLink)
    for each in registers:
        entry = EntryLink.register == each.key, EntryLink.entry_id == each.column("id")
        found = found.outerjoin(each.table, sa.and_(*entry, *_stands(each, viewer)))
    its = found.where(EntryLink.of_register == register.key, EntryLink.of_id == row.id)
    told = session.execute(its.order_by(EntryLink.entry_id)).all()
    for place, each in enumerate(registers, start=1):
        yield each, list(dict.fromkeys(one[place] for one in told if one[place] is not None))


def _stands(register: Register, by: Viewer | None) -> Iterator[sa.ColumnElement[bool]]:
    if by is not None:
        yield register.seen(by)
    if register.retired:
        yield register.column(register.retired) == ""
