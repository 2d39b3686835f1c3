"""Lists of people as offices keep them: what each row says of one person, where, and what of it was
guessed; whoever left is left out, which is told, and no list with a My Number is read."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from unicodedata import normalize

from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.imports.part_words import (
    group_named,
    is_group,
    names_nobody,
    of_those_who_left,
    one_unit,
    said_left,
    sheet_named,
    unit_in,
    without_standing,
)
from pms_tracker.people.imports.people_cells import Guess, RowReader
from pms_tracker.people.imports.people_columns import KNOWN, LISTED, Column, Part, plain_word
from pms_tracker.sheets.office.office_tables import Row as OfficeRow, Table
from pms_tracker.sheets.office.row_kinds import Left
from pms_tracker.sheets.office.told_cells import LeftOver, Told
from pms_tracker.sheets.office_books import BookTables, Choices, Reading, read_tables
from pms_tracker.sheets.sheet_lines import Problem, Trouble, one_line

_OF_OTHERS = re.compile(r"退職|退社|離職|部署コード|役職コード|組織図|座席")
# A column of My Numbers whose last digit was mistyped has them nevertheless.
_MOST_DIGITS = 10


class Out(StrEnum):
    """Why a row makes nobody."""

    LEFT = "left"
    STRUCK = "struck"
    NOBODY = "nobody"
    CONTINUED = "continued"
    GROUP = "group"


class LeftOut(NamedTuple):
    """A row that makes nobody, by where it is and what stands for a name; `cells` are all that it
    has."""

    where: str
    name: str
    why: Out
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """What a row says of one person, as text by column, and where; cells of `refused` columns are
    told already, `cells` are all that were read. `where` tells its sheet, if there are several."""

    line: int
    where: str
    texts: Mapping[Column, str]
    places: Mapping[Column, str]
    guesses: tuple[Guess, ...] = ()
    refused: frozenset[str] = frozenset()
    cells: tuple[str, ...] = ()


@dataclass
class PeopleSheet(Reading):
    """What was read of a file: what each row says of somebody, and the rows that make nobody."""

    lines: list[Line] = field(default_factory=list)
    out: list[LeftOut] = field(default_factory=list)


def read(content: bytes, choices: Choices | None, units: Collection[str], most: int) -> PeopleSheet:
    """What the rows of a file say, beside `units` that are there. Raises BadInput as `read_tables`
    does, and for more people than are taken at once."""
    there = frozenset(map(plain_word, units))
    book = read_tables(content, KNOWN, choices or Choices(), _is_aside)
    found = PeopleSheet(troubles=_my_numbers(book))
    sheets, leavers = list[str](), _leavers(book)
    for table in book.tables:
        before = len(found.lines)
        _TableReader(
            table, found, several=len(book.sheets) > 1, leavers=leavers, units=there
        ).read()
        sheets += [table.sheet] * (len(found.lines) - before)
        if len(found.lines) > most:
            raise BadInput("rows_too_many", most=most)
    found.finish(book, sheets)
    return found


def _is_aside(name: str) -> bool:
    return _OF_OTHERS.search(normalize("NFKC", name)) is not None


def _leavers(book: BookTables) -> dict[tuple[str, int], tuple[str, str]]:
    """The rows of which a column that is not read says that somebody left: where, and the word."""
    beside = {Left.UNKNOWN_COLUMN, Left.NO_HEADING, Left.HIDDEN_COLUMN}
    return {
        (each.sheet, int(re.sub(r".*?([0-9]+)$", r"\1", each.place))): (each.place, word)
        for each in book.left
        if each.why in beside and (word := said_left(each.text))
    }


def _my_numbers(book: BookTables) -> list[Trouble]:
    """Every cell that has a My Number, on whichever sheet; what it says is told nowhere."""
    found = book.my_numbers()
    for table in book.tables:
        for row in table.rows:
            told = row.told.get(Part.MY_NUMBER)
            if told is not None and len(re.findall(r"\d", told.original)) > _MOST_DIGITS:
                found.setdefault(told.place, row.row)
    return [Trouble(row, Problem.MY_NUMBER, where=at) for at, row in found.items()]


class _TableReader:
    """Makes of the rows of one table what they say of people."""

    def __init__(
        self,
        table: Table,
        found: PeopleSheet,
        *,
        several: bool,
        leavers: Mapping[tuple[str, int], tuple[str, str]],
        units: Collection[str],
    ) -> None:
        self._table, self._found, self._several = table, found, several
        self._leavers, self._there = leavers, units
        columns = [each.match.key for each in table.block.columns if each.match.key]
        self._keys = set(columns)
        self._has_units = not self._keys.isdisjoint({Column.UNIT, Part.DIVISION, Part.SECTION})
        self._named_by = Column.NAME if Column.NAME in columns else Part.FAMILY
        at = columns.index(self._named_by) if self._named_by in columns else 0
        # What stands to the left of a name may group several.
        self._groups = set(columns[:at])
        self._units: dict[str, str] = {}
        # The title between rows that stands over them, and what it was last.
        self._section = self._between = ""
        self._last: Told | None = None

    def read(self) -> None:
        """Keep its rows, or tell what is wrong with its headings."""
        wrong = [*self._column_troubles()]
        self._found.troubles += wrong
        if wrong:
            return
        lines = [line for row in self._table.rows if (line := self._line(row)) is not None]
        if not (self._has_units or any(line.texts[Column.UNIT] for line in lines)):
            self._found.troubles += [self._missing(Column.UNIT)] if lines else []
            return
        self._found.lines += lines

    def _column_troubles(self) -> Iterator[Trouble]:
        block = self._table.block
        for each in block.columns:
            if each.twice:
                words = one_line(each.words)
                yield Trouble(block.first, Problem.COLUMN_TWICE, words, where=self._at(block.first))
        if not self._keys & {Column.NAME, Part.FAMILY}:
            yield self._missing(Column.NAME)

    def _missing(self, column: Column) -> Trouble:
        row = self._table.block.first
        return Trouble(row, Problem.COLUMN_MISSING, LISTED[column][0], where=self._at(row))

    def _at(self, row: int) -> str:
        return f"{self._table.sheet}!{row}" if self._table.sheet else ""

    def _line(self, row: OfficeRow) -> Line | None:
        """What a row says of somebody; None where it makes nobody, which is told."""
        if row.section != self._between:
            self._between = row.section
            self._begin(row.section)
        reading = RowReader(row, {**row.above, **row.told})
        name = reading.name()
        if (why := self._why_out(row, reading, name)) is not None:
            self._found.out.append(
                LeftOut(self._at(row.row) or str(row.row), name, why, reading.cells)
            )
            if why is Out.GROUP:
                self._begin(name)
            return None
        self._last = reading.told.get(self._named_by)
        unit = self._unit(row, reading)
        if not reading.says_anything:
            # Nothing but dashes.
            self._found.left += (
                LeftOver(row.sheet, place, "", Left.NOTE, 0) for place in reading.cells
            )
            return None
        return self._told(row, reading, name, unit)

    def _told(self, row: OfficeRow, reading: RowReader, name: str, unit: str) -> Line:
        """All that a row says of somebody."""
        texts = {
            Column.NAME: name,
            Column.READING: reading.reading(),
            Column.UNIT: unit,
            **{each: reading.text(each) for each in Column if each not in _MADE},
        }
        if (leaver := self._leavers.get((row.sheet, row.row))) is not None:
            # What the column says besides is not to be read here.
            place, word = leaver
            reading.guess(Column.NAME, "said_left", word, place)
        troubles = [*reading.troubles()]
        self._found.troubles += troubles
        places = {each: told.place for each in Column if (told := reading.told.get(each))}
        return Line(
            row.row,
            self._at(row.row) if self._several else "",
            texts,
            places if row.sheet else {},
            tuple(dict.fromkeys(reading.guesses)),
            frozenset(each.column for each in troubles),
            reading.cells,
        )

    def _begin(self, section: str) -> None:
        """Rows of another group follow."""
        self._section, self._units = section, {}

    def _why_out(self, row: OfficeRow, reading: RowReader, name: str) -> Out | None:
        told = reading.told.get(self._named_by)
        if row.struck or (told is not None and told.doubt == "cell_struck"):
            return Out.STRUCK
        if of_those_who_left(self._section, *row.titles, row.sheet) or reading.has_left():
            return Out.LEFT
        if name and names_nobody(name):
            return Out.NOBODY
        if len(row.told) == 1 and is_group(name):
            return Out.GROUP
        merged = told is not None and self._last is not None and told.place == self._last.place
        return Out.CONTINUED if merged else None

    def _unit(self, row: OfficeRow, reading: RowReader) -> str:
        """The unit of a row, by its cells, or by what stands over it."""
        over = unit_in(self._section)
        # A title between rows stands nearer than a line above the table.
        is_above = over and Column.UNIT in row.above and Column.UNIT not in row.told
        own = "" if is_above else self._filled(reading, Column.UNIT, over) or self._levels(reading)
        if own:
            return own
        around = [(self._section, over)] if over or self._has_units else self._around(row)
        words, found = next(((words, unit) for words, unit in around if unit), ("", ""))
        return self._guessed(reading, found, words, "from_title") if found else ""

    def _around(self, row: OfficeRow) -> Iterator[tuple[str, str]]:
        """What stands over a row, the nearest first, with the unit that it may name."""
        yield self._section, group_named(self._section)
        for title in row.titles:
            yield title, unit_in(title)
        is_there = plain_word(row.sheet) in self._there
        any_other = sheet_named(row.sheet) if self._several else unit_in(row.sheet)
        yield row.sheet, row.sheet if is_there else any_other

    def _levels(self, reading: RowReader) -> str:
        """Units in two levels: 管理部 総務課. A section that is blank is that of above only where
        its division is as well."""
        is_new = bool(reading.text(Part.DIVISION)) and not reading.is_from_above(Part.DIVISION)
        division = self._filled(reading, Part.DIVISION, "")
        if is_new and not reading.text(Part.SECTION):
            self._units.pop(Part.SECTION, None)
        section = self._filled(reading, Part.SECTION, "")
        joined = " ".join(filter(None, (division, section)))
        if division and section and plain_word(section) in self._there:
            return section
        if division and section:
            return self._guessed(reading, joined, joined, "unit_joined")
        return joined

    def _filled(self, reading: RowReader, key: Column | Part, over: str) -> str:
        """What a cell says of the unit; left of the names a blank one says what that above does,
        unless a title between them tells the unit."""
        written = reading.text(key)
        words = without_standing(written)
        if words != one_line(written) and plain_word(written) not in self._there:
            reading.guess(Column.UNIT, "unit_parted", written)
        said, several = one_unit(words)
        if several and plain_word(words) in self._there:
            said = one_line(words)
        elif several:
            reading.guess(Column.UNIT, "unit_first", several)
        if said:
            self._units[key] = said
        elif key in self._groups and not over and reading.names_somebody and key in self._units:
            return self._guessed(reading, self._units[key], "", "blank_above")
        return said

    def _guessed(self, reading: RowReader, unit: str, original: str, why: str) -> str:
        reading.guess(Column.UNIT, why, original)
        return unit


_MADE = {Column.NAME, Column.READING, Column.UNIT}
