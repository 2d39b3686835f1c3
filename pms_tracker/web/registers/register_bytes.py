"""Whole registers as bytes, a workbook and a paper: what is in force of those whose entries are
approved, of others all entries."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from werkzeug.datastructures import MultiDict

from pms_tracker import clock
from pms_tracker.registers.register import Register
from pms_tracker.web.door.access import me
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.filters import Asked
from pms_tracker.web.lists.list_files import Sheet
from pms_tracker.web.registers import register_list_pages, register_papers
from pms_tracker.web.registers.day_pages import DayPages


def workbook(register: Register) -> bytes:
    """All that the reader may know of: what is in force by number, of others in the order of the
    list."""
    page = register_list_pages.page_of(register)
    if register.approvers:
        return workbook_of(DayPages(register, page).sheet_of(clock.today()))
    asked, viewer = Asked(MultiDict()), me()
    wanted, listing = page.wanted(asked), page.whole or page.listing

    def more(last: Any | None) -> Sequence[Any]:
        order = list_files.following(asked.order, last, listing.sorts)
        return listing.page(viewer, wanted, order, list_files.CHUNK)

    return workbook_of(Sheet(str(page.title), page.name or page.key, page.columns, more))


def workbook_of(sheet: Sheet) -> bytes:
    """A workbook of any sheet."""
    made = BytesIO()
    list_files.write_xlsx(sheet, made)
    return made.getvalue()


def list_paper(register: Register) -> bytes:
    """The first of the same on A4 landscape."""
    page = register_list_pages.page_of(register)
    if register.approvers:
        return DayPages(register, page).set_paper(clock.today())
    asked, viewer = Asked(MultiDict()), me()
    wanted, listing = page.wanted(asked), page.whole or page.listing
    order = list_files.following(asked.order, None, listing.sorts)
    rows = listing.page(viewer, wanted, order, register_papers.MOST + 1)
    return register_papers.set_list(register, asked.words, rows)
