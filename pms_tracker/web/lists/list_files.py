"""What a list shows, as a file: CSV and xlsx with the same conditions and order, every row of it.

Nothing is noted in the trail: a file tells its reader nothing that the list did not, and every row
is one that the reader may open. That it left the house is noted in the security log.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias
from urllib.parse import quote

from flask import Response, abort, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from pms_tracker import clock
from pms_tracker.database import Order, Sorts, read_order
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.people.accounts import security_log
from pms_tracker.people.tables.security_tables import Event
from pms_tracker.sheets.sheet_lines import BEGINS_FORMULA, QUOTE
from pms_tracker.web.door.access import me
from pms_tracker.web.lists import printed_sheets
from pms_tracker.web.lists.printed_sheets import Edges

CHUNK = 1000
MADE_BY = "PMS Tracker"
KEYS = "keys"  # of `headings` in an address
MOST = 50_000
LONGEST_CELL = 32_767
HEADING = Font(name="Calibri", size=11, bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top")
# At most CHUNK rows after a row of a list, None: from the top.
More: TypeAlias = Callable[[Any | None], Sequence[Any]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"


@dataclass(frozen=True)
class Column:
    """One column: its key and heading, what it shows of a row, and how wide it is (in characters).

    `said` puts a value, such as a member of an enum, in the reader's words; a file with keys for
    headings has the value itself, or as it is `coded`. One of a `custom` is there for companies
    whose locale pack has it.
    """

    key: str
    label: object
    value: Callable[[Any], object]
    kind: Kind = Kind.TEXT
    width: int = 14
    said: Callable[[Any], object] | None = None
    coded: Callable[[Any], object] | None = None
    custom: Custom | None = None


@dataclass(frozen=True)
class Sheet:
    """A list as a file. `more(last)` gives at most CHUNK rows after `last` (None: from the top).

    `about`: how the list was narrowed, in words. `keyed`: with keys for headings and for choices,
    the same in every language (docs/decisions/0034). `most`: how many rows a file
    holds, if not MOST. `day`: as of which it says what it does, if not today.
    """

    title: str
    name: str
    columns: Sequence[Column]
    more: More
    about: Sequence[str] = ()
    keyed: bool = False
    most: int | None = None
    day: date | None = None

    @property
    def limit(self) -> int:
        return self.most or MOST

    @property
    def as_of(self) -> date:
        return self.day or clock.today()

    def heading(self, column: Column) -> str:
        return column.key if self.keyed else str(column.label)

    def value(self, column: Column, row: Any) -> Any:
        value, put = column.value(row), column.coded if self.keyed else column.said
        return value if value is None or put is None else put(value)


def answer(sheet: Sheet, kind: str) -> ResponseReturnValue:
    """The list as a file of that kind, with keys for headings if the address asks for them.

    404 for a kind that there is none of.
    """
    left = _Leaving(sheet, kind)
    sheet = replace(sheet, keyed=request.args.get("headings") == KEYS, more=left.more)
    if kind == "csv":
        lines = left.noting(csv_lines(sheet))
        response = Response(stream_with_context(lines), mimetype="text/csv")
    elif kind == "xlsx":
        # The rows wait in a file of openpyxl's; only the packed book is held, some 2 MB.
        packed = io.BytesIO()
        write_xlsx(sheet, packed)
        left.note()
        response = Response(packed.getvalue(), mimetype=XLSX)
    else:
        abort(404)
    response.headers["Content-Disposition"] = disposition(sheet, kind)
    response.headers["Cache-Control"] = "no-store"
    return response


class _Leaving:
    """Counts the rows of a list as they are written, and notes who took how many of them."""

    def __init__(self, sheet: Sheet, kind: str) -> None:
        self._sheet, self._kind = sheet, kind
        self._rows = 0

    def more(self, last: Any | None) -> Sequence[Any]:
        found = self._sheet.more(last)
        self._rows += len(found)
        return found

    def noting(self, lines: Iterator[str]) -> Iterator[str]:
        try:
            yield from lines
        finally:
            self.note()

    def note(self) -> None:
        """An empty form is no list."""
        if self._rows:
            security_log.note_now(
                Event.LIST_EXPORTED,
                person_id=me().person_id,
                about=f"{self._sheet.title} ({self._kind})",
                rows=min(self._rows, self._sheet.limit),
            )


def disposition(sheet: Sheet, kind: str) -> str:
    """The file's name with the day, for browsers of any age (RFC 6266)."""
    day = sheet.as_of.isoformat()
    written = quote(f"{sheet.title}_{day}.{kind}", safe="")
    plain = f"{sheet.name}_{day}.{kind}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{written}"


def following(order: Order, row: Any | None, sorts: Sorts) -> Order:
    """The same order, going on after a row; from the top for None, wherever the page began."""
    if row is None:
        return replace(order, after=())
    sort = f"-{order.by}" if order.descending else order.by
    return read_order(sort, order.goes_on_after(row, sorts), sorts)


def whole(rows: Sequence[Any]) -> More:
    """What `Sheet.more` is for a list that is read at once."""
    return lambda last: rows if last is None else []


def rows(sheet: Sheet) -> Iterator[Any]:
    """Every row of the list, chunk by chunk, one more than the most where there are more."""
    last, given = None, 0
    while given <= sheet.limit:
        found = sheet.more(last)
        yield from found[: sheet.limit + 1 - given]
        given += len(found)
        if len(found) < CHUNK:
            return
        last = found[-1]


def cut_short(limit: int) -> str:
    """The last line of a file that does not hold the whole list."""
    return ngettext(
        "%(num)d件までを書き出しました。続きがあります。条件を絞って書き出してください。",
        "%(num)d件までを書き出しました。続きがあります。条件を絞って書き出してください。",
        limit,
    )


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """RFC 4180 with CRLF, a byte order mark for Excel, days in ISO, formulas made harmless."""
    buffer = io.StringIO()
    write = csv.writer(buffer, lineterminator="\r\n").writerow
    buffer.write("\ufeff")
    write([sheet.heading(column) for column in sheet.columns])
    for number, row in enumerate(rows(sheet)):
        if number == sheet.limit:
            write([cut_short(sheet.limit)])
            break
        write([_csv_value(column, sheet.value(column, row)) for column in sheet.columns])
        if buffer.tell() > 64_000:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _csv_value(column: Column, value: Any) -> object:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if column.kind is Kind.NUMBER:
        return value
    text = _printable(str(value))
    return f"{QUOTE}{text}" if text.startswith(BEGINS_FORMULA) else text


def _printable(text: str) -> str:
    """The text without characters that no XML takes; the end of a line is one character."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        char for char in plain if char in "\t\n" or (char >= " " and char not in "\ufffe\uffff")
    )
    return "".join(kept)[:LONGEST_CELL]


def write_xlsx(sheet: Sheet, file: Any) -> None:
    """A workbook with one sheet: typed days, bold heading that stays in sight, filters.

    On paper each page says who made it, and how the list was narrowed.
    """
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = MADE_BY, sheet.title
    book.properties.description = " / ".join(sheet.about) or None
    page: Any = book.create_sheet(sheet_title(sheet.title))
    widths = [column.width for column in sheet.columns]
    edges = Edges(sheet.title, sheet.as_of, " / ".join(sheet.about), MADE_BY)
    printed_sheets.set_up(page, edges, widths)
    page.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.append([_heading(page, sheet.heading(column)) for column in sheet.columns])
    written = 1
    for number, row in enumerate(rows(sheet)):
        if number == sheet.limit:
            page.append([_text(page, cut_short(sheet.limit))])
            break
        page.append([_cell(page, column, sheet.value(column, row)) for column in sheet.columns])
        written += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{written}"
    book.save(file)


def _heading(page: Any, words: str) -> Any:
    cell = _text(page, words)
    cell.font, cell.alignment = HEADING, WRAPPED
    return cell


def _cell(page: Any, column: Column, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, date):
        cell: Any = WriteOnlyCell(page)
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    elif column.kind is Kind.NUMBER:
        cell = WriteOnlyCell(page, value=value)
    else:
        cell = _text(page, str(value))
    # What is wider than its column would be cut off by the next one.
    cell.alignment = WRAPPED
    return cell


def _text(page: Any, text: str) -> Any:
    """A cell that stays text whatever it begins with."""
    plain = _printable(text)
    if not plain.startswith(BEGINS_FORMULA):
        return WriteOnlyCell(page, value=plain)
    cell: Any = WriteOnlyCell(page)
    cell.value = plain
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def sheet_title(title: str) -> str:
    """A title as a sheet of a workbook may carry it."""
    return "".join(char for char in title if char not in "[]:*?/\\")[:31]
