"""Reading a table from a file, CSV or Excel: limits are kept before anything is built from it.

Reading changes nothing. A file that cannot be read at all is refused as BadInput.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook

from pms_tracker.kernel.errors import BadInput
from pms_tracker.sheets import limits
from pms_tracker.sheets.limits import MOST_BYTES, MOST_COLUMNS, MOST_LINES
from pms_tracker.sheets.packages import Package, Unreadable
from pms_tracker.sheets.sheet_lines import Lines, Problem, words_of

__all__ = ("MOST_BYTES", "PACKED", "check_kind", "decoded", "read_table")

# How workbooks begin, of today and of old.
PACKED = (b"PK", b"\xd0\xcf\x11\xe0")
# What else packs a table, by a part that no other has: OpenDocument, Excel's binary form, Numbers.
_OF_OTHERS = ("content.xml", "xl/workbook.bin", "Index/Document.iwa")
# What begins as text and holds a table of OpenDocument or of Excel 2003, by a word near its start.
_AS_XML = (b"urn:oasis:names:tc:opendocument", b"urn:schemas-microsoft-com:office:spreadsheet")
_START = 4096
DELIMITERS = ",\t;"

Line = tuple[int, Sequence[object]]


def read_table(content: bytes, rows: Lines[Any]) -> None:
    """Have a CSV or Excel file taken row by row, by whoever knows its columns.

    Raises BadInput for a file that is empty, too large or of no kind known.
    """
    limits.check_size(content)
    check_kind(content)
    if content.startswith(b"PK"):
        _read_table(_excel_lines(content), rows)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput("set_old_excel")
    else:
        _read_table(_csv_lines(decoded(content), rows), rows)


def check_kind(content: bytes) -> None:
    """Raises BadInput for a table of a kind that no reader is there for: it is saved as another."""
    if content.startswith(PACKED[0]):
        try:
            names = set(Package(content).names)
        except Unreadable:
            # Broken: whoever reads it finds out as well.
            return
        is_other = not names.isdisjoint(_OF_OTHERS)
    else:
        is_other = any(each in content[:_START] for each in _AS_XML)
    if is_other:
        raise BadInput("sheet_of_others")


def decoded(content: bytes) -> str:
    """UTF-8 with or without a mark, what Excel calls Unicode text, or cp932."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadInput("set_unreadable")


def _csv_lines(text: str, rows: Lines[Any]) -> Iterator[Line]:
    limits.check_lines(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text, rows), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        # A quotation mark too many or too few: what follows belongs nowhere.
        rows.refuse(line, Problem.BROKEN)


def _delimiter(text: str, rows: Lines[Any]) -> str:
    """The one of the delimiters between which most of the headings are known."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def known(delimiter: str) -> int:
        try:
            cells = next(csv.reader([first], delimiter=delimiter))
        except csv.Error:
            # A line too long for any heading.
            return 0
        return sum(rows.column_of(cell) is not None for cell in cells[:MOST_COLUMNS])

    return max(DELIMITERS, key=known)


def _excel_lines(content: bytes) -> Iterator[Line]:
    """The first sheet, row by row, formulas as they are written."""
    limits.check_workbook(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        yield from enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1)
        book.close()
    except Exception as trouble:
        # A broken workbook fails anywhere in the reader, with any of a dozen exceptions.
        raise BadInput("set_unreadable") from trouble


def _read_table(lines: Iterable[Line], rows: Lines[Any]) -> None:
    """A table: its first line with anything in it names the columns."""
    columns: list[str | None] = []
    for line, cells in lines:
        if line > MOST_LINES or rows.taken > rows.most:
            rows.refuse_more()
        if not any(words_of(cell).strip() for cell in cells):
            continue
        if not columns:
            limits.check_columns(_last_with_words(cells))
            columns = rows.columns(line, cells)
            rows.require(line, columns)
            if rows.troubles:
                return
            continue
        _read_row(line, cells, columns, rows)


def _last_with_words(cells: Sequence[object]) -> int:
    """How many columns there are: what Excel leaves blank to the right is none."""
    spoken = (place for place in range(len(cells), 0, -1) if words_of(cells[place - 1]).strip())
    return next(spoken, 0)


def _read_row(
    line: int, cells: Sequence[object], columns: Sequence[str | None], rows: Lines[Any]
) -> None:
    told: dict[str, object] = {}
    beyond = ""
    for place, cell in enumerate(cells):
        column = columns[place] if place < len(columns) else None
        if column is not None:
            told[column] = cell
        elif not beyond:
            beyond = words_of(cell).strip()
    if beyond:
        rows.refuse(line, Problem.CELL_BEYOND, beyond)
    rows.take(line, told)
