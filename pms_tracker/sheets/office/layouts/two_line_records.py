"""Entries that are printed over two rows, under headings in two rows, laid out as one row each."""

from collections.abc import Iterator

from pms_tracker.sheets.office.grids import Grid, Relaid
from pms_tracker.sheets.office.heading_rows import MOST_ABOVE
from pms_tracker.sheets.office.headings import RUNNING, Known, known_as

# In as many columns at least each of the two rows names another field.
LEAST_OVER = 2


def folded(grid: Grid, known: Known) -> Grid | None:
    """A sheet with two rows for each entry as one with a row for each; None where it has none."""
    for row in sorted(grid.rows)[:MOST_ABOVE]:
        if _are_two(grid, known, row):
            return _laid(grid, row)
    return None


def _are_two(grid: Grid, known: Known, row: int) -> bool:
    upper, lower = _keys(grid, known, row), _keys(grid, known, row + 1)
    if set(upper.values()) & set(lower.values()):
        return False
    over = [at for at in lower if at in upper and not _is_group(grid, known, row, at)]
    return len(over) >= LEAST_OVER and len(over) * 2 >= len(lower)


def _is_group(grid: Grid, known: Known, row: int, at: int) -> bool:
    """Whether a heading only groups those beneath: it is merged over several, or names with the one
    beneath what that is of, as 氏名 and 姓 do."""
    last = grid.ends.get((row, at), (row, at))[1]
    beneath = [each for each in grid.rows[row + 1] if at <= each <= last]
    words = (grid.rows[each].get(at) for each in (row, row + 1))
    both = "".join(known_as(cell.text) for cell in words if cell is not None)
    return len(beneath) > 1 or (row, at) in grid.merged or both in known.words


def _keys(grid: Grid, known: Known, row: int) -> dict[int, str]:
    """What the cells of a row name by themselves, by column."""
    found = ((at, known.surely([cell.text])) for at, cell in grid.rows.get(row, {}).items())
    return {at: each.key for at, each in found if each.key not in {"", RUNNING}}


def _laid(grid: Grid, first: int) -> Grid:
    made, width = Relaid(grid), grid.last[1]
    for row, lines in _places(grid, first):
        if len(lines) == 1:
            made.keep(row, row)
            continue
        for line in lines:
            aside = width * (line - row)
            for cell in grid.rows.get(line, {}).values():
                made.put(row, cell.column + aside, cell)
            for at in grid.merged_in(line):
                into = grid.merged[line, at]
                if into[0] == line:
                    made.merge((row, at + aside), (row, into[1] + aside))
        made.mark(row, lines)
    hidden = {*grid.hidden_columns, *(width + each for each in grid.hidden_columns)}
    return made.grid(hidden_columns=frozenset(hidden))


def _places(grid: Grid, first: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each row that is laid out, with the one or two that it is made of."""
    row, last = 1, grid.last[0]
    merged = {line for (line, _at), into in grid.merged.items() if into[0] == line - 1}
    while row <= last:
        two = row == first or (row > first and _begins_two(grid, row, first, merged))
        yield row, (row, row + 1) if two else (row,)
        row += 2 if two else 1


def _begins_two(grid: Grid, row: int, first: int, merged: set[int]) -> bool:
    """Whether an entry begins in a row: a cell of it goes on in the next, or where headings have
    none that does, it says more than titles and notes do."""
    if merged - {first + 1}:
        return row + 1 in merged
    return len(grid.rows.get(row, {})) > 1
