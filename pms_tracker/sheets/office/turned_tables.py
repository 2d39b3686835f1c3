"""Tables with their headings down the first columns, a column for each entry, turned over."""

from pms_tracker.sheets.office.grids import Grid, Relaid
from pms_tracker.sheets.office.heading_rows import Block, find
from pms_tracker.sheets.office.headings import Chosen, Known

# As many columns of entries as tell a table from a form, which has one value beside each label.
LEAST_ENTRIES = 2


def nothing_chosen(_digest: str) -> Chosen:
    """What people chose where nobody was asked."""
    return {}


def turned_over(grid: Grid, known: Known) -> Grid | None:
    """A sheet with a table of columns as one of rows, what stands above and below it as it was;
    None where there is no such table."""
    block = find(_whole(grid), known, 1, nothing_chosen)
    if block is None or grid.last[1] - block.last < LEAST_ENTRIES:
        return None
    first, last = _lines(grid, block)
    return _laid(grid, first, last)


def _whole(grid: Grid) -> Grid:
    made = Relaid(grid)
    for cell in grid.cells():
        made.put(cell.column, cell.row, cell)
    for (row, column), (to_row, to_column) in grid.merged.items():
        made.merge((column, row), (to_column, to_row))
    return made.grid(turned=True)


def _lines(grid: Grid, block: Block) -> tuple[int, int]:
    """The first and the last row of a table: those with headings that are known, and the rows next
    to them that have a heading and cells beside it."""
    keyed = [each.at for each in block.columns if each.match.key and each.match.sure]
    first, last = min(keyed), max(keyed)
    while _is_line(grid, first - 1, block):
        first -= 1
    while _is_line(grid, last + 1, block):
        last += 1
    return first, last


def _is_line(grid: Grid, row: int, block: Block) -> bool:
    own = [each.column for each in grid.rows.get(row, {}).values()]
    heads = [at for at in own if block.first <= at <= block.last]
    return bool(heads) and sum(at > block.last for at in own) >= LEAST_ENTRIES


def _laid(grid: Grid, first: int, last: int) -> Grid:
    made, columns = Relaid(grid), grid.last[1]
    for row in sorted(grid.rows):
        if row < first:
            made.keep(row, row)
        elif row > last:
            made.keep(row, first - 1 + columns + row - last)
        else:
            for cell in grid.rows[row].values():
                made.put(first - 1 + cell.column, row, cell)
    for (row, column), (to_row, to_column) in grid.merged.items():
        if first <= row <= last and first <= to_row:
            made.merge((first - 1 + column, row), (first - 1 + to_column, to_row))
    for column in grid.hidden_columns:
        made.hide(first - 1 + column)
    hidden = frozenset(row for row in grid.hidden_rows if first <= row <= last)
    return made.grid(turned=True, hidden_columns=hidden)
