"""Workbooks of fictional companies, each in a layout of its own, and what their rows say.

A layout gives a file and its rows: the sheet, the row, and what each field says there, written as
`said_by` writes it. What a sheet says of no entry is not written down: it has to be left over.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = Mapping[tuple[str, int], Mapping[str, str]]


@dataclass(frozen=True)
class Layout:
    """A file and what it says; `doubts` are the fields that are read with a guess."""

    content: bytes
    rows: Rows
    doubts: frozenset[tuple[str, str]] = frozenset()


LAYOUTS: dict[str, Callable[[], Layout]] = {}


def layout(made: Callable[[], Layout]) -> Callable[[], Layout]:
    LAYOUTS[made.__name__] = made
    return made


def packed(book: Workbook) -> bytes:
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def book_of(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    merges: Mapping[str, Sequence[str]] | None = None,
) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page: Worksheet = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
        for each in (merges or {}).get(name, ()):
            page.merge_cells(each)
    return book


def text_of(rows: Sequence[Sequence[str]], mark: str = ",") -> str:
    quoted = (['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows)
    return "\r\n".join(mark.join(row) for row in quoted) + "\r\n"
