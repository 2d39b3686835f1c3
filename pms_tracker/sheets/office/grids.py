"""A sheet as a grid of cells: what is written, what it was, where it lies, and what was merged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

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
    """A cell that is not blank: its text as it is shown, empty where a formula has no result."""

    row: int
    column: int
    text: str
    what: What = What.TEXT


@dataclass(frozen=True)
class Grid:
    """One sheet. `rows` has the cells that are not blank by row and column, `merged` leads from
    each cell that was merged away to the one that shows its text; in `struck_rows` every cell is
    struck through."""

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    merged: Mapping[At, At] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    hidden: bool = False

    def at(self, row: int, column: int) -> Cell | None:
        """What a cell shows, through what it was merged into."""
        where = self.merged.get((row, column), (row, column))
        return self.rows.get(where[0], {}).get(where[1])

    def row(self, row: int) -> dict[int, Cell]:
        """What a row shows by column, merged cells included."""
        shown = dict(self.rows.get(row, {}))
        for column in self._merged_in.get(row, ()):
            cell = self.at(row, column)
            if cell is not None:
                shown[column] = cell
        return dict(sorted(shown.items()))

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

    @property
    def last(self) -> At:
        """The last row and the last column with anything in them; zeros for a blank sheet."""
        columns = (max(cells) for cells in self.rows.values() if cells)
        return max(self.rows, default=0), max(columns, default=0)

    def place(self, row: int, column: int) -> str:
        """Where a cell lies, as people find it: 営業部!C7, or C7 where sheets have no names."""
        where = f"{get_column_letter(column)}{row}"
        return f"{self.name}!{where}" if self.name else where

    @cached_property
    def _merged_in(self) -> Mapping[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row, column in self.merged:
            found.setdefault(row, []).append(column)
        return found


@dataclass(frozen=True)
class Book:
    """The sheets of a file; `broken` is the line from which a text can no longer be read."""

    sheets: tuple[Grid, ...]
    broken: int | None = None
