"""A workbook's sheet on paper: A4 landscape, letters that are read however many columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from pms_tracker.web.words.days_in_words import company

A4 = 9  # as workbooks count sizes of paper
# What A4 landscape holds between these edges (in inches), in the measure of columns: 149 in
# Calibri, down to 113 where a program has none and sets wider letters instead.
EDGE, ROOM = 0.4, 132
# Letters are of 11 points in a workbook; 8 are the least that is read with ease.
SMALLEST = 8 / 11
# Number and name stand on each page of a sheet that is wider than one.
REPEATED = 2


@dataclass(frozen=True)
class Edges:
    """What stands at the edges of each page: above it the company, else the program, what it is
    and as of which day; below it how it was narrowed."""

    title: str
    day: date
    about: str
    made_by: str


def set_up(page: Any, edges: Edges, widths: Sequence[int]) -> None:
    """How a sheet comes out of a printer: as wide as the page, or where its letters would be too
    small for that, over several, each with the heading and the first columns."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
    page.page_margins.left = page.page_margins.right = EDGE
    page.print_options.gridLines = True
    page.print_title_rows = "1:1"
    # Which columns each page holds, and how large, is the program's: it knows its own letters.
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToWidth = across = pages_across(widths)
    page.page_setup.fitToHeight = 0  # as many pages as the rows need
    if across > 1:
        page.print_title_cols = f"A:{get_column_letter(REPEATED)}"
        # What stands beside one another in a row comes out one after the other.
        page.page_setup.pageOrder = "overThenDown"
    _at_the_edges(page, edges)


def pages_across(widths: Sequence[int]) -> int:
    """How many pages stand beside one another, as few as letters need that can be read."""
    pages, repeated = 1, sum(widths[:REPEATED])
    filled = repeated
    for width in widths[REPEATED:]:
        if filled > repeated and filled + width > ROOM / SMALLEST:
            pages, filled = pages + 1, repeated
        filled += width
    return pages


def _at_the_edges(page: Any, edges: Edges) -> None:
    house = company()
    name = house.name if house else edges.made_by
    # A workbook whose header is longer than 255 characters, codes included, is taken for damaged;
    # a second line in it is understood by Excel alone, so the conditions stand at the foot.
    page.oddHeader.left.text = _printed(name, 50)
    page.oddHeader.center.text = _printed(edges.title, 60)
    page.oddHeader.right.text = edges.day.isoformat()
    page.oddFooter.left.text = _printed(edges.about, 80)
    page.oddFooter.left.size = 8
    page.oddFooter.right.text = "&P / &N"


def _printed(text: str, most: int) -> str:
    """A text as a header may carry it: an ampersand begins a code there, so it is doubled."""
    doubled = text.replace("\n", " ").replace("&", "&&")
    if len(doubled) <= most:
        return doubled
    # Never cut between the two halves of a doubled one.
    kept = doubled[: most - 1]
    return (kept[:-1] if kept.count("&") % 2 else kept) + "…"
