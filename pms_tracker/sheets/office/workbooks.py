"""Files of offices as grids: .xlsx, .xls, and CSV in the encodings and with the marks that occur.

Libraries read the formats. Nothing is reckoned, run or fetched: of a formula its last result is
taken as it stands in the file. What could do more than hold a table is refused as BadInput.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any
from unicodedata import normalize

import xlrd
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText

from pms_tracker.kernel.errors import BadInput
from pms_tracker.sheets import limits
from pms_tracker.sheets.office.grids import At, Book, Cell, Grid, What
from pms_tracker.sheets.office.legends import colour_of
from pms_tracker.sheets.packages import Package, Unreadable
from pms_tracker.sheets.sheet_lines import BEGINS_FORMULA, FORMULA, QUOTE, words_of
from pms_tracker.sheets.tables import DELIMITERS, PACKED, check_kind, decoded

Rows = dict[int, dict[int, Cell]]

MOST_SHEETS, MOST_COLUMNS = 60, 100
# Cells that merges may fill: of all sheets together.
MOST_FILLED = 300_000
# As many lines as tell by which mark the cells are parted.
LINES_OF_HEADINGS = 60
# How a text of a CSV comes that would else begin a formula.
QUOTED = tuple(f"{QUOTE}{char}" for char in BEGINS_FORMULA)
_MACROS = re.compile(r"(^|/)(vba|macrosheets/)", re.IGNORECASE)
_OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')
_DIGITS = re.compile(r"[0#?][0#?,.]*")


def read_book(content: bytes, knows: Callable[[str], bool]) -> Book:
    """The sheets of a file; `knows` tells whether a word is a heading, for texts without commas.

    Raises BadInput for a file that is empty, too large, of no kind known, locked, or that carries
    macros or leads to other files.
    """
    limits.check_size(content)
    check_kind(content)
    if content.startswith(PACKED[0]):
        return _filled(_xlsx(content))
    if content.startswith(PACKED[1]):
        return _filled(_xls(content))
    return _text(decoded(content), knows)


def shown_number(value: float, written: str) -> str:
    """A number as its format shows it, without marks of thousands: 5年 for 5 under `0"年"`."""
    plain = str(int(value)) if float(value).is_integer() else repr(float(value))
    pieces = [""]
    for part in re.split(r'("[^"]*"|\\.|\[[^\]]*\]|_.|\*.)', written.split(";")[0]):
        literal = _LITERAL.fullmatch(part)
        digits = None if literal else _DIGITS.search(part)
        if literal:
            pieces.append(literal[1] or literal[2] or "")
        elif "%" in part:
            pieces.append(f"{value * 100:g}%")
        elif digits:
            zeros = digits[0] if set(digits[0]) == {"0"} else ""
            pieces.append(plain.zfill(len(zeros)))
    shown = "".join(pieces)
    return shown if any(char.isdigit() for char in shown) else plain


def _shows_month(written: str) -> bool:
    """Whether a format shows the month of a day and not the day: who typed 2026/5 said no day."""
    shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", written.split(";")[0]).casefold()
    return "m" in shown and "y" in shown.replace("e", "y") and not set(shown) & set("dhs")


def _cell(row: int, column: int, value: object, written: str = "General") -> Cell | None:
    """What a workbook holds in a cell, as text; None for a blank one."""
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        if day.day == 1 and _shows_month(written):
            return Cell(row, column, f"{day.year}年{day.month}月")
        return Cell(row, column, day.isoformat(), What.DAY)
    if isinstance(value, time):
        return Cell(row, column, value.isoformat("minutes"))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(row, column, shown_number(value, written), What.NUMBER)
    text = words_of(value).strip()
    return Cell(row, column, text) if text else None


def _xlsx(content: bytes) -> list[Grid]:
    _check_parts(content)
    limits.check_workbook(content)
    try:
        book = load_workbook(io.BytesIO(content), keep_links=False, rich_text=True)
        pages = book.worksheets
        _check_sheets(len(pages))
        formulas = any(cell.data_type == "f" for page in pages for cell in page._cells.values())
        results = _results(content) if formulas else {}
        grids = [_xlsx_grid(page, results.get(page.title, {})) for page in pages]
        book.close()
    except BadInput:
        raise
    except Exception as trouble:
        # A broken workbook fails anywhere in the reader, with any of a dozen exceptions.
        raise BadInput("set_unreadable") from trouble
    return grids


def _check_parts(content: bytes) -> None:
    try:
        names = Package(content).names
    except Unreadable as broken:
        raise BadInput("set_unreadable") from broken
    if any(_MACROS.search(each) for each in names):
        raise BadInput("sheet_macros")
    if any("externallinks/" in each.lower() for each in names):
        raise BadInput("sheet_links")


def _check_sheets(sheets: int) -> None:
    if sheets > MOST_SHEETS:
        raise BadInput("sheet_too_many_sheets", most=MOST_SHEETS)


def _results(content: bytes) -> dict[str, dict[At, Any]]:
    """What formulas came to when the workbook was last saved, by sheet."""
    book = load_workbook(io.BytesIO(content), keep_links=False, data_only=True)
    found: dict[str, dict[At, Any]] = {
        page.title: {at: cell.value for at, cell in page._cells.items() if cell.value is not None}
        for page in book.worksheets
    }
    book.close()
    return found


def _xlsx_cell(cell: Any, result: Any) -> Cell | None:
    if cell.value is None:
        return None
    at = (cell.row, cell.column)
    if cell.data_type in {"f", "e"}:
        shown = _cell(*at, result, cell.number_format)
        text = shown.text if shown and not FORMULA.match(shown.text) else ""
        return Cell(*at, text, What.FORMULA)
    # Asked of the font itself: the cell would make a copy of it.
    struck = bool(cell.parent.parent._fonts[cell._style.fontId].strike)
    if not isinstance(cell.value, CellRichText):
        found = _cell(*at, cell.value, cell.number_format)
        return found._replace(whole=found.text) if found is not None and struck else found
    runs = [(str(each), _is_run_struck(each, struck)) for each in cell.value]
    return _with_struck(*at, runs)


def _is_run_struck(run: Any, otherwise: bool) -> bool:
    """Whether a run of a text is struck through: one without a font is as its cell is."""
    font = getattr(run, "font", None)
    return otherwise if font is None else bool(font.strike)


def _with_struck(row: int, column: int, runs: Iterable[tuple[str, bool]]) -> Cell | None:
    """A cell of runs, of which those that are struck through are not meant unless all are."""
    told = [*runs]
    whole = words_of("".join(text for text, _struck in told)).strip()
    meant = words_of("".join(text for text, struck in told if not struck)).strip(" \t\n\u3000・、,")
    if not whole:
        return None
    if not any(struck and text.strip() for text, struck in told):
        return Cell(row, column, whole)
    return Cell(row, column, meant or whole, whole=whole)


def _xlsx_grid(page: Any, results: dict[At, Any]) -> Grid:
    rows: Rows = {}
    comments: dict[At, str] = {}
    for (row, column), cell in page._cells.items():
        found = _xlsx_cell(cell, results.get((row, column)))
        if found is not None:
            rows.setdefault(row, {})[column] = found
        if cell.comment is not None and (said := words_of(cell.comment.text).strip()):
            comments[row, column] = said
    columns = {
        at
        for each in page.column_dimensions.values()
        if each.hidden
        for at in range(each.min or 0, min(each.max or 0, MOST_COLUMNS) + 1)
    }
    return Grid(
        page.title,
        rows,
        _merged(
            (each.min_row, each.max_row, each.min_col, each.max_col)
            for each in page.merged_cells.ranges
        ),
        frozenset(at for at, each in page.row_dimensions.items() if each.hidden),
        frozenset(columns),
        _struck(rows),
        page.sheet_state != "visible",
        comments=comments,
        colours=_colours(page, rows),
    )


def _colours(page: Any, rows: Rows) -> dict[int, str]:
    """The rows of which all that is written is filled with one colour."""
    found: dict[int, str] = {}
    for row, cells in rows.items():
        fills = {_fill(page, page._cells[row, column]) for column in cells}
        if len(fills) == 1 and (colour := fills.pop()):
            found[row] = colour
    return found


def _fill(page: Any, cell: Any) -> str:
    """What the colour that a cell is filled with is called; of the colours of a theme it is known
    that the first is white, and grey where it is darkened."""
    fill = page.parent._fills[cell._style.fillId]
    if getattr(fill, "patternType", None) != "solid":
        return ""
    colour = fill.fgColor
    if colour.type == "rgb" and re.fullmatch(r"[0-9A-Fa-f]{8}", str(colour.rgb)):
        return colour_of(colour.rgb)
    if colour.type == "theme" and colour.theme == 0:
        return "grey" if colour.tint < 0 else ""
    return ""


def _struck(rows: Rows) -> frozenset[int]:
    """The rows of which every cell with anything written in it is struck through."""
    written = {
        row: [each.is_struck for each in cells.values() if each.what is not What.FORMULA]
        for row, cells in rows.items()
    }
    return frozenset(row for row, struck in written.items() if struck and all(struck))


def _xls(content: bytes) -> list[Grid]:
    if _LOCKED in content:
        raise BadInput("sheet_locked")
    if _OLD_MACROS in content:
        raise BadInput("sheet_macros")
    try:
        book = xlrd.open_workbook(
            file_contents=content, logfile=io.StringIO(), formatting_info=True, ragged_rows=True
        )
        _check_sheets(book.nsheets)
        return [_xls_grid(book, page) for page in book.sheets()]
    except BadInput:
        raise
    except Exception as trouble:
        locked = isinstance(trouble, xlrd.XLRDError) and "encrypted" in str(trouble)
        raise BadInput("sheet_locked" if locked else "set_unreadable") from trouble


def _xls_grid(book: Any, page: Any) -> Grid:
    rows: Rows = {}
    for row in range(page.nrows):
        for column in range(page.row_len(row)):
            cell = page.cell(row, column)
            found = _xls_cell(book, cell, row + 1, column + 1)
            if found is not None and found.what is not What.FORMULA:
                runs = page.rich_text_runlist_map.get((row, column), [])
                found = _xls_struck(book, cell, found, runs)
            if found is not None:
                rows.setdefault(row + 1, {})[column + 1] = found
    columns = (at + 1 for at, each in page.colinfo_map.items() if each.hidden)
    return Grid(
        page.name,
        rows,
        _merged(
            (top + 1, bottom, left + 1, right) for top, bottom, left, right in page.merged_cells
        ),
        frozenset(at + 1 for at, each in page.rowinfo_map.items() if each.hidden),
        frozenset(columns),
        _struck(rows),
        bool(page.visibility),
        comments={
            (row + 1, column + 1): said
            for (row, column), note in page.cell_note_map.items()
            if (said := words_of(note.text).strip())
        },
    )


def _xls_struck(book: Any, cell: Any, found: Cell, runs: Iterable[tuple[int, int]]) -> Cell | None:
    """A cell with what of it is struck through; `runs` are where a font begins, and which."""
    font = book.xf_list[cell.xf_index].font_index if cell.xf_index is not None else 0
    begins = [(0, font), *runs]
    struck = [bool(book.font_list[each].struck_out) for _at, each in begins]
    if len(begins) == 1:
        return found._replace(whole=found.text) if struck[0] else found
    text, starts = str(cell.value), [at for at, _font in begins]
    pieces = (text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True))
    return _with_struck(found.row, found.column, zip(pieces, struck, strict=True))


def _xls_cell(book: Any, cell: Any, row: int, column: int) -> Cell | None:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Cell(row, column, "", What.FORMULA)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Cell(row, column, str(bool(cell.value)))
    written = "General"
    if cell.ctype in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE} and cell.xf_index is not None:
        key = book.xf_list[cell.xf_index].format_key
        written = book.format_map[key].format_str if key in book.format_map else written
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            day = xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (ValueError, OverflowError):
            return Cell(row, column, "", What.FORMULA)
        return _cell(row, column, day, written)
    return _cell(row, column, cell.value, written)


def _merged(ranges: Iterable[tuple[int, int, int, int]]) -> dict[At, At]:
    found: dict[At, At] = {}
    for top, low, left, far in ranges:
        right, bottom = min(far, MOST_COLUMNS), min(low, top + limits.MOST_LINES)
        if len(found) + (bottom - top + 1) * (right - left + 1) > MOST_FILLED:
            raise BadInput("set_too_full")
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                found[row, column] = (top, left)
        found.pop((top, left), None)
    return found


def _filled(grids: list[Grid]) -> Book:
    """The sheets, once they were found to be of a size that offices have."""
    for each in grids:
        rows, columns = each.last
        if rows > limits.MOST_LINES:
            raise BadInput("set_too_many", most=limits.MOST_LINES)
        if columns > MOST_COLUMNS:
            raise BadInput("set_too_wide", most=MOST_COLUMNS)
    return Book(tuple(grids))


def _text(text: str, knows: Callable[[str], bool]) -> Book:
    limits.check_lines(text)
    rows: Rows = {}
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_delimiter(text, knows), strict=True
    )
    row, broken = 1, None
    try:
        # Rows are counted as a spreadsheet counts them, whatever breaks there are in their cells.
        for row, told in enumerate(reader, 1):
            cells = dict(_text_cells(row, told))
            if cells:
                rows[row] = cells
            broken = row + 1
    except csv.Error:
        # A quotation mark too many or too few: what follows belongs nowhere.
        return Book(_filled([Grid("", rows)]).sheets, broken or row)
    return Book(_filled([Grid("", rows)]).sheets)


def _text_cells(line: int, told: list[str]) -> Iterator[tuple[int, Cell]]:
    for column, value in enumerate(told, 1):
        text = words_of(value).strip()
        if text.startswith(QUOTED):
            yield column, Cell(line, column, text[1:])
        elif FORMULA.match(normalize("NFKC", text)):
            yield column, Cell(line, column, "", What.FORMULA)
        elif text:
            yield column, Cell(line, column, text)


def _delimiter(text: str, knows: Callable[[str], bool]) -> str:
    """The one of the delimiters between which most headings are known, in whichever line."""
    lines = text.splitlines()[:LINES_OF_HEADINGS]

    def known(delimiter: str) -> int:
        try:
            told = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            # A line too long for any heading.
            return 0
        return max((sum(map(knows, cells[:MOST_COLUMNS])) for cells in told), default=0)

    return max(DELIMITERS, key=known)
