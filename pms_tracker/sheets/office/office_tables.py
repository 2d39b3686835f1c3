"""The tables of a sheet: which rows are entries, what their cells say, and what is left over.

Merges and 〃 are filled, a column for each choice becomes one cell that names the chosen ones. Of
every cell that is not blank it is told where it went: it is read, or left over with the reason.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

from pms_tracker.sheets.office.grids import Cell, Grid
from pms_tracker.sheets.office.heading_rows import Block, begins_again, find, names_columns
from pms_tracker.sheets.office.headings import RUNNING, Chosen, Column, Known, counted_in
from pms_tracker.sheets.office.layouts.sheet_layouts import as_table
from pms_tracker.sheets.office.legends import of_no_more
from pms_tracker.sheets.office.marks import same_as
from pms_tracker.sheets.office.row_kinds import Left, RowKinds, without_page
from pms_tracker.sheets.office.told_cells import (
    LeftOver,
    Parts,
    Told,
    in_charge_of,
    in_parts,
    joined,
    used_by,
    with_rest,
)

# Beside a title, what tells the year or month of the rows beneath: 2026年9月.
_YEAR = re.compile(r"[0-9元]\s*年")
# What a title tells in brackets: 廃棄管理簿（部署：営業部）.
_WITHIN = re.compile(r"[(\[【](?P<told>[^()\[\]【】:]{1,20}:[^()\[\]【】:]{1,40})[)\]】]")


@dataclass(frozen=True)
class Row:
    """One row of data by column, or a column where the sheet was `turned`, by its number; `above`
    is what lines above tell of it by column, `titles` are those that stand over it, the nearest
    first; `struck` is whether it is struck through, `numbered` whether it has a number of its own,
    `no_more` whether it has a colour that says so.
    Of forms it is told whether it `begins` one."""

    sheet: str
    row: int
    told: Mapping[str, Told]
    above: Mapping[str, Told] = field(default_factory=dict)
    section: str = ""
    titles: tuple[str, ...] = ()
    struck: bool = False
    turned: bool = False
    begins: bool | None = None
    numbered: bool = False
    no_more: bool = False


@dataclass
class Table:
    """A table that was found: its headings and its rows."""

    sheet: str
    block: Block
    rows: list[Row] = field(default_factory=list)


def read_sheet(
    grid: Grid, known: Known, chosen: Callable[[str], Chosen]
) -> tuple[list[Table], list[LeftOver]]:
    """The tables of a sheet, and the cells that are in none; `chosen` is what people chose for the
    columns of a layout, by its digest. Tables side by side are read one after the other."""
    tables = list[Table]()
    left = [
        LeftOver(grid.name, grid.place(*at), text, Left.COMMENT, at[1])
        for at, text in sorted(grid.comments.items())
    ]
    rest: Grid | None = as_table(grid, known)
    while rest is not None:
        block = find(rest, known, 1, chosen)
        at = begins_again(block) if block is not None else None
        beside = rest.part(at, rest.last[1]) if at is not None else None
        reader = _Reader(rest.part(1, at - 1) if at is not None else rest, known, chosen)
        reader.read()
        tables += reader.tables
        left += reader.left
        rest = beside
    return tables, left


def left_whole(grid: Grid, why: Left) -> list[LeftOver]:
    """Every cell of a sheet that is not read."""
    return [
        LeftOver(grid.name, grid.place(each.row, each.column), each.text, why, each.column)
        for each in grid.cells()
    ]


class _Reader:
    """Goes down a sheet once, row by row."""

    def __init__(self, grid: Grid, known: Known, chosen: Callable[[str], Chosen]) -> None:
        self.tables: list[Table] = []
        self.left: list[LeftOver] = []
        self._grid, self._known, self._chosen = grid, known, chosen
        self._rows = sorted(grid.rows)
        self._over = _Over(grid, known)

    def read(self) -> None:
        block = find(self._grid, self._known, 1, self._chosen)
        if block is None:
            self.left += left_whole(self._grid, Left.NO_TABLE)
            return
        for row in self._rows:
            if row < block.first:
                self._over.title(row)
                self._leave_row(row, Left.TITLE)
        while block is not None:
            block = self._table(block)

    def _table(self, block: Block) -> Block | None:
        """Read a table down to the next headings, which are given."""
        table = Table(self._grid.name, block)
        self.tables.append(table)
        kinds = RowKinds(self._grid, block, self._begins, self._known.enough)
        rows = _TableRows(self._grid, table, self._leave, self._known)
        for row in self._rows:
            if row < block.first:
                continue
            if row <= block.last:
                self._leave_headings(row, block)
            elif another := self._another(row, kinds):
                return another
            else:
                self._row(row, kinds, rows)
        return None

    def _row(self, row: int, kinds: RowKinds, rows: "_TableRows") -> None:
        kind = kinds.kind(row)
        if kind is None:
            rows.take(row, self._over, kinds.section)
            return
        if kind in {Left.TITLE, Left.SECTION} and self._over.says(row, kind is Left.TITLE):
            # It stands nearer than the last title between rows.
            kinds.section = ""
        self._leave_row(row, kind)

    def _begins(self, row: int) -> bool:
        """Whether the headings of another table begin in a row."""
        if row in self._grid.hidden_rows or not names_columns(self._grid, self._known, row):
            return False
        found = find(self._grid, self._known, row, self._chosen)
        return found is not None and found.first == row

    def _another(self, row: int, kinds: RowKinds) -> Block | None:
        """The headings of another table that begin in a row, or in the next beneath a title."""
        if row in self._grid.hidden_rows or kinds.repeats(row):
            return None
        if not any(names_columns(self._grid, self._known, each) for each in (row, row + 1)):
            return None
        found = find(self._grid, self._known, row, self._chosen)
        return found if found is not None and found.first == row else None

    def _leave_headings(self, row: int, block: Block) -> None:
        unread = {each.at: each for each in block.columns if not each.match.key}
        for cell in self._grid.rows[row].values():
            column = unread.get(cell.column)
            why = Left.HEADING
            if column is not None:
                why = Left.HIDDEN_COLUMN if column.hidden else Left.UNKNOWN_COLUMN
            self._leave(cell, why)

    def _leave_row(self, row: int, why: Left) -> None:
        for cell in self._grid.rows[row].values():
            self._leave(cell, why)

    def _leave(self, cell: Cell, why: Left) -> None:
        where = self._grid.place(cell.row, cell.column)
        self.left.append(LeftOver(self._grid.name, where, cell.text, why, cell.column))


class _Over:
    """What stands over the rows of tables: what lines tell (部署：営業部) by column, and titles."""

    def __init__(self, grid: Grid, known: Known) -> None:
        self._grid, self._known = grid, known
        self._known_titles: set[str] = set()
        # Whether rows were read since the last title: the next one stands over other rows then.
        self._is_used = False
        self._told_here: set[str] = set()
        self.told: dict[str, Told] = {}
        self.titles: tuple[str, ...] = ()

    def use(self) -> None:
        """Rows beneath were read."""
        self._is_used = True

    def title(self, row: int) -> None:
        """A line above a table: it may tell something, and its first words may be whose it is."""
        self.says(row, is_title=True)
        self._known_titles.add(self._first(row))

    def says(self, row: int, is_title: bool) -> bool:
        """Take a line between tables or rows; whether it says something new of those beneath."""
        if self._is_used:
            self._is_used, self._told_here = False, set()
            fresh: tuple[str, ...] = ()
        else:
            fresh = self.titles
        told = dict(self._tells(row))
        new = {key: each for key, each in told.items() if key not in self._told_here}
        self.told |= new
        self._told_here |= set(new)
        words = self._first(row)
        if not is_title or told or not words or words in self._known_titles:
            return bool(told)
        cells = (cell.text for cell in [*self._grid.rows[row].values()][1:])
        years = (text for text in cells if _YEAR.search(normalize("NFKC", text)))
        self.titles = (words, *years, *fresh)
        return True

    def _first(self, row: int) -> str:
        cells = self._grid.rows[row]
        words = cells[min(cells)].text
        rest = _WITHIN.sub("", normalize("NFKC", words))
        return "" if ":" in rest else without_page(words)

    def _tells(self, row: int) -> Iterator[tuple[str, Told]]:
        shown = {(each.row, each.column): each for each in self._grid.row(row).values()}
        cells = [*shown.values()]
        for cell, after in zip(cells, [*cells[1:], None], strict=True):
            within = _WITHIN.search(normalize("NFKC", cell.text))
            said = within["told"] if within else normalize("NFKC", cell.text)
            label, _mark, value = said.partition(":")
            told = cell if value.strip() else after
            # 事業所：松本 is a 事業所名.
            key = self._known.surely([label]).key or self._known.surely([f"{label}名"]).key
            if key in self._known.shared and told is not None:
                where = self._grid.place(told.row, told.column)
                yield key, Told(value.strip() or told.text, told.text, where)


class _TableRows:
    """Makes entries of the rows of one table."""

    def __init__(
        self, grid: Grid, table: Table, leave: Callable[[Cell, Left], None], known: Known
    ) -> None:
        self._grid, self._table, self._leave, self._known = grid, table, leave, known
        self._columns = {each.at: each for each in table.block.columns}
        # What each column said last, for cells that say the same.
        self._before: dict[int, Told] = {}
        self._no_more = of_no_more(grid)

    def take(self, row: int, over: _Over, section: str) -> None:
        shown = self._grid.row(row)
        numbered = False
        for at, cell in shown.items():
            column = self._columns.get(at)
            if column is None or not column.match.key:
                if cell.row == row and cell.column == at:
                    self._leave(cell, _unread(column))
            elif cell.row == row and cell.column == at:
                if column.match.key == RUNNING:
                    self._leave(cell, Left.RUNNING)
                numbered |= column.match.key == RUNNING or column.match.numbers
        told = dict(self._told(row, shown))
        if told:
            over.use()
            above = {key: each for key, each in over.told.items() if key not in told}
            grid = self._grid
            kind = (row in grid.struck_rows, grid.turned, grid.entries.get(row), numbered)
            no_more = row in self._no_more
            self._table.rows.append(
                Row(grid.name, grid.number(row), told, above, section, over.titles, *kind, no_more)
            )

    def _told(self, row: int, shown: Mapping[int, Cell]) -> Iterator[tuple[str, Told]]:
        parts: Parts = {}
        left: Told | None = None
        for each in self._table.block.columns:
            cell = shown.get(each.at)
            if cell is None:
                left = None
                continue
            told = self._one(row, each, cell, left)
            left = told
            if each.match.key and each.match.key != RUNNING:
                parts.setdefault(each.match.key, []).append((each, told))
        if all(column.match.rest for several in parts.values() for column, _told in several):
            # What is of no field makes no entry.
            self._leave_unread(row, shown)
            return
        self._by_units(parts)
        for key, several in parts.items():
            own = [each for each in several if not each[0].match.rest]
            rest = [each for each in several if each[0].match.rest]
            own_words = self._together(key, own) if own else None
            yield key, with_rest(own_words, rest)

    def _by_units(self, parts: Parts) -> None:
        """Of columns for departments, whose an entry is stays; who uses it goes with the notes."""
        for key in self._known.shared & parts.keys():
            if all(column.match.member for column, _told in parts[key]):
                used = used_by(parts[key], self._known.rest)
                if other := parts[key][0][0].match.other:
                    parts.setdefault(other, in_charge_of(parts[key]))
                parts[key] = in_charge_of(parts[key])
                if used is not None:
                    parts.setdefault(self._known.rest, []).append(used)

    def _together(self, key: str, several: list[tuple[Column, Told]]) -> Told:
        if len(several) > 1 and any(column.match.part for column, _told in several):
            return in_parts(several, self._known.parted[key])
        return joined(several, is_open=key in self._known.open)

    def _leave_unread(self, row: int, shown: Mapping[int, Cell]) -> None:
        for at, cell in shown.items():
            column = self._columns.get(at)
            if column is not None and column.match.rest and (cell.row, cell.column) == (row, at):
                self._leave(cell, Left.UNKNOWN_COLUMN)

    def _one(self, row: int, column: Column, cell: Cell, left: Told | None) -> Told:
        same = same_as(cell.text)
        # In a sheet that was turned, and in a form, what stands above is to the left here.
        is_aside = self._grid.turned or row in self._grid.entries
        is_above = (same == "above") != is_aside
        source = (self._before.get(column.at) if is_above else left) if same else None
        where = self._grid.place(cell.row, cell.column)
        hint = counted_in(column.path[-1])
        told = Told(cell.text, cell.whole or cell.text, where, cell.what, cell.row != row, hint)
        if cell.whole and row not in self._grid.struck_rows:
            told = told._replace(doubt="cell_struck" if cell.is_struck else "part_struck")
        if source is not None:
            told = told._replace(text=source.text, what=source.what, repeats=True)
        self._before[column.at] = told
        return told


def _unread(column: Column | None) -> Left:
    if column is None:
        return Left.NO_HEADING
    return Left.HIDDEN_COLUMN if column.hidden else Left.UNKNOWN_COLUMN
