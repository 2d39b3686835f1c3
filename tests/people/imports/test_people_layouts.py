"""Lists of people as offices keep them: read as they are meant, or told; nothing gets lost."""

from collections import Counter
from functools import cache

import pytest

from pms_tracker.people.imports import import_rows
from pms_tracker.people.imports.import_rows import PeopleFile, Row
from pms_tracker.people.imports.people_columns import KNOWN
from pms_tracker.sheets.office.workbooks import read_book
from pms_tracker.sheets.sheet_lines import Problem
from tests.people.imports import lists_of_workplaces
from tests.people.imports.layouts_of_people import LISTS, Listed
from tests.registers.layouts import book_of, packed

# Made up, with a last digit that checks the others.
MY_NUMBER = "123456789018"


# Lists stand in several modules.
assert lists_of_workplaces.__name__ in {each.__module__ for each in LISTS.values()}


@cache
def made(name: str) -> Listed:
    return LISTS[name]()


@cache
def read(name: str) -> PeopleFile:
    return import_rows.read(made(name).content)


def said(row: Row) -> str:
    """A person as the lists write them."""
    parts = [row.name, row.reading, row.mail, row.unit, "head" if row.is_head else ""]
    parts += [row.role or "", row.language or "", f"{row.since_on or ''}"]
    return "/".join(filter(None, parts))


def by_row(rows: tuple[Row, ...]) -> dict[str, Row]:
    """People by where they stand; the second in a row has a mark."""
    seen = Counter[str]()
    found = {}
    for row in rows:
        where = row.where or str(row.line)
        found[where + "+" * seen[where]] = row
        seen[where] += 1
    return found


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_people_is_read_as_it_is_meant(name: str) -> None:
    found, rows = read(name), by_row(read(name).rows)
    if not made(name).troubles:
        assert {where: said(row) for where, row in rows.items()} == made(name).people
    guesses = {
        where: " ".join(f"{each.column}:{each.why}" for each in row.guesses)
        for where, row in rows.items()
        if row.guesses
    }
    assert guesses == made(name).guesses
    assert {each.where: each.why.value for each in found.sheet.out} == made(name).out
    assert {each.where: each.problem.value for each in found.troubles} == made(name).troubles
    columns = (each for layout in found.sheet.layouts for each in layout.columns)
    passed = dict.fromkeys(each.words for each in columns if not each.match.key)
    if made(name).passed:
        assert tuple(passed) == made(name).passed
    every_cell_of_a_list_is_read_or_left_over_with_a_reason(name)


def every_cell_of_a_list_is_read_or_left_over_with_a_reason(name: str) -> None:
    sheet = read(name).sheet
    known = {place for line in sheet.lines for place in line.cells}
    known |= {place for each in sheet.out for place in each.cells}
    known |= {each.place for each in sheet.left}
    for grid in read_book(made(name).content, KNOWN.knows).sheets:
        for cell in grid.cells():
            assert grid.place(cell.row, cell.column) in known, cell


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("個人番号", MY_NUMBER),
        # Mistyped.
        ("マイナンバー", "123456789012"),
        ("備考", f"済 {MY_NUMBER[:4]} {MY_NUMBER[4:8]} {MY_NUMBER[8:]}"),
        ("氏名カナ", MY_NUMBER),
    ],
)
def test_a_my_number_is_refused_with_its_place_and_said_nowhere(heading: str, cell: str) -> None:
    rows = [["氏名", "所属", heading], ["山田 太郎", "総務部", cell]]
    found = import_rows.read(packed(book_of({"名簿": rows})))
    told = [each for each in found.troubles if each.problem is Problem.MY_NUMBER]
    assert [(each.where, each.words) for each in told] == [("名簿!C2", "")]
    assert not any(cell in each.words for each in found.troubles)


def test_a_my_number_on_a_sheet_that_is_not_read_is_refused_as_well() -> None:
    head = ["氏名", "所属"]
    book = book_of({"現在": [head, ["山田 太郎", "総務部"]], "旧": [["税", MY_NUMBER]]})
    found = import_rows.read(packed(book))
    assert [(each.where, each.problem) for each in found.troubles] == [("旧!B1", Problem.MY_NUMBER)]


def test_a_column_for_my_numbers_that_has_none_is_passed_over() -> None:
    head, row = ["氏名", "所属", "個人番号"], ["山田 太郎", "総務部", "提出済"]
    found = import_rows.read(packed(book_of({"名簿": [head, row]})))
    assert (found.troubles, [each.name for each in found.rows]) == ((), ["山田 太郎"])


def test_a_unit_that_is_there_is_not_parted() -> None:
    content = packed(book_of({"名簿": [["氏名", "所属"], ["山田 太郎", "総務部・経理部"]]}))
    assert [each.unit for each in import_rows.read(content).rows] == ["総務部"]
    (row,) = import_rows.read(content, units=["総務部・経理部"]).rows
    assert (row.unit, row.guesses) == ("総務部・経理部", ())


def test_of_what_a_column_not_read_says_the_word_alone_is_told() -> None:
    head, row = ["氏名", "所属", "備考"], ["山田 太郎", "総務部", "持病あり、R8.3退職"]
    (person,) = import_rows.read(packed(book_of({"名簿": [head, row]}))).rows
    assert [(each.why, each.original) for each in person.guesses] == [("said_left", "退職")]
