"""Reading a set of requirements from a file: CSV, Excel or YAML, as offices have them.

Reading changes nothing and tells every bad row with its line. A file that cannot be read at all is
refused as BadInput. Sizes are checked before anything is unpacked or parsed.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import yaml
from openpyxl import load_workbook

from pms_tracker.kernel.errors import BadInput
from pms_tracker.plan import set_rows
from pms_tracker.plan.set_rows import Item, Lines, Problem, Rows, Trouble

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
# A parser that tells lines takes its time.
MOST_YAML_BYTES = MEGABYTE // 2
# A workbook may be no more than this once unpacked, whatever it is packed to.
MOST_UNPACKED = 8 * MEGABYTE
MOST_PARTS = 1_000
MOST_ITEMS = 2_000
MOST_CHARACTERS = 300_000
# Lines that are looked at; blank ones count too.
MOST_LINES = 10_000
MOST_COLUMNS = 50

# How workbooks begin, of today and of old.
PACKED = (b"PK", b"\xd0\xcf\x11\xe0")
YAML_ENDINGS = (".yaml", ".yml")
DELIMITERS = ",\t;"
HEAD = {
    "key": "key",
    "title": "title",
    "題名": "title",
    "source": "source",
    "出典": "source",
    "valid_from": "valid_from",
    "適用日": "valid_from",
}
ITEMS = {"items", "項目", "要求事項"}

Line = tuple[int, Sequence[object]]


@dataclass(frozen=True)
class SetFile:
    """What a file holds. `head` is what a YAML file says of the whole set, as it is written."""

    items: tuple[Item, ...]
    troubles: tuple[Trouble, ...] = ()
    head: dict[str, str] = field(default_factory=dict)


def read(name: str, content: bytes) -> SetFile:
    """Read a file; its kind is told by its content, YAML by the ending of its name.

    Raises BadInput for a file that is empty, too large, of no kind known or without any item.
    """
    rows, head = Rows(), dict[str, str]()
    if name.lower().endswith(YAML_ENDINGS) and not content.startswith(PACKED):
        _check_size(content)
        if len(content) > MOST_YAML_BYTES:
            raise BadInput("set_yaml_too_large", kilobytes=MOST_YAML_BYTES // 1024)
        head = _read_yaml(_decoded(content), rows)
    else:
        read_table(content, rows)
    return _checked(rows, head)


def read_table(content: bytes, rows: Lines[Any]) -> None:
    """Have a CSV or Excel file taken row by row, by whoever knows its columns.

    Raises BadInput for a file that is empty, too large or of no kind known.
    """
    _check_size(content)
    if content.startswith(b"PK"):
        _read_table(_excel_lines(content), rows)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput("set_old_excel")
    else:
        _read_table(_csv_lines(_decoded(content), rows), rows)


def _check_size(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise BadInput("set_too_large", megabytes=MOST_BYTES // MEGABYTE)
    if not content.strip():
        raise BadInput("set_empty")


def _checked(rows: Rows, head: dict[str, str]) -> SetFile:
    if not rows.items and not rows.troubles:
        raise BadInput("set_empty")
    if len(rows.items) > MOST_ITEMS:
        raise BadInput("set_too_many", most=MOST_ITEMS)
    length = sum(len(item.wording) + len("".join(item.maps_to)) for item in rows.items)
    if length > MOST_CHARACTERS:
        raise BadInput("set_too_long", most=MOST_CHARACTERS)
    return SetFile(tuple(rows.items), tuple(rows.troubles), head)


def as_csv(items: Iterable[Item]) -> str:
    """Items as a file that `read` reads back."""
    told = StringIO(newline="")
    writer = csv.writer(told)
    writer.writerow([japanese for japanese, _english in set_rows.LISTED.values()])
    for item in items:
        writer.writerow([item.number, item.title, item.text, "; ".join(item.maps_to)])
    return told.getvalue()


def _decoded(content: bytes) -> str:
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
        return sum(rows.column_of(cell) is not None for cell in cells)

    return max(DELIMITERS, key=known)


def _excel_lines(content: bytes) -> Iterator[Line]:
    """The first sheet, row by row, formulas as they are written."""
    _refuse_bomb(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        yield from enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1)
        book.close()
    except Exception as trouble:
        # A broken workbook fails anywhere in the reader, with any of a dozen exceptions.
        raise BadInput("set_unreadable") from trouble


def _refuse_bomb(content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
    except (BadZipFile, ValueError, OSError) as trouble:
        raise BadInput("set_unreadable") from trouble
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadInput("set_bomb", megabytes=MOST_UNPACKED // MEGABYTE)


def _read_table(lines: Iterable[Line], rows: Lines[Any]) -> None:
    """A table: its first line with anything in it names the columns."""
    columns: list[StrEnum | None] = []
    for line, cells in lines:
        if line > MOST_LINES or rows.taken > MOST_ITEMS:
            raise BadInput("set_too_many", most=MOST_ITEMS)
        if not any(set_rows.words_of(cell).strip() for cell in cells):
            continue
        if not columns:
            columns = rows.columns(line, cells)
            rows.require(line, columns)
            if rows.troubles:
                return
            continue
        _read_row(line, cells, columns, rows)


def _read_row(
    line: int, cells: Sequence[object], columns: Sequence[StrEnum | None], rows: Lines[Any]
) -> None:
    told: dict[StrEnum, object] = {}
    beyond = ""
    for place, cell in enumerate(cells):
        column = columns[place] if place < len(columns) else None
        if column is not None:
            told[column] = cell
        elif not beyond:
            beyond = set_rows.words_of(cell).strip()
    if beyond:
        rows.refuse(line, Problem.CELL_BEYOND, beyond)
    rows.take(line, told)


def _read_yaml(text: str, rows: Rows) -> dict[str, str]:
    """A list of items, or what is said of the whole set with its items below.

    Only composed, never constructed: scalars stay as they are written, so 6.10 is not 6.1.
    """
    try:
        alias = next((each for each in yaml.scan(text) if isinstance(each, yaml.AliasToken)), None)
        if alias is not None:
            # No list of requirements says `*again`, and what does may unfold into gigabytes.
            rows.refuse(alias.start_mark.line + 1, Problem.BROKEN)
            return {}
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as trouble:
        mark = trouble.problem_mark
        rows.refuse(mark.line + 1 if mark else 1, Problem.BROKEN)
        return {}
    except (yaml.YAMLError, RecursionError, ValueError) as trouble:
        raise BadInput("set_unreadable") from trouble
    if isinstance(root, yaml.SequenceNode):
        _read_items(root, rows)
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise BadInput("set_unreadable")
    head: dict[str, str] = {}
    for name, value in root.value:
        if _scalar(name) in ITEMS and isinstance(value, yaml.SequenceNode):
            _read_items(value, rows)
        elif _scalar(name) in HEAD:
            head[HEAD[_scalar(name)]] = set_rows.one_line(set_rows.words_of(_scalar(value)))
        else:
            rows.refuse(_line(name), Problem.COLUMN_UNKNOWN, _scalar(name))
    return head


def _read_items(items: yaml.SequenceNode, rows: Rows) -> None:
    for item in items.value:
        line = _line(item)
        if rows.taken > MOST_ITEMS or len(rows.troubles) > MOST_ITEMS:
            raise BadInput("set_too_many", most=MOST_ITEMS)
        if not isinstance(item, yaml.MappingNode):
            rows.refuse(line, Problem.NO_ROW, _scalar(item))
            continue
        before = len(rows.troubles)
        columns = rows.columns(line, [_scalar(name) for name, _value in item.value])
        if len(rows.troubles) == before:
            values = [_scalar(value) for _name, value in item.value]
            pairs = zip(columns, values, strict=True)
            rows.take(line, {column: value for column, value in pairs if column is not None})


def _scalar(node: yaml.Node) -> str:
    """What a node says; the lines of a list are joined, and nothing else says anything."""
    if isinstance(node, yaml.SequenceNode):
        return "\n".join(_scalar(each) for each in node.value if isinstance(each, yaml.ScalarNode))
    if not isinstance(node, yaml.ScalarNode) or node.tag == "tag:yaml.org,2002:null":
        return ""
    return str(node.value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
