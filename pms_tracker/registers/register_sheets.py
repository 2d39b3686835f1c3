"""The sheet of a register (CSV, xlsx), read back: what each row would make or change, then taken.

A sheet has the number of the entry (`REFERENCE`) and a column for each field, under the field's
label in either language, its key, or another heading that it declares. A row with a number changes
that entry where it says something else, and leaves what it has no column for; a row without makes a
new one. So what was exported can be corrected and taken back.

`plan` changes nothing: it says what each row would do, or all that is wrong with it and where.
`take` does what a plan said if it still would, known by its `seal`, all of it or nothing.
"""

import csv
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from typing import Any, ClassVar

from sqlalchemy import select, true, tuple_

from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, Refusal, RuleBroken, Stale
from pms_tracker.kernel.references import parse_reference
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Person, Unit
from pms_tracker.registers import entries
from pms_tracker.registers.fields import Facts, Field, Of, Pick, Value, Values
from pms_tracker.registers.known_words import plain
from pms_tracker.registers.register import Register
from pms_tracker.sheets import tables
from pms_tracker.sheets.sheet_lines import (
    BEGINS_FORMULA,
    QUOTE,
    Lines,
    Problem,
    Trouble,
    one_line,
    plain_heading,
)

REFERENCE, NUMBER = "reference", N_("番号")
# How a text comes that would else begin a formula.
QUOTED = tuple(f"{QUOTE}{char}" for char in BEGINS_FORMULA)
Spelled = Callable[[Words], Collection[str]]


def as_it_stands(words: Words) -> tuple[str, ...]:
    """Words of the program in Japanese alone."""
    return (words,)


@dataclass(frozen=True)
class Entry:
    """An entry as it stands, for rows that name it."""

    id: int
    values: Values
    version: int = 0


@dataclass(frozen=True)
class Standing:
    """What there is already: entries by what they are called, and which values are the same as one
    that is there."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    known: Collection[tuple[Value, ...]] = ()


@dataclass(frozen=True)
class Line:
    """What becomes of one row: of `entry`, the fields that change; without one, all of a new."""

    line: int
    values: Values
    called: str = ""
    entry: Entry | None = None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What a whole sheet would do; with troubles, nothing. `csv` is the sheet once more."""

    lines: tuple[Line, ...]
    troubles: tuple[Trouble, ...]
    csv: str = ""

    @property
    def new(self) -> list[Line]:
        return [each for each in self.lines if each.entry is None]

    @property
    def changed(self) -> list[Line]:
        return [each for each in self.lines if each.entry and each.changed]

    @property
    def unchanged(self) -> list[Line]:
        return [each for each in self.lines if each.entry and not each.changed]

    @property
    def does_nothing(self) -> bool:
        return not (self.new or self.changed)

    @property
    def seal(self) -> str:
        """What tells this plan from another: whoever agreed to one did not agree to the other."""
        return hashlib.sha256(repr(self.lines).encode()).hexdigest()


class Untaken(Exception):
    """Rows that were right by themselves were refused as they were taken: nothing is to be kept."""

    def __init__(self, troubles: tuple[Trouble, ...]) -> None:
        super().__init__(troubles)
        self.troubles = troubles


class SheetRows(Lines[str]):
    """Takes the rows of a sheet as texts by column."""

    unknown = Problem.ENTRY_HEADING
    reads_days = quotes_text = True

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[int, dict[str, str], bool]] = []

    def require(self, line: int, columns: Sequence[str | None]) -> None:
        """Who names entries by number may leave the other columns out."""
        if REFERENCE not in columns:
            super().require(line, columns)

    def keep(self, line: int, texts: Mapping[str, str], *, sound: bool) -> None:
        told = {name: text.strip()[text.startswith(QUOTED) :] for name, text in texts.items()}
        self.rows.append((line, told, sound))


def _rows_of(register: Register, spelled: Spelled) -> SheetRows:
    columns = ((each.name, each.label, each.headings) for each in register.cells)

    class Declared(SheetRows):
        headings: ClassVar = {
            plain_heading(word): name
            for name, label, more in ((REFERENCE, NUMBER, ()), *columns)
            for word in (name, *spelled(label), *more)
        }
        needed: ClassVar = [
            (each.name, each.label)
            for each in register.cells
            if each.needed and each.name not in register.filled
        ]

    return Declared()


def plan(
    register: Register, content: bytes, *, by: Viewer | None, spelled: Spelled = as_it_stands
) -> Plan:
    """Hold a sheet against what is there; changes nothing.

    Raises BadInput for a file that is empty, too large or of no kind known.
    """
    sheet = read(register, content, spelled)
    facts = replace(entries.facts_now(), ids=_ids(register), spelled=spelled)
    named = {told.get(REFERENCE, "") for _line, told, _sound in sheet.rows}
    return judged(
        register, sheet, facts, Standing(_named(register, named, by), _known(register, by))
    )


def read(register: Register, content: bytes, spelled: Spelled = as_it_stands) -> SheetRows:
    """The rows of a file, as texts. Raises BadInput as `tables.read_table` does."""
    if not content.strip():
        raise BadInput("entries_file_empty")
    sheet = _rows_of(register, spelled)
    tables.read_table(content, sheet)
    if not sheet.rows and not sheet.troubles:
        raise BadInput("entries_file_empty")
    return sheet


def judged(register: Register, sheet: SheetRows, facts: Facts, standing: Standing) -> Plan:
    """What rows that were read would do, by facts and what is there."""
    judge = _Judge(register, facts, standing)
    lines = [judge.line(line, told) for line, told, sound in sheet.rows if sound]
    troubles = sorted([*sheet.troubles, *judge.troubles], key=lambda each: each.line)
    return Plan(tuple(each for each in lines if each), tuple(troubles), _as_csv(sheet))


def take(
    register: Register, content: bytes, *, seal: str, by: Viewer | None, spelled: Spelled
) -> Plan:
    """Do what the plan with this seal said.

    Raises Stale where the sheet would do something else by now, Untaken as `take_all` does.
    """
    wanted = plan(register, content, by=by, spelled=spelled)
    if wanted.troubles or wanted.seal != seal:
        raise Stale("entries_changed_meanwhile")
    take_all(register, wanted, by=by)
    return wanted


def take_all(register: Register, wanted: Plan, *, by: Viewer | None) -> None:
    """Enter and change what a plan without troubles says. Raises Untaken, with every row that the
    use case refused."""
    troubles = []
    for each in (*wanted.new, *wanted.changed):
        try:
            _take(register, each, by)
        except Refusal as refusal:
            troubles.append(Trouble(each.line, Problem.REFUSED, each.called, refusal=refusal))
    if troubles:
        raise Untaken(tuple(troubles))


def _take(register: Register, line: Line, by: Viewer | None) -> None:
    if line.entry is None:
        entries.enter(register, line.values, by=by)
        return
    row = session.get_one(register.table, line.entry.id)
    entries.change(register, row, line.values, seen=line.entry.version, by=by)


class _Judge:
    """Judges row after row; remembers which entries were named, and what was new."""

    def __init__(self, register: Register, facts: Facts, standing: Standing) -> None:
        self.troubles: list[Trouble] = []
        self._register, self._facts, self._standing = register, facts, standing
        self._lines: dict[object, int] = {}

    def line(self, line: int, told: Mapping[str, str]) -> Line | None:
        called = called_in(self._register, told.get(REFERENCE, ""))
        entry = self._standing.entries.get(called)
        if called and entry is None:
            self._refuse(line, BadInput("entry_not_there"), called, REFERENCE)
            return None
        before = len(self.troubles)
        values = self._values(line, told, entry)
        if len(self.troubles) > before:
            return None
        tidy = self._register.tidied
        values = tidy(self._register.fill(tidy(values), self._facts))
        for name, refusal in self._register.faults(values, self._facts):
            self._refuse(line, refusal, told.get(name, ""), name)
        if len(self.troubles) > before or not self._is_once(line, called, entry, values):
            return None
        return self._kept(line, called, entry, values)

    def _kept(self, line: int, called: str, entry: Entry | None, values: Values) -> Line | None:
        if entry is None:
            return Line(line, values)
        changed = tuple(name for name, value in values.items() if entry.values[name] != value)
        if changed and not self._register.changes:
            self._refuse(line, RuleBroken("entry_stays"), called, changed[0])
            return None
        return Line(line, values, called, entry, changed)

    def _values(self, line: int, told: Mapping[str, str], entry: Entry | None) -> dict[str, Value]:
        values = dict(entry.values) if entry else {}
        for each in self._register.cells:
            if each.name not in told:
                continue
            text = told[each.name]
            try:
                values[each.name] = self._read(each, text, values.get(each.name))
            except Refusal as refusal:
                self._refuse(line, refusal, text, each.name)
        return values

    def _read(self, field: Field, text: str, now: Value) -> Value:
        if not text:
            return field.nothing
        if isinstance(field, Pick) and now in field.named(text, self._facts):
            # Several may bear one name: it is the one whom the entry has.
            return now
        found = field.read(text, self._facts)
        if isinstance(now, str) and found == field.read(now, self._facts):
            # Cells are tidied as they are read: blanks that were typed are no change.
            return now
        return found

    def _is_once(self, line: int, called: str, entry: Entry | None, values: Values) -> bool:
        same = self._register.same
        what: object = called
        if same is not None:
            what = tuple(values[name] for name in same.names)
            own = entry is not None and what == tuple(entry.values[name] for name in same.names)
            if what in self._standing.known and not own:
                self._refuse(line, same.known(values), "")
                return False
        for key in filter(None, {called, what}):
            if key in self._lines:
                self._refuse(line, RuleBroken("entry_twice", line=self._lines[key]), called)
                return False
            self._lines[key] = line
        return True

    def _refuse(self, line: int, refusal: Refusal, words: str, column: str = "") -> None:
        cut = one_line(words)
        cut = cut if len(cut) <= 60 else f"{cut[:59]}…"
        self.troubles.append(Trouble(line, Problem.REFUSED, cut, 0, column, refusal))


def called_in(register: Register, text: str) -> str:
    """How an entry is called that the first column names; as it stands where it names none."""
    if register.kind is None:
        return one_line(text).removesuffix("番").strip()
    found = parse_reference(text)
    return str(found) if found is not None and found.kind is register.kind else one_line(text)


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


def _as_csv(sheet: SheetRows) -> str:
    """Rows as a file that is read back alike, each in its line."""
    names = list(dict.fromkeys(name for _line, told, _sound in sheet.rows for name in told))
    told_again = StringIO(newline="")
    writer = csv.writer(told_again)
    writer.writerow(names)
    line = 2
    for at, told, _sound in sheet.rows:
        for _blank in range(line, at):
            writer.writerow([])
        writer.writerow([told.get(name, "") for name in names])
        line = at + 1
    return told_again.getvalue()
