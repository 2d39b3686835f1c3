"""A file of an office as its tables: which of its sheets are read, and what people chose for it.

Whoever takes the tables knows the words of the headings, and makes rows of what they say.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias
from unicodedata import normalize

from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.my_number import holds_my_number, masked
from pms_tracker.sheets.office.grids import Grid
from pms_tracker.sheets.office.headings import Chosen, Column, Known
from pms_tracker.sheets.office.legends import is_of_codes
from pms_tracker.sheets.office.office_tables import Table, left_whole, read_sheet
from pms_tracker.sheets.office.row_kinds import Left
from pms_tracker.sheets.office.told_cells import LeftOver
from pms_tracker.sheets.office.workbooks import read_book
from pms_tracker.sheets.sheet_lines import Problem, Trouble

# What a book has beside its tables: examples, what was in use before, lists to choose from.
_PUT_ASIDE = re.compile(
    r"(?:記入|記載|入力|作成)例|見本|サンプル|sample|^旧|[(\[【_\s-]旧|旧[)\]】]?$"
    r"|^(?:リスト|選択肢|マスター?|プルダウン|凡例|設定|入力規則|改[訂定]履歴|部[署門]一覧|表紙|目次)",
    re.IGNORECASE,
)

Instead: TypeAlias = Mapping[tuple[str, str], str]


def _nothing_chosen(_digest: str) -> Chosen:
    return {}


@dataclass(frozen=True)
class Choices:
    """What a person chose of a file: its sheets (None: those that are shown), what the columns of a
    layout are, and what is read of rows `instead` of words that nobody knows in a column, or of
    none: by the column and those words."""

    sheets: frozenset[str] | None = None
    columns: Callable[[str], Chosen] = _nothing_chosen
    instead: Instead = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """Headings that some sheets have alike: their digest, columns, and the sheets."""

    digest: str
    columns: tuple[Column, ...]
    sheets: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """A sheet of the file, whether it is read, and how many rows it gave."""

    name: str
    chosen: bool
    hidden: bool
    rows: int = 0


@dataclass
class BookTables:
    """What was found in a file: the tables of the sheets that are read, and what is in none;
    `broken` is the line from which a text can no longer be read."""

    sheets: tuple[Grid, ...]
    broken: int | None
    tables: list[Table] = field(default_factory=list)
    left: list[LeftOver] = field(default_factory=list)
    layouts: list[Layout] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return not any(grid.rows for grid in self.sheets)

    def my_numbers(self) -> dict[str, int]:
        """Where a My Number stands, in whichever cell, comment or name of a sheet, with the row;
        what it says is told nowhere."""
        found: dict[str, int] = {}
        for grid in self.sheets:
            if holds_my_number(grid.name):
                found[masked(grid.name)] = 0
            told = [(cell.row, cell.column, f"{cell.text}\n{cell.whole}") for cell in grid.cells()]
            told += [(*at, text) for at, text in grid.comments.items()]
            found |= {
                masked(grid.place(row, column)): row
                for row, column, text in told
                if any(map(holds_my_number, text.splitlines())) or holds_my_number(text)
            }
        return found


@dataclass
class Reading:
    """What was read of a file but its rows: what is wrong with it, what of it is in no row, what
    its columns were taken for, and its sheets."""

    troubles: list[Trouble] = field(default_factory=list)
    left: list[LeftOver] = field(default_factory=list)
    layouts: list[Layout] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def finish(self, book: BookTables, sheets: Iterable[str]) -> None:
        """Keep what there is to say of a whole file whose rows are read; `sheets` are those that
        each row is of."""
        self.left, self.layouts = [*book.left, *self.left], book.layouts
        rows = Counter(sheets)
        self.pages = [replace(each, rows=rows[each.name]) for each in book.pages]
        if book.broken is not None:
            self.troubles.append(Trouble(book.broken, Problem.BROKEN))
        if not (book.tables or book.is_blank or self.troubles):
            self.troubles.append(Trouble(1, Problem.NO_TABLE))


def read_tables(
    content: bytes, known: Known, choices: Choices, is_of_others: Callable[[str], bool]
) -> BookTables:
    """The tables of a file by the words that are known; `is_of_others` tells by its name whether a
    sheet is about something else.

    Raises BadInput as `read_book` does, and for a sheet that was chosen and is not there.
    """
    book = read_book(content, known.knows)
    found = BookTables(book.sheets, book.broken)
    for name in sorted((choices.sheets or frozenset()) - {grid.name for grid in book.sheets}):
        raise BadInput("sheet_unknown", name=name)
    aside = {
        grid.name
        for grid in book.sheets
        if _is_put_aside(grid.name) or is_of_others(grid.name) or is_of_codes(grid, known)
    }
    # Where there is nothing else, an example is what was meant.
    alone = all(grid.hidden or grid.name in aside for grid in book.sheets)
    for grid in book.sheets:
        by_itself = not (grid.hidden or (grid.name in aside and not alone))
        chosen = grid.name in choices.sheets if choices.sheets is not None else by_itself
        found.pages.append(Page(grid.name, chosen, grid.hidden))
        if chosen:
            tables, left = read_sheet(grid, known, choices.columns)
            found.tables += tables
            found.left += left
        else:
            found.left += left_whole(grid, Left.HIDDEN_SHEET if grid.hidden else Left.NOT_CHOSEN)
    for table in found.tables:
        _keep_layout(table, found.layouts)
    return found


def _is_put_aside(name: str) -> bool:
    """Whether a sheet is by its name an example, what was in use before, or a list to choose
    from."""
    return _PUT_ASIDE.search(normalize("NFKC", name)) is not None


def _keep_layout(table: Table, layouts: list[Layout]) -> None:
    block = table.block
    for at, each in enumerate(layouts):
        if each.digest == block.digest:
            sheets = (*dict.fromkeys((*each.sheets, table.sheet)),)
            layouts[at] = replace(each, sheets=sheets)
            return
    layouts.append(Layout(block.digest, block.columns, (table.sheet,)))
