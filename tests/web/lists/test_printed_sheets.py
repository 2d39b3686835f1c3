"""Sheets on paper: readable however wide, and each page says of which rows and columns it is."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from pms_tracker.people.firm import people
from pms_tracker.web.lists import list_files, printed_sheets
from pms_tracker.web.lists.list_files import Column, Kind, Sheet
from tests.papers import flat, printed_by_libreoffice, told

pytestmark = pytest.mark.usefixtures("app")


def workbook(columns: int, rows: int = 3, words: str = "内容") -> bytes:
    """A sheet of the number, the name, and so many columns more."""
    more = [
        Column(f"c{n}", f"欄{n}", lambda _row, n=n: f"{words}{n}", width=32) for n in range(columns)
    ]
    named = (
        Column("number", "番号", lambda row: f"R-{row:03}"),
        Column("name", "名称", lambda row: f"名{row:03}", width=32),
    )
    given = iter([list(range(1, rows + 1))])
    made = io.BytesIO()
    sheet = Sheet("一覧の題", "list", (*named, *more), lambda _last: next(given, []))
    list_files.write_xlsx(sheet, made)
    return made.getvalue()


def page_of(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data)).active


def test_a_workbook_is_ready_for_paper_and_says_who_made_it() -> None:
    book = load_workbook(io.BytesIO(workbook(2)))
    page: Any = book.active
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_title_rows == "$1:$1"
    assert page.print_title_cols is None
    assert page.oddHeader.left.text == people.the_company().name
    assert page.oddHeader.center.text == "一覧の題"
    assert page.oddFooter.right.text == "&P / &N"
    assert (book.properties.creator, book.properties.title) == ("PMS Tracker", "一覧の題")


def test_a_wide_sheet_runs_over_pages_that_repeat_number_and_name() -> None:
    page = page_of(workbook(20))
    assert page.page_setup.fitToWidth == 5
    assert page.print_title_rows == "$1:$1"
    assert page.print_title_cols == "$A:$B"
    assert page.page_setup.pageOrder == "overThenDown"


@pytest.mark.parametrize(
    ("widths", "pages"),
    [
        ([14], 1),
        ([14, 32, 32, 32, 32, 32], 1),
        ([14, 32, 32, 32, 32, 39], 1),
        ([14, 32, 32, 32, 32, 40], 2),
        ([14, 32, *[32] * 8], 2),
        ([14, 32, *[32] * 9], 3),
        # One that is wider than a page has it to itself, and takes no empty one.
        ([14, 32, 300], 1),
        ([14, 32, 300, 300], 2),
    ],
)
def test_pages_are_as_few_as_readable_letters_need(widths: list[int], pages: int) -> None:
    assert printed_sheets.pages_across(widths) == pages


def test_what_is_wider_than_its_column_is_not_cut_off_by_the_next() -> None:
    page = page_of(workbook(2, words="長い文" * 30))
    assert all(cell.alignment.wrap_text for cell in (page["C1"], page["C2"], page["D2"]))
    assert {page[f"{column}2"].alignment.vertical for column in "ABCD"} == {"top"}


def test_a_number_stays_a_number() -> None:
    made = io.BytesIO()
    column = Column("figure", "数", lambda row: row, Kind.NUMBER)
    given = iter([[7]])
    list_files.write_xlsx(Sheet("数", "n", (column,), lambda _last: next(given, [])), made)
    assert page_of(made.getvalue())["A2"].value == 7


def test_each_page_that_comes_out_of_the_printer_says_what_it_is_of(tmp_path: Path) -> None:
    pdf = printed_by_libreoffice(workbook(20, rows=60), tmp_path)
    if pdf is None:
        pytest.skip("no soffice: install LibreOffice")
    pages = [flat(each) for each in told(pdf, tmp_path).split("\f") if each.strip()]
    # Those of the first rows come out before those of the next.
    firsts = ["R-001" in each for each in pages]
    across = firsts.count(True)
    assert 3 <= across <= 5
    assert firsts == sorted(firsts, reverse=True)
    assert len(pages) % across == 0
    assert all("番号" in each and "名称" in each and "名0" in each for each in pages)
    assert [each for each in pages if "欄19" in each] == pages[across - 1 :: across]
    assert all(page.mediabox.width > page.mediabox.height for page in _pages(pdf))
    # Of 20 columns none is set in less than some seven points, whatever letters there are.
    assert min(_sizes(pdf)) > 6.5


def _pages(pdf: bytes) -> Any:
    return PdfReader(io.BytesIO(pdf)).pages


def _sizes(pdf: bytes) -> list[float]:
    """How large the letters of the rows are."""
    found: list[float] = []

    def met(text: str, at: Any, matrix: Any, _font: Any, size: float) -> None:
        if "内容" in text or "R-0" in text:
            found.append(size * abs(at[3] * matrix[3]))

    for page in _pages(pdf):
        page.extract_text(visitor_text=met)
    return found
