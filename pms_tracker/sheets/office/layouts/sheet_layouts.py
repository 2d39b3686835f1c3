"""How a sheet is laid out: as a table of rows, or as something else that is laid out as one.

Whatever names clearly more fields than its rows of headings do is what a sheet is: forms, a table
with its headings down the first column, one with two rows for each entry.
"""

from collections.abc import Callable, Iterator

from pms_tracker.sheets.office.grids import Grid
from pms_tracker.sheets.office.heading_rows import Block, find
from pms_tracker.sheets.office.headings import RUNNING, Known
from pms_tracker.sheets.office.layouts.record_forms import forms_as_rows, forms_in, names
from pms_tracker.sheets.office.layouts.turned_tables import nothing_chosen, turned_over
from pms_tracker.sheets.office.layouts.two_line_records import folded
from pms_tracker.sheets.office.parted_columns import in_two

Laid = Callable[[Grid, Known], Grid | None]
# How many fields a sheet names at least that is no table as it stands, and how many more.
LEAST_NAMED, LEAST_MORE = 3, 2
# By how many of its rows it is told what a sheet is.
MOST_LOOKED_AT = 150


def as_table(grid: Grid, known: Known) -> Grid:
    """A sheet as a table of rows: as it stands, if nothing else tells more of it."""
    grid = in_two(grid, known)
    top = grid.top(MOST_LOOKED_AT)
    least = max(LEAST_NAMED, _named(top, known) + LEAST_MORE)
    found = [(count, laid) for count, laid in _others(top, known) if count >= least]
    laid = max(found, key=lambda each: each[0])[1] if found else None
    return (laid(grid, known) if laid is not None else None) or grid


def _others(grid: Grid, known: Known) -> Iterator[tuple[int, Laid]]:
    """How many fields a sheet names as what else it may be; what goes before first."""
    yield names(forms_in(grid, known)), forms_as_rows
    for laid in (turned_over, folded):
        made = laid(grid, known)
        if made is not None:
            yield _named(made, known), laid


def _named(grid: Grid, known: Known) -> int:
    block = find(grid, known, 1, nothing_chosen)
    return len(_keys(block)) if block is not None else 0


def _keys(block: Block) -> set[str]:
    sure = {each.match.key for each in block.columns if each.match.key and each.match.sure}
    return sure - {RUNNING}
