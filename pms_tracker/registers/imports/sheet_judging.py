"""What the rows of a sheet would do to a register: each a line of a plan, or what is wrong is told.

`judged` is pure but for what it is handed: facts, and what there is already.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pms_tracker.kernel.errors import BadInput, Refusal, RuleBroken
from pms_tracker.kernel.references import parse_reference
from pms_tracker.registers.fields import Day, Facts, Field, Pick, Value, Values
from pms_tracker.registers.imports.longer_scales import is_of_scale, longer_scales
from pms_tracker.registers.imports.sheet_plans import Entry, Line, Plan, Read, Standing
from pms_tracker.registers.imports.sheet_reading import REFERENCE, SheetRows
from pms_tracker.registers.imports.sheet_rows import LINES_DIFFER, Doubt, SheetRow
from pms_tracker.registers.imports.told_elsewhere import (
    OF_OTHER_CELL,
    YEAR_OF_ROW,
    day_of_row,
    said_by_source,
    unit_around,
)
from pms_tracker.registers.imports.unsaid_fields import (
    may_be_chosen,
    may_be_noted,
    may_lose_words,
    may_stay_blank,
    words_elsewhere,
    words_kept,
)
from pms_tracker.registers.known_words import Guess
from pms_tracker.registers.register import Register
from pms_tracker.sheets.import_plans import in_order
from pms_tracker.sheets.office.legends import decoded
from pms_tracker.sheets.office.quantities import day_within, parts_of_run
from pms_tracker.sheets.sheet_lines import Problem, Trouble, one_line, shown


def judged(register: Register, sheet: SheetRows, facts: Facts, standing: Standing) -> Plan:
    """What rows that were read would do, by facts and what is there."""
    judge = _Judge(register, facts, standing, sheet)
    lines = [judge.line(row) for row in sheet.rows]
    troubles = in_order([*sheet.troubles, *judge.troubles], sheet.pages)
    kept = tuple(each for each in lines if each)
    return Plan(kept, troubles, sheet, read=tuple(judge.read), unsaid=judge.unsaid)


class _Judge:
    """Judges row after row; remembers which entries were named, and what was new."""

    def __init__(
        self, register: Register, facts: Facts, standing: Standing, sheet: SheetRows
    ) -> None:
        self.troubles: list[Trouble] = []
        self.read: list[Read] = []
        self.unsaid: Counter[tuple[str, str]] = Counter()
        self._register, self._facts, self._standing = register, facts, standing
        self._sheet, self._legends = sheet, sheet.legends
        self._longer = longer_scales(register, sheet)
        self._lines: dict[object, SheetRow] = {}
        self._sheets: dict[object, str] = {}

    def line(self, row: SheetRow) -> Line | None:
        row = self._decoded(row)
        called = called_in(self._register, row.text(REFERENCE))
        entry = self._standing.entries.get(called)
        before = len(self.troubles)
        values, doubts = self._values(row, entry)
        if entry is None:
            there = self._standing.titled.get(title_and_unit(self._register, values))
            if there is not None and _says(there[1], values):
                return self._there_already(row, *there)
            doubts = (*doubts, *self._twice(row, values, there is not None))
            if len(self.troubles) == before:
                values, doubts = self._left_open(row, values, doubts)
        told = {name: value for name, value in values.items() if name in row.told or not entry}
        self.read.append(Read(row, told, doubts))
        if not row.sound:
            return None
        if called and entry is None:
            self._refuse(row, BadInput("entry_not_there"), called, REFERENCE)
            return None
        if len(self.troubles) > before:
            return None
        tidy = self._register.tidied
        values = tidy(self._register.fill(tidy(values), self._facts))
        for name, refusal in self._register.faults(values, self._facts):
            # A column that is not there was told once.
            if name not in row.lacks:
                self._refuse(row, refusal, row.text(name), name)
        if (
            row.lacks
            or len(self.troubles) > before
            or not self._is_once(row, called, entry, values)
        ):
            return None
        place, where = len(self.read) - 1, row.where if row.has_place else ""
        return self._kept(Line(row.line, values, called, entry, (), where, doubts, place), row)

    def _decoded(self, row: SheetRow) -> SheetRow:
        """A row with the words that its codes stand for, and the codes beside them."""
        told = dict(row.told)
        for name, codes in self._legends.items():
            meant = decoded(row.text(name), codes) if name in told else None
            if meant is not None:
                original = f"{told[name].original}（{meant}）"
                told[name] = told[name]._replace(text=meant, original=original)
        meanings = frozenset(name for name in told if told[name] is not row.told[name])
        return replace(row, told=told, decoded=meanings) if meanings else row

    def _left_open(
        self, row: SheetRow, values: dict[str, Value], doubts: tuple[Doubt, ...]
    ) -> tuple[dict[str, Value], tuple[Doubt, ...]]:
        """What a row says, without the end that the rule refuses, as of a complaint that was closed
        and of which the sheet does not say all that closing asks for: it is kept in the notes."""
        ends = [name for name in self._register.opens if values.get(name) and name in row.told]
        if not ends or not may_be_noted(self._register) or not self._refused(values):
            return values, doubts
        for several in (*([each] for each in ends), ends):
            opened = values | {name: self._register.field(name).nothing for name in several}
            if not self._refused(opened):
                kept = words_kept(self._register, row, several, opened)
                return opened | kept, (*doubts, *(Doubt(name, "left_open") for name in several))
        return values, doubts

    def _refused(self, values: Values) -> bool:
        """Whether anything is wrong with values as they would be entered."""
        filled = self._register.fill(self._register.tidied(values), self._facts)
        return any(self._register.faults(self._register.tidied(filled), self._facts))

    def _there_already(self, row: SheetRow, called: str, entry: Entry) -> Line:
        """Of a row that says nothing but what an entry says that it does not name."""
        self.read.append(Read(row, entry.values, ()))
        place, where = len(self.read) - 1, row.where if row.has_place else ""
        return Line(row.line, entry.values, called, entry, (), where, (), place)

    def _twice(self, row: SheetRow, values: Values, there: bool) -> Iterator[Doubt]:
        """Why a row may say once more what is registered, or what another sheet says."""
        if there:
            yield Doubt(self._register.title[0], "in_register")
        if self._is_in_another_sheet(row, values):
            yield Doubt(self._register.title[0], "in_other_sheet")

    def _kept(self, line: Line, row: SheetRow) -> Line | None:
        if line.entry is None:
            return line
        before = line.entry.values
        changed = tuple(name for name, value in line.values.items() if before[name] != value)
        if changed and not self._register.changes:
            self._refuse(row, RuleBroken("entry_stays"), line.called, changed[0])
            return None
        return replace(line, changes=changed)

    def _values(
        self, row: SheetRow, entry: Entry | None
    ) -> tuple[dict[str, Value], tuple[Doubt, ...]]:
        values = dict(entry.values) if entry else {}
        doubts = list(row.doubts)
        lost = [each.column for each in doubts if each.why == LINES_DIFFER]
        spread = self._spread(row) if entry is None else {}
        for each in self._register.cells:
            text, why = row.text(each.name), ""
            if each.name in spread:
                lost += [each.name] if text else []
                text, why = spread[each.name], OF_OTHER_CELL
            elif entry is None:
                text, why = self._elsewhere(each, row, text)
            doubts += [Doubt(each.name, why)] if why else []
            if each.name not in row.told and not text:
                continue
            now = values.get(each.name)
            if isinstance(now, str) and row.told[each.name].original.strip() == now:
                # A dash that was typed is a dash.
                continue
            found = self._found(each, row, text, now, is_new=entry is None)
            if found is None:
                values.pop(each.name, None)
                continue
            values[each.name] = found.value
            if found.why and (entry is None or found.value != now):
                doubts.append(Doubt(each.name, found.why))
            is_lost = found.lost or may_lose_words(self._register, found, text)
            lost += [each.name] if is_lost and each.name in row.told else []
        if entry is None:
            values |= words_kept(self._register, row, lost, values)
        return values, tuple(doubts)

    def _spread(self, row: SheetRow) -> Mapping[str, str]:
        """What cells say of other fields than their own."""
        return self._register.spreads({name: each.text for name, each in row.told.items()})

    def _elsewhere(self, field: Field, row: SheetRow, text: str) -> tuple[str, str]:
        """What a row says of a field in its cell or without one, and why that is doubtful."""
        unit, why = unit_around(field, row, self._facts, self._register)
        if unit or text:
            return unit or text, why
        if field.needed and (said := said_by_source(field, row)):
            return said, OF_OTHER_CELL
        return self._instead(field), ""

    def _instead(self, field: Field) -> str:
        """What was chosen for rows that do not say this."""
        if not may_be_chosen(self._register, field):
            return ""
        self.unsaid[field.name, ""] += 1
        return self._sheet.instead.get((field.name, ""), "")

    def _meant(self, field: Field, text: str) -> str:
        """What a cell says, or what was chosen for all rows that say this."""
        chosen = self._sheet.instead.get((field.name, one_line(text)), "") if text else ""
        if not (chosen and may_be_chosen(self._register, field)):
            return text
        self.unsaid[field.name, one_line(text)] += 1
        return chosen

    def _found(
        self, field: Field, row: SheetRow, text: str, now: Value, *, is_new: bool
    ) -> Guess | None:
        """What a cell says; None where nobody can read it, which is told."""
        text = self._meant(field, text)
        try:
            if field.name in row.decoded:
                return replace(self._read(field, text, now), why="by_legend")
            if field.name in self._longer and is_of_scale(text):
                raise self._longer[field.name]
            return self._read(field, text, now)
        except Refusal as refusal:
            within = self._day_within(field, row, text)
            if within is not None:
                return within
            blank = may_stay_blank(self._register, field, text) or words_elsewhere(field, row)
            if is_new and blank:
                return Guess(field.nothing, "cell_unread", lost=True)
            if row.sound:
                self._refuse(row, refusal, text, field.name)
                if may_be_chosen(self._register, field):
                    self.unsaid[field.name, one_line(text)] += 1
            return None

    def _day_within(self, field: Field, row: SheetRow, text: str) -> Guess | None:
        """A day without a year, by a title or another day of the row that tells it."""
        if not isinstance(field, Day):
            return None
        run = parts_of_run(text)
        meant = run[bool(field.ends)] if run else text
        found = day_within(meant, row.around, self._facts.fiscal_start.month)
        if found is not None:
            return Guess(found, "year_of_title")
        found = day_of_row(field, text, row, self._register, self._facts)
        return Guess(found, YEAR_OF_ROW) if found is not None else None

    def _is_in_another_sheet(self, row: SheetRow, values: Values) -> bool:
        """Whether another sheet says an entry of the same name and unit, as that of the year before
        does; of what is approved there is one of each."""
        key = title_and_unit(self._register, values)
        return bool(key) and self._sheets.setdefault(key, row.sheet) != row.sheet

    def _read(self, field: Field, text: str, now: Value) -> Guess:
        if not text:
            return Guess(field.nothing, "")
        if (marked := field.marked(text, self._facts)) is not None:
            return marked
        if isinstance(field, Pick) and now in field.named(text, self._facts):
            # Several may bear one name: it is the one whom the entry has.
            return Guess(now, "")
        try:
            found = field.read(text, self._facts)
        except BadInput:
            guess = field.guess(text, self._facts)
            if guess is None:
                raise
            return guess
        if isinstance(now, str) and found == field.read(now, self._facts):
            # Cells are tidied as they are read: blanks that were typed are no change.
            return Guess(now, "")
        return Guess(found, "")

    def _is_once(self, row: SheetRow, called: str, entry: Entry | None, values: Values) -> bool:
        same = self._register.same
        what: object = called
        if same is not None:
            what = tuple(values[name] for name in same.names)
            own = entry is not None and what == tuple(entry.values[name] for name in same.names)
            if what in self._standing.known and not own:
                self._refuse(row, same.known(values), "")
                return False
        for key in filter(None, {called, what}):
            if key in self._lines:
                first = self._lines[key]
                at = first.where if first.has_place else first.line
                self._refuse(row, RuleBroken("entry_twice", line=at), called)
                return False
            self._lines[key] = row
        return True

    def _refuse(self, row: SheetRow, refusal: Refusal, words: str, column: str = "") -> None:
        told = row.told.get(column)
        where = told.place if told else row.where if row.has_place else ""
        self.troubles.append(
            Trouble(row.line, Problem.REFUSED, shown(words), 0, column, refusal, where)
        )


def has_one_of_each(register: Register) -> bool:
    """Whether what is called the same in a unit is the same entry."""
    return bool(register.approvers and register.title and not register.dated)


def title_and_unit(register: Register, values: Values) -> tuple[Value, ...]:
    """What there is one of each where entries are approved; nothing without a title, and of what
    happens on a day."""
    if not has_one_of_each(register):
        return ()
    title = tuple(values.get(each) for each in register.title)
    return (*title, values.get("unit_id")) if all(title) else ()


def _says(entry: Entry, values: Values) -> bool:
    """Whether an entry says all of this."""
    return all(entry.values.get(name) == value for name, value in values.items())


def called_in(register: Register, text: str) -> str:
    """How an entry is called that the first column names; as it stands where it names none."""
    if register.kind is None:
        return one_line(text).removesuffix("番").strip()
    found = parse_reference(text)
    return str(found) if found is not None and found.kind is register.kind else one_line(text)
