"""Words by which the tests of office sheets know columns, and sheets made of rows."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook

from pms_tracker.sheets.office.grids import Grid
from pms_tracker.sheets.office.headings import Known
from pms_tracker.sheets.office.office_tables import Table, read_sheet
from pms_tracker.sheets.office.told_cells import LeftOver
from pms_tracker.sheets.office.workbooks import read_book

WORDS = {
    "name": ("個人情報名", "名称", "個人情報の名称"),
    "unit_id": ("管理部門", "部署"),
    "purposes": ("利用目的",),
    "items": ("項目", "個人情報の項目"),
    "medium": ("媒体",),
    "sensitive": ("要配慮", "要配慮個人情報"),
    "place": ("保管場所",),
    "keep_until": ("保管期限", "保存期間"),
    "note": ("備考",),
}
MEMBERS = {
    "medium": [("紙", "紙"), ("書面", "紙"), ("電子", "電子"), ("電子データ", "電子")],
    "sensitive": [("有", "有"), ("無", "無")],
}
KNOWN = Known.of(
    [(word, key) for key, words in WORDS.items() for word in (key, *words)],
    MEMBERS,
    flags=("sensitive",),
    shared=("unit_id",),
)


def workbook(
    rows: Sequence[Sequence[object]], merges: Sequence[str] = (), title: str = "営業部"
) -> Workbook:
    """A workbook of one sheet with these rows."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(list(row))
    for each in merges:
        page.merge_cells(each)
    return book


def packed(book: Workbook) -> bytes:
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def grids(book: Workbook) -> tuple[Grid, ...]:
    return read_book(packed(book), KNOWN.knows).sheets


def read(
    book: Workbook, chosen: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[list[Table], list[LeftOver]]:
    """What is found in the first sheet."""
    return read_sheet(grids(book)[0], KNOWN, lambda digest: (chosen or {}).get(digest, {}))


def texts(tables: list[Table]) -> list[dict[str, str]]:
    """What the rows say, column by column."""
    return [
        {key: told.text for key, told in row.told.items()} for table in tables for row in table.rows
    ]


def left(over: list[LeftOver]) -> list[tuple[str, str]]:
    """What is left over but headings: where, and why."""
    return [
        (each.place.partition("!")[2], each.why.value) for each in over if each.why != "heading"
    ]
