"""Tables with their headings down the first columns, a column for each entry, turned over."""

from collections.abc import Iterator

from pms_tracker.sheets.office.grids import Cell, Grid, Relaid
from pms_tracker.sheets.office.heading_rows import Block, find
from pms_tracker.sheets.office.headings import Chosen, Known

# As many columns of entries as tell a table from a form, which has one value beside each label.
LEAST_ENTRIES = 2
# How many headings at least stand in one of the first columns.
LEAST_HEADINGS, FIRST_COLUMNS = 3, 6


def nothing_chosen(_digest: str) -> Chosen:
    """What people chose where nobody was asked."""
    return {}


def turned_over(grid: Grid, known: Known) -> Grid | None:
    """A sheet with tables of columns as tables of rows, what stands around them as it was; None
    where there is no such table."""
    parts = [*_parts(grid, known)]
    return _laid(grid, parts) if parts else None


def _parts(grid: Grid, known: Known) -> Iterator[tuple[int, int]]:
    """The first and the last row of each table, one below the other."""
    above = 0
    while (part := _next(grid, known, above)) is not None:
        yield part
        above = part[1]


def _next(grid: Grid, known: Known, above: int) -> tuple[int, int] | None:
    has = _has_headings(grid, known, above)
    block = find(_whole(grid, above), known, 1, nothing_chosen) if has else None
    if block is None or grid.last[1] - block.last < LEAST_ENTRIES:
        return None
    return _lines(grid, block, known, above)


def _has_headings(grid: Grid, known: Known, above: int) -> bool:
    words: dict[int, set[str]] = {}
    for row, cells in grid.rows.items():
        for at, cell in cells.items():
            if row > above and at <= FIRST_COLUMNS and known.knows(cell.text):
                words.setdefault(at, set()).add(cell.text)
    return any(len(each) >= LEAST_HEADINGS for each in words.values())


def _whole(grid: Grid, above: int) -> Grid:
    """All below a row, turned over."""
    made = Relaid(grid)
    for cell in grid.cells():
        if cell.row > above:
            made.put(cell.column, cell.row, cell)
    for (row, column), (to_row, to_column) in grid.merged.items():
        if to_row > above:
            made.merge((column, row), (to_column, to_row))
    return made.grid(turned=True)


def _lines(grid: Grid, block: Block, known: Known, above: int) -> tuple[int, int]:
    """The first and the last row of a table: those with headings that are known, from the first to
    the first gap, and the rows next to them that have a heading and cells beside it."""
    keyed = sorted(each.at for each in block.columns if each.match.key and each.match.sure)
    first = last = keyed[0]
    while first - 1 > above and _is_line(grid, first - 1, block):
        first -= 1
    while _is_line(grid, last + 1, block) or last + 1 in keyed:
        last += 1
    if known.title not in {each.match.key for each in block.columns}:
        first -= _names_them(grid, first - 1, block)
    return first, last


def _own(grid: Grid, row: int) -> list[int]:
    return [*grid.rows.get(row, {})]


def _is_line(grid: Grid, row: int, block: Block) -> bool:
    own = _own(grid, row)
    heads = [at for at in own if block.first <= at <= block.last]
    return bool(heads) and sum(at > block.last for at in own) >= LEAST_ENTRIES


def _names_them(grid: Grid, row: int, block: Block) -> bool:
    """Whether a row only says something over each entry."""
    own = _own(grid, row)
    return len(own) >= LEAST_ENTRIES and min(own) > block.last


def _laid(grid: Grid, parts: list[tuple[int, int]]) -> Grid:
    made, to, done = Relaid(grid), 0, 0
    for first, last in parts:
        to = _kept(grid, made, range(done + 1, first), to)
        _turn(grid, made, first, last, to)
        to += grid.last[1]
        done = last
    _kept(grid, made, range(done + 1, grid.last[0] + 1), to)
    hidden = (row - first + 1 for first, last in parts for row in range(first, last + 1)
              if row in grid.hidden_rows)  # fmt: skip
    return made.grid(turned=True, hidden_columns=frozenset(hidden))


def _kept(grid: Grid, made: Relaid, rows: range, to: int) -> int:
    """Keep rows as they are below what there is; how many rows there are then."""
    for row in rows:
        to += 1
        made.keep(row, to)
    return to


def _turn(grid: Grid, made: Relaid, first: int, last: int, to: int) -> None:
    """Lay the columns of a table out as rows below what there is."""
    head = min(grid.rows.get(first + 1, grid.rows[first]))
    if head < min(grid.rows[first]):
        # What names the entries has no heading; it may be known by what it says.
        made.put(to + head, 1, Cell(first, head, ""))
    for row in range(first, last + 1):
        for cell in grid.rows.get(row, {}).values():
            made.put(to + cell.column, row - first + 1, cell)
    for (row, column), (to_row, to_column) in grid.merged.items():
        if first <= to_row and row <= last:
            made.merge((to + column, row - first + 1), (to + to_column, to_row - first + 1))
    for column in grid.hidden_columns:
        made.hide(to + column)
