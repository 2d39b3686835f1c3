"""Files of offices: what their cells show, and which files are refused with a sentence."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from pms_tracker.kernel.errors import BadInput
from pms_tracker.sheets.office.grids import Cell, Grid, What
from pms_tracker.sheets.office.workbooks import read_book, shown_number
from pms_tracker.web.refusals.sentences import SENTENCES
from tests.sheets.office.offices import KNOWN, grids, packed, workbook

ROWS = [["名称", "利用目的"], ["名簿", "発送"]]
# Of a sheet with 5,000 rows of 20 columns, on a slow machine.
SECONDS = 20


def book_of(content: bytes) -> Grid:
    (grid,) = read_book(content, KNOWN.knows).sheets
    return grid


def told(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in cells.values()] for cells in grid.rows.values()]


@pytest.mark.parametrize(
    "content",
    [
        "名称,利用目的\n名簿,発送\n".encode(),
        "\ufeff名称,利用目的\r\n名簿,発送\r\n".encode(),
        "名称,利用目的\n名簿,発送\n".encode("cp932"),
        "名称\t利用目的\n名簿\t発送\n".encode("cp932"),
        "名称\t利用目的\n名簿\t発送\n".encode("utf-16"),
        "名称;利用目的\n名簿;発送\n".encode(),
        "個人情報管理台帳,\n名称,利用目的\n名簿,発送\n".encode("cp932"),
        packed(workbook(ROWS)),
    ],
)
def test_a_table_is_read_in_whatever_kind_of_file(content: bytes) -> None:
    assert told(book_of(content))[-2:] == ROWS


def test_cells_are_text_as_it_is_shown() -> None:
    book = workbook(
        [
            [
                5,
                1234.0,
                7,
                date(2024, 4, 1),
                datetime.fromisoformat("2024-04-01"),
                True,
                " 棚 ",
                "=A1",
            ]
        ]
    )
    page = book.worksheets[0]
    for place, written in (("A1", '0"年"'), ("B1", '#,##0"名"'), ("C1", "000")):
        page[place].number_format = written
    page["D1"].number_format = '[$-411]ggge"年"m"月"d"日"'
    (grid,) = grids(book)
    assert list(grid.rows[1].values()) == [
        Cell(1, 1, "5年", What.NUMBER), Cell(1, 2, "1234名", What.NUMBER),
        Cell(1, 3, "007", What.NUMBER), Cell(1, 4, "2024-04-01", What.DAY),
        Cell(1, 5, "2024-04-01", What.DAY), Cell(1, 6, "True"), Cell(1, 7, "棚"),
        Cell(1, 8, "", What.FORMULA),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('yyyy"年"m"月"', "2026年5月"), ("mmm-yy", "2026年5月"), ("[$-411]ge.m", "2026年5月"),
        ("yyyy/m", "2026年5月"), ("yyyy/m/d", "2026-05-01"), ('m"月"d"日"', "2026-05-01"),
    ],
)  # fmt: skip
def test_a_day_that_shows_a_month_alone_says_no_day(written: str, shown: str) -> None:
    book = workbook([[date(2026, 5, 1), date(2026, 5, 2)]])
    for place in ("A1", "B1"):
        book.worksheets[0][place].number_format = written
    (grid,) = grids(book)
    first, second = grid.rows[1].values()
    assert (first.text, second.text) == (shown, "2026-05-02")


@pytest.mark.parametrize(
    ("value", "written", "shown"),
    [
        (5, "General", "5"), (0.5, "0%", "50%"), (3, '"約"0"件"', "約3件"), (1.5, "0.0", "1.5"),
        (2, "yyyy", "2"), (-1, "0;[Red]-0", "-1"),
    ],
)  # fmt: skip
def test_a_number_is_shown_by_its_format(value: float, written: str, shown: str) -> None:
    assert shown_number(value, written) == shown


def test_merged_and_hidden_cells_are_known() -> None:
    book = workbook([*ROWS, [None, "連絡"], ["控え", "保存"]], ["A2:A3"])
    page = book.worksheets[0]
    page.row_dimensions[4].hidden = page.column_dimensions["B"].hidden = True
    book.create_sheet("古い").sheet_state = "hidden"
    grid, hidden = grids(book)
    assert grid.at(3, 1) == Cell(2, 1, "名簿")
    assert grid.row(3) == {1: Cell(2, 1, "名簿"), 2: Cell(3, 2, "連絡")}
    assert (grid.hidden_rows, grid.hidden_columns) == (frozenset({4}), frozenset({2}))
    assert (grid.hidden, hidden.hidden, grid.place(3, 2)) == (False, True, "営業部!B3")


def with_part(name: str) -> bytes:
    held = BytesIO(packed(workbook(ROWS)))
    with ZipFile(held, "a") as file:
        file.writestr(name, b"<x/>")
    return held.getvalue()


def far() -> bytes:
    book = workbook(ROWS)
    book.worksheets[0]["XFD1048576"] = "遠い"
    return packed(book)


def wide() -> bytes:
    book = workbook(ROWS)
    book.worksheets[0]["XFD1"] = "遠い"
    return packed(book)


def merged_all_over() -> bytes:
    held, good = BytesIO(), ZipFile(BytesIO(packed(workbook(ROWS, ["A3:B3"]))))
    with ZipFile(held, "w") as file:
        for name in good.namelist():
            file.writestr(name, good.read(name).replace(b'"A3:B3"', b'"A3:XFD1048576"'))
    return held.getvalue()


def many_sheets() -> bytes:
    book = Workbook()
    for number in range(61):
        book.create_sheet(f"{number}")
    return packed(book)


def zipped(*names: str) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as file:
        for name in names:
            file.writestr(name, b"<x/>")
    return held.getvalue()


OPEN = b'<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
OF_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("made", "key"),
    [
        (lambda: b"", "set_empty"),
        (lambda: b"PK\x03\x04 broken", "set_unreadable"),
        (lambda: OLE + b" broken" * 100, "set_unreadable"),
        (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "sheet_locked"),
        (lambda: OLE + "_VBA_PROJECT_CUR".encode("utf-16-le"), "sheet_macros"),
        (lambda: with_part("xl/vbaProject.bin"), "sheet_macros"),
        (lambda: with_part("xl/macrosheets/sheet1.xml"), "sheet_macros"),
        (lambda: with_part("xl/externalLinks/externalLink1.xml"), "sheet_links"),
        (lambda: zipped("mimetype", "content.xml", "META-INF/manifest.xml"), "sheet_of_others"),
        (lambda: zipped("[Content_Types].xml", "xl/workbook.bin"), "sheet_of_others"),
        (lambda: zipped("Index/Document.iwa", "preview.jpg"), "sheet_of_others"),
        (lambda: b'<?xml version="1.0" encoding="UTF-8"?>' + OPEN, "sheet_of_others"),
        (lambda: OF_2003, "sheet_of_others"),
        (far, "set_too_many"),
        (wide, "set_too_wide"),
        (merged_all_over, "set_too_full"),
        (many_sheets, "sheet_too_many_sheets"),
    ],
)
def test_a_file_that_could_do_more_than_hold_a_table_is_refused(
    made: Callable[[], bytes], key: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read_book(made(), KNOWN.knows)
    assert refused.value.key == key
    assert key in SENTENCES
