"""Files of requirement sets, good and bad: CSV, Excel and YAML, their sizes and their tricks."""

import csv
import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from pms_tracker.kernel.errors import BadInput
from pms_tracker.plan.requirements import requirement_sets, set_files
from pms_tracker.plan.requirements.set_files import SetFile
from pms_tracker.plan.requirements.set_rows import Item
from pms_tracker.sheets.sheet_lines import Problem
from tests.plan.requirements.wrong_tables import TABLE, as_excel, bomb, crowd, entities, lying

ITEMS = (
    Item("J.6.2", "内部監査", "年1回以上、\n必要なとき", ("POL-001 3(3)",)),
    Item("J.7.1", "不適合及び是正処置"),
)


def as_csv(table: Sequence[Sequence[object]], delimiter: str = ",") -> str:
    told = StringIO(newline="")
    csv.writer(told, delimiter=delimiter).writerows(table)
    return told.getvalue()


def read(text: str, name: str = "a.csv") -> SetFile:
    return set_files.read(name, text.encode())


def told(found: SetFile) -> list[tuple[int, str, str]]:
    return [(each.line, each.problem.value, each.words) for each in found.troubles]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_csv_is_read_in_the_encodings_and_with_the_delimiters_of_offices(
    delimiter: str, encoding: str
) -> None:
    found = set_files.read("要求.csv", as_csv(TABLE, delimiter).encode(encoding))
    assert (found.items, found.troubles) == (ITEMS, ())


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    found = read(as_csv(TABLE))
    assert [item.line for item in found.items] == [2, 5]


def test_english_headings_in_any_order_after_blank_lines_will_do() -> None:
    found = read("\n , \ntitle,Number\n内部監査,J.6.2\n")
    assert found.items == (Item("J.6.2", "内部監査"),)


def test_a_workbook_is_read_as_the_table_it_shows() -> None:
    found = set_files.read("a.bin", as_excel(TABLE))
    assert (found.items, found.troubles) == (ITEMS, ())
    assert [item.line for item in found.items] == [2, 4]


def test_what_excel_made_of_a_number_is_told() -> None:
    table = [["番号", "題名"], [6.1, "a"], [date(2026, 6, 2), "b"], ["=1+1", "c"], [7, "=A2"]]
    found = set_files.read("a.xlsx", as_excel(table))
    assert found.items == (Item("6.1", "a"),)
    assert told(found) == [
        (3, "day", "2026-06-02 00:00:00"),
        (4, "formula", "=1+1"),
        (5, "formula", "=A2"),
    ]


def test_the_first_sheet_counts_and_a_far_cell_costs_nothing() -> None:
    def more(book: Workbook) -> None:
        book.create_sheet("other").append(["x"])
        assert book.active is not None
        book.active["XFD9000"] = "far"

    assert set_files.read("a.xlsx", as_excel(TABLE, more)).items == ITEMS


YAML = """
key: own-list
題名: 自社の一覧
source: 総務部
valid_from: 2026-04-01
items:
  - number: 6.10
    title: 内部監査
    maps-to: [POL-001 3(3), j-items J.6.2]
  - {番号: J.7.1, 題名: 不適合, 内容: null}
"""


def test_yaml_says_what_the_set_is_and_keeps_numbers_as_written() -> None:
    found = read(YAML, "SET.YML")
    assert found.head == {
        "key": "own-list",
        "title": "自社の一覧",
        "source": "総務部",
        "valid_from": "2026-04-01",
    }
    assert found.items == (
        Item("6.10", "内部監査", "", ("POL-001 3(3)", "j-items J.6.2")),
        Item("J.7.1", "不適合"),
    )
    assert [item.line for item in found.items] == [7, 10]
    assert read("- {number: 1, title: a}", "a.yaml").items == (Item("1", "a"),)


@pytest.mark.parametrize(
    ("text", "troubles"),
    [
        ("番号,題名,備考\n1,a,x\n", [(1, "column_unknown", "備考")]),
        ("番号,number,題名\n1,1,a\n", [(1, "column_twice", "number")]),
        ("番号,内容\n1,a\n", [(1, "column_missing", "題名")]),
        ("監査\n番号,題名\n", [(1, "column_unknown", "監査"), (1, "column_missing", "番号"),
                              (1, "column_missing", "題名")]),
        ("番号,題名\n1,a,余分,多い\n", [(2, "cell_beyond", "余分")]),
        ("番号,題名\n,a\n1,\n1,b\n１,c\n", [(2, "number_missing", "a"), (3, "title_missing", "1"),
                                          (4, "number_twice", "1"), (5, "number_twice", "1")]),
        ('番号,題名\n1,a\n2,"b\n3,c\n', [(3, "broken", "")]),
        ('番号,題名\n1,"a"b\n', [(2, "broken", "")]),
    ],
)  # fmt: skip
def test_every_bad_row_of_a_table_is_told_with_its_line(
    text: str, troubles: list[tuple[int, str, str]]
) -> None:
    assert told(read(text)) == troubles


@pytest.mark.parametrize(
    ("text", "troubles"),
    [
        ("- 1\n- {number: 1, title: a}\n- [x]\n", [(1, "no_row", "1"), (3, "no_row", "x")]),
        ("- {number: 1, title: a, who: b}\n", [(1, "column_unknown", "who")]),
        ("- {number: 1, title: a, 番号: 2}\n", [(1, "column_twice", "番号")]),
        ("rows: []\nitems:\n- {title: a}\n", [(1, "column_unknown", "rows"),
                                             (3, "number_missing", "a")]),
        ("items:\n- {number: 1\ntitle: a\n", [(3, "broken", "")]),
        ("- !!python/object/apply:os.system [ls]\n", [(1, "no_row", "ls")]),
    ],
)  # fmt: skip
def test_every_bad_item_of_a_yaml_is_told_with_its_line(
    text: str, troubles: list[tuple[int, str, str]]
) -> None:
    assert told(read(text, "a.yaml")) == troubles


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.csv", b"", "set_empty"),
        ("a.csv", b" \r\n\t", "set_empty"),
        ("a.csv", "番号,題名\n,\n".encode(), "set_empty"),
        ("a.xlsx", as_excel([]), "set_empty"),
        ("a.yaml", b"items: []", "set_empty"),
        ("a.csv", b"a" * (5 * 1024 * 1024 + 1), "set_too_large"),
        ("a.yaml", b"# " + b"a" * 512 * 1024, "set_yaml_too_large"),
        ("a.yaml", b"just words", "set_unreadable"),
        ("a.yaml", b"\x01: 1", "set_unreadable"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "set_unreadable"),
        ("a.csv", b"\x81", "set_unreadable"),
        ("a.csv", b"\xff\xfe\x00", "set_unreadable"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "set_old_excel"),
        ("a.xlsx", b"PK\x03\x04 broken", "set_unreadable"),
        ("a.xlsx", as_excel(TABLE)[:900], "set_unreadable"),
        ("a.xlsx", bomb(), "set_bomb"),
        ("a.xlsx", crowd(), "set_bomb"),
        ("a.xlsx", lying(), "set_unreadable"),
        ("a.xlsx", entities(), "set_unreadable"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_file_that_cannot_be_read_is_refused_whole(name: str, content: bytes, key: str) -> None:
    with pytest.raises(BadInput) as refused:
        set_files.read(name, content)
    assert refused.value.key == key


def test_a_zip_of_something_else_is_no_workbook() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        file.writestr("word/document.xml", b"<x/>")
    with pytest.raises(BadInput, match="set_unreadable"):
        set_files.read("a.docx", packed.getvalue())


def numbered(count: int, title: str = "a") -> str:
    return "番号,題名\n" + "".join(f"{number},{title}\n" for number in range(count))


def test_two_thousand_items_are_read_and_not_one_more() -> None:
    assert len(read(numbered(2000)).items) == 2000
    with pytest.raises(BadInput, match="set_too_many"):
        read(numbered(2001))
    # Bad rows count as well: nobody is shown ten thousand of them.
    with pytest.raises(BadInput, match="set_too_many"):
        read("番号,題名\n" + ",a\n" * 2002)
    with pytest.raises(BadInput, match="set_too_many"):
        read("番号,題名\n" + "\n" * 10_000 + "1,a\n")
    with pytest.raises(BadInput, match="set_too_many"):
        read("- {number: 1, title: a}\n" * 2002, "a.yaml")
    with pytest.raises(BadInput, match="set_too_many"):
        read("- x\n" * 2002, "a.yaml")


def test_a_set_has_so_many_characters_and_no_more() -> None:
    assert len(read(numbered(1500, "あ" * 200)).items) == 1500
    with pytest.raises(BadInput, match="set_too_long"):
        read(numbered(1501, "あ" * 200))


def complete() -> list[str]:
    """Every number of the guide, in its order (domain.md 1.3)."""
    runs = {
        "J.1": 5, "J.2": 2, "J.2.3": 2, "J.2.4": 0, "J.3.1": 4, "J.3.2": 0, "J.3.3": 0, "J.3.4": 0,
        "J.4": 3, "J.4.4": 2, "J.4.5": 5, "J.5": 1, "J.6": 3, "J.7": 2, "J.8": 10, "J.9": 4,
        "J.10": 7, "J.11": 0,
    }  # fmt: skip
    return [
        number
        for chapter, count in runs.items()
        for number in ([f"{chapter}.{each + 1}" for each in range(count)] or [chapter])
    ]


def test_the_j_items_are_all_there_in_order() -> None:
    found = requirement_sets.shipped()
    assert (found.key, found.valid_from) == ("j-items", date(2024, 10, 1))
    assert found.title.endswith("【JIS Q 15001:2023準拠 ver1.0】")
    assert "JIPDEC" in found.source
    assert [item.number for item in found.items] == complete()
    by_number = {item.number: item.title for item in found.items}
    assert by_number["J.6.2"] == "内部監査"
    assert by_number["J.8.10"] == "仮名加工情報"
    assert by_number["J.7.1"] == "不適合及び是正処置"


def test_each_j_item_names_its_source_and_the_set_tells_those_that_none_confirms() -> None:
    found = requirement_sets.shipped()
    lines = requirement_sets.SHIPPED.read_text("utf-8").splitlines()
    rows = [line for line in lines if line.startswith("  - ")]
    assert len(rows) == len(found.items)
    assert all(re.search(r"  # (S\d|memory$)", line) for line in rows)
    unsure = [line.split()[2] for line in rows if line.endswith("# memory")]
    assert {"J.2.1", "J.7.2", "J.9.4"} <= set(unsure)
    told = found.source.partition("未確認の項目：")[2].rstrip("。")
    assert [number for each in told.split("、") for number in spread(each)] == unsure


def spread(told: str) -> list[str]:
    """J.8.3, J.8.4 and J.8.5 for J.8.3〜5."""
    first, _, last = told.partition("〜")
    chapter, _, start = first.rpartition(".")
    return [f"{chapter}.{each}" for each in range(int(start), int(last or start) + 1)]


def test_each_j_item_asks_one_question_and_names_a_record_in_both_languages() -> None:
    for item in requirement_sets.shipped().items:
        asked, records = item.text.split("\n")
        assert asked.endswith("か。"), item.number
        assert records.startswith("記録の例："), item.number
        title, asked, records = requirement_sets.in_english()[item.wording].split("\n")
        assert title
        assert asked.endswith("?"), item.number
        assert records.startswith("Records, for example: "), item.number


def test_a_file_that_unfolds_is_refused_where_it_begins_to() -> None:
    text = '- 番号: &a "AAAA"\n  題名: [*a, *a]\n'
    found = set_files.read("set.yaml", text.encode())
    assert [(each.line, each.problem) for each in found.troubles] == [(2, Problem.BROKEN)]


def test_a_first_line_beyond_all_measure_is_no_crash() -> None:
    found = set_files.read("set.csv", b"x" * 200_000)
    assert found.troubles
