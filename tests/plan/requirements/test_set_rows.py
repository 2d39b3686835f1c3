"""Rows of requirement sets: what becomes an item, and what is told of each bad one."""

import string
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings, strategies as st

from pms_tracker.plan.requirements import set_files, set_rows
from pms_tracker.plan.requirements.set_rows import Column, Item, Rows
from pms_tracker.plan.rules import set_rules
from pms_tracker.sheets.sheet_lines import Problem, Trouble


def taken(**cells: object) -> Rows:
    rows = Rows()
    rows.take(7, {Column(name): value for name, value in cells.items()})
    return rows


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("番号", Column.NUMBER),
        (" Ｎｏ．", Column.NUMBER),
        ("Number", Column.NUMBER),
        ("題名", Column.TITLE),
        ("ＴＩＴＬＥ", Column.TITLE),
        ("内　容", Column.TEXT),
        ("text", Column.TEXT),
        ("対応", Column.MAPS_TO),
        ("maps-to", Column.MAPS_TO),
        ("Maps_To", Column.MAPS_TO),
        ("備考", None),
        ("", None),
    ],
)
def test_a_heading_names_its_column_however_it_is_spelled(
    heading: str, column: Column | None
) -> None:
    assert set_rows.Rows.column_of(heading) is column


@pytest.mark.parametrize(
    ("cells", "item"),
    [
        ({"number": "Ｊ．６．２", "title": "内部監査"}, Item("J.6.2", "内部監査")),
        ({"number": " J. 6.2 ", "title": "　内部　 監査 "}, Item("J.6.2", "内部 監査")),
        ({"number": 6.0, "title": "a"}, Item("6", "a")),
        ({"number": 6.1, "title": 3}, Item("6.1", "3")),
        ({"number": "（３）", "title": "a"}, Item("(3)", "a")),
        ({"number": "1", "title": "a\x00\x07\ud800b"}, Item("1", "ab")),
        ({"number": "1", "title": "一行目\r\n二行目"}, Item("1", "一行目 二行目")),
        ({"number": "1", "title": "a", "text": " 一 \r\n\r\n 二 "}, Item("1", "a", "一\n\n二")),
        ({"number": "1", "title": "a", "text": "-10%以内"}, None),
        ({"number": "1", "title": "a", "text": "- 個人情報"}, Item("1", "a", "- 個人情報")),
        (
            {"number": 1, "title": "a", "maps_to": "POL-001　３（３）、 j J.6.2;;POL-001 3(3)"},
            Item("1", "a", "", ("POL-001 3(3)", "j J.6.2")),
        ),
    ],
)  # fmt: skip
def test_a_good_row_is_evened_out(cells: dict[str, object], item: Item | None) -> None:
    rows = taken(**cells)
    assert rows.items == ([item] if item else [])
    assert all(each.line == 7 for each in rows.items)


def test_a_blank_row_is_passed_over() -> None:
    rows = taken(number=None, title="　 ", text="\x00")
    assert (rows.items, rows.troubles, rows.taken) == ([], [], 0)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"number": "", "title": "題"}, [Trouble(7, Problem.NUMBER_MISSING, "題")]),
        ({"number": "1", "title": " "}, [Trouble(7, Problem.TITLE_MISSING, "1")]),
        ({"number": "1" * 20, "title": "a" * 200, "text": "a" * 2000}, []),
        ({"number": "1" * 21, "title": "a"}, [Trouble(7, Problem.NUMBER_TOO_LONG, "1" * 21, 20)]),
        (
            {"number": "1", "title": "a" * 201},
            [Trouble(7, Problem.TITLE_TOO_LONG, "a" * 59 + "…", 200)],
        ),
        (
            {"number": "1", "title": "a", "text": "b" * 2001},
            [Trouble(7, Problem.TEXT_TOO_LONG, "b" * 59 + "…", 2000)],
        ),
        (
            {"number": "1", "title": "a", "maps_to": "POL-001 " + "1" * 500},
            [Trouble(7, Problem.MAPPINGS_TOO_LONG, "POL-001 " + "1" * 51 + "…", 500)],
        ),
        (
            {"number": date(2026, 1, 6), "title": time(1, 2)},
            [Trouble(7, Problem.DAY, "2026-01-06"), Trouble(7, Problem.DAY, "01:02:00")],
        ),
        (
            {"number": datetime(2026, 1, 6, tzinfo=UTC), "title": "=1+1"},
            [
                Trouble(7, Problem.DAY, "2026-01-06 00:00:00+00:00"),
                Trouble(7, Problem.FORMULA, "=1+1"),
            ],
        ),
    ],
)
def test_everything_wrong_with_a_row_is_told_at_its_line(
    cells: dict[str, object], told: list[Trouble]
) -> None:
    rows = taken(**cells)
    assert rows.troubles == told
    assert bool(rows.items) is not bool(told)


@pytest.mark.parametrize(
    "words", ["=A1", "＝ＳＵＭ(A1)", " @x", "+81", "-A1", "#REF!", "＠cmd", "\ufeff@x", "\ufeff=A1"]
)
def test_what_reads_like_a_formula_is_refused(words: str) -> None:
    assert [each.problem for each in taken(number="1", title=words).troubles] == [Problem.FORMULA]


@pytest.mark.parametrize("words", ["、=", "POL-001 3(3)、＝A1", "\n@x", "; +81"])
def test_what_reads_so_once_the_cell_is_taken_apart_is_refused_too(words: str) -> None:
    told = taken(number="1", title="a", maps_to=words).troubles
    assert [each.problem for each in told] == [Problem.FORMULA]


@pytest.mark.parametrize("words", ["- 0", "-\r0", "＋ a"])
def test_a_number_that_reads_so_without_its_blanks_is_refused_too(words: str) -> None:
    told = taken(number=words, title="a").troubles
    assert [each.problem for each in told] == [Problem.FORMULA]


@pytest.mark.parametrize("words", ["- 方針", "+α", "#1 方針", "-", "1=1", "※方針"])
def test_what_only_begins_like_one_is_kept(words: str) -> None:
    assert [each.title for each in taken(number="1", title=words).items] == [words]


def test_a_number_that_was_there_names_the_line_it_stands_in() -> None:
    rows = Rows()
    for line, number in ((2, "J.1"), (3, "J.2"), (4, "Ｊ．１")):
        rows.take(line, {Column.NUMBER: number, Column.TITLE: "a"})
    assert rows.troubles == [Trouble(4, Problem.NUMBER_TWICE, "J.1", 2)]


def test_the_wording_begins_with_the_title() -> None:
    assert Item("1", "題", "文\n二").wording == "題\n文\n二"
    assert Item("1", "題").wording == "題"


@pytest.mark.parametrize(
    ("numbers", "depths"),
    [
        (["J.1", "J.1.1", "J.1.1.2", "J.2.1"], [1, 2, 3, 1]),
        (["1", "1(2)", "1(2)a", "10"], [1, 2, 2, 1]),
        (["J.6.2", "J.6"], [2, 1]),
        (["第1条", "第1条第2項"], [1, 1]),
        ([], []),
    ],
)
def test_a_number_lies_below_those_it_begins_with(numbers: list[str], depths: list[int]) -> None:
    assert set_rules.depths(numbers) == depths


ANY = st.text(max_size=30)
SOME = st.text(alphabet=string.printable + "　、;；①Ｊ．６（３）𠮷\u2028\ufeff\x85", max_size=30)
ROWS = st.lists(
    st.fixed_dictionaries({column: st.one_of(ANY, SOME) for column in Column}), max_size=6
)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_what_was_read_once_is_read_the_same_from_its_own_file(
    cells: list[dict[Column, object]],
) -> None:
    rows = Rows()
    for line, each in enumerate(cells, 1):
        rows.take(line, each)
    if rows.items:
        again = set_files.read("", set_files.as_csv(rows.items).encode())
        assert again.troubles == ()
        assert again.items == tuple(rows.items)
