"""A sheet as a grid of cells: what is written, what it was, where it lies, and what was merged."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter

# A row and a column, from 1.
At = tuple[int, int]


class What(StrEnum):
    """What a cell held before it became text; an error of a formula counts as one."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    FORMULA = "formula"


class Cell(NamedTuple):
    """A cell that is not blank: its text as it is shown, empty where a formula has no result. Where
    something of it is struck through, `whole` is the text with that; all of it is, if both are
    alike."""

    row: int
    column: int
    text: str
    what: What = What.TEXT
    whole: str = ""

    @property
    def is_struck(self) -> bool:
        """Whether all of it is struck through."""
        return bool(self.whole) and self.whole == self.text


@dataclass(frozen=True)
class Grid:
    """One sheet. `rows` has the cells that are not blank by row and column, `merged` leads from
    each cell that was merged away to the one that shows its text; in `struck_rows` every cell is
    struck through; `colours` are those of rows that are filled with one. `comments` are what people
    noted beside cells.

    Of a sheet that was laid out anew as a table, `sources` says where its cells lie in the file,
    and `entries` which rows are of entries whatever stands around them, with whether they begin
    one; what was `turned` has the sheet's columns as rows.
    """

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    merged: Mapping[At, At] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    hidden: bool = False
    sources: Mapping[At, At] = field(default_factory=dict)
    entries: Mapping[int, bool] = field(default_factory=dict)
    turned: bool = False
    comments: Mapping[At, str] = field(default_factory=dict)
    colours: Mapping[int, str] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Cell | None:
        """What a cell shows, through what it was merged into."""
        where = self.merged.get((row, column), (row, column))
        return self.rows.get(where[0], {}).get(where[1])

    def row(self, row: int) -> dict[int, Cell]:
        """What a row shows by column, merged cells included."""
        shown = dict(self.rows.get(row, {}))
        for column in self.merged_in(row):
            cell = self.at(row, column)
            if cell is not None:
                shown[column] = cell
        return dict(sorted(shown.items()))

    def merged_in(self, row: int) -> Collection[int]:
        """The columns of a row of which the cells were merged away."""
        return self._merged_in.get(row, ())

    def cells(self) -> Iterator[Cell]:
        """Every cell that is not blank, each once, in reading order."""
        for row in sorted(self.rows):
            for column in sorted(self.rows[row]):
                yield self.rows[row][column]

    def part(self, first: int, last: int) -> "Grid":
        """The same with the columns from the first to the last alone."""
        rows = {
            row: {at: cell for at, cell in cells.items() if first <= at <= last}
            for row, cells in self.rows.items()
        }
        return replace(
            self,
            rows={row: cells for row, cells in rows.items() if cells},
            merged={
                at: to
                for at, to in self.merged.items()
                if first <= at[1] <= last and first <= to[1] <= last
            },
        )

    def top(self, rows: int) -> "Grid":
        """The same with some rows from above alone."""
        if self.last[0] <= rows:
            return self
        return replace(
            self,
            rows={row: cells for row, cells in self.rows.items() if row <= rows},
            merged={at: to for at, to in self.merged.items() if at[0] <= rows},
        )

    @property
    def last(self) -> At:
        """The last row and the last column with anything in them; zeros for a blank sheet."""
        columns = (max(cells) for cells in self.rows.values() if cells)
        return max(self.rows, default=0), max(columns, default=0)

    def place(self, row: int, column: int) -> str:
        """Where a cell lies, as people find it: 営業部!C7, or C7 where sheets have no names."""
        row, column = self.sources.get((row, column), (row, column))
        where = f"{get_column_letter(column)}{row}"
        return f"{self.name}!{where}" if self.name else where

    def number(self, row: int) -> int:
        """Which row of the file a row is, or which column where the sheet was turned."""
        first = (row, min(self.rows.get(row, {0: None})))
        return self.sources.get(first, first)[1 if self.turned and first in self.sources else 0]

    @cached_property
    def ends(self) -> Mapping[At, At]:
        """The last row and column of each cell that others were merged into, by where it lies."""
        found: dict[At, At] = {}
        for (row, column), into in self.merged.items():
            last = found.get(into, into)
            found[into] = (max(last[0], row), max(last[1], column))
        return found

    @cached_property
    def _merged_in(self) -> Mapping[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row, column in self.merged:
            found.setdefault(row, []).append(column)
        return found


class Relaid:
    """A sheet that is laid out anew: cells are put where a table has them."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._rows: dict[int, dict[int, Cell]] = {}
        self._merged: dict[At, At] = {}
        self._sources: dict[At, At] = {}
        self._hidden: set[int] = set()
        self._struck: set[int] = set()
        self._colours: dict[int, str] = {}

    def put(self, row: int, column: int, cell: Cell, text: str | None = None) -> None:
        """Put a cell, or what of its text is meant, where it belongs."""
        told = cell.text if text is None else text
        self._rows.setdefault(row, {})[column] = cell._replace(row=row, column=column, text=told)
        at = (cell.row, cell.column)
        self._sources[row, column] = self._grid.sources.get(at, at)

    def keep(self, row: int, to: int) -> None:
        """Keep a row as it is, in another place."""
        for cell in self._grid.rows.get(row, {}).values():
            self.put(to, cell.column, cell)
        for at in self._grid.merged_in(row):
            into = self._grid.merged[row, at]
            if into[0] == row:
                self._merged[to, at] = (to, into[1])
        self.mark(to, [row])

    def merge(self, at: At, into: At) -> None:
        """Have a cell show what another does."""
        self._merged[at] = into

    def mark(self, to: int, rows: Iterable[int]) -> None:
        """Make a row hidden or struck through where all that it is made of is."""
        made_of = set(rows)
        if made_of <= self._grid.hidden_rows:
            self._hidden.add(to)
        if made_of <= self._grid.struck_rows:
            self._struck.add(to)
        colours = {self._grid.colours.get(row, "") for row in made_of}
        if len(colours) == 1 and (colour := colours.pop()):
            self._colours[to] = colour

    def hide(self, row: int) -> None:
        self._hidden.add(row)

    def grid(self, **more: Any) -> Grid:
        """The sheet as it is now."""
        return replace(
            self._grid,
            rows=self._rows,
            merged=self._merged,
            sources=self._sources,
            hidden_rows=frozenset(self._hidden),
            struck_rows=frozenset(self._struck),
            colours=self._colours,
            **more,
        )


@dataclass(frozen=True)
class Book:
    """The sheets of a file; `broken` is the line from which a text can no longer be read."""

    sheets: tuple[Grid, ...]
    broken: int | None = None
