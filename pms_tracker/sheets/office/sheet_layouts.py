"""How a sheet is laid out: as a table of rows, or as something else that is laid out as one.

Whatever names clearly more fields than its rows of headings do is what a sheet is: forms, a table
with its headings down the first column, one with two rows for each entry.
"""

from collections.abc import Iterator

from pms_tracker.sheets.office.grids import Grid
from pms_tracker.sheets.office.heading_rows import Block, find
from pms_tracker.sheets.office.headings import RUNNING, Known
from pms_tracker.sheets.office.record_forms import as_rows, forms_in, names
from pms_tracker.sheets.office.turned_tables import nothing_chosen, turned_over
from pms_tracker.sheets.office.two_line_records import folded

# How many fields a sheet names at least that is no table as it stands, and how many more.
LEAST_NAMED, LEAST_MORE = 3, 2


def as_table(grid: Grid, known: Known) -> Grid:
    """A sheet as a table of rows: as it stands, if nothing else tells more of it."""
    least = max(LEAST_NAMED, _named(grid, known) + LEAST_MORE)
    found = [(count, made) for count, made in _others(grid, known) if count >= least]
    return max(found, key=lambda each: each[0])[1] if found else grid


def _others(grid: Grid, known: Known) -> Iterator[tuple[int, Grid]]:
    """What a sheet may be else, and how many fields it names as that; what goes before first."""
    forms = forms_in(grid, known)
    if (count := names(forms)) >= LEAST_NAMED:
        yield count, as_rows(grid, forms)
    for made in (turned_over(grid, known), folded(grid, known)):
        if made is not None:
            yield _named(made, known), made


def _named(grid: Grid, known: Known) -> int:
    block = find(grid, known, 1, nothing_chosen)
    return len(_keys(block)) if block is not None else 0


def _keys(block: Block) -> set[str]:
    sure = {each.match.key for each in block.columns if each.match.key and each.match.sure}
    return sure - {RUNNING}
