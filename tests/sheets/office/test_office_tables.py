"""Tables in sheets as offices keep them: headings found, merges and marks filled, nothing lost."""

from hypothesis import given, strategies as st

from pms_tracker.sheets.office.grids import Cell, Grid
from pms_tracker.sheets.office.office_tables import read_sheet
from tests.sheets.office.offices import KNOWN, left, read, texts, workbook


def test_titles_above_are_told_and_the_headings_found_below() -> None:
    book = workbook(
        [
            ["個人情報管理台帳", None, "作成日：2025/4/1"],
            [],
            ["No.", "個人情報名", "利用目的"],
            [1, "顧客名簿", "商品の発送"],
        ]
    )
    tables, over = read(book)
    assert texts(tables) == [{"name": "顧客名簿", "purposes": "商品の発送"}]
    assert left(over) == [("A1", "title"), ("C1", "title"), ("A4", "running")]
    assert tables[0].rows[0].told["name"].place == "営業部!B4"


def test_two_rows_of_merged_headings_are_read_as_paths() -> None:
    book = workbook(
        [
            ["個人情報名", "保管", None, "媒体", None],
            [None, "場所", "期限", "紙", "電子"],
            ["応募書類", "総務の棚", "1年", "○", None],
            ["会員名簿", "サーバ", "永年", "○", "○"],
        ],
        ["A1:A2", "B1:C1", "D1:E1"],
    )
    tables, over = read(book)
    assert texts(tables) == [
        {"name": "応募書類", "place": "総務の棚", "keep_until": "1年", "medium": "紙"},
        {"name": "会員名簿", "place": "サーバ", "keep_until": "永年", "medium": "紙、電子"},
    ]
    assert left(over) == []
    assert (tables[0].block.first, tables[0].block.last) == (1, 2)
    assert [each.words for each in tables[0].block.columns][:3] == [
        "個人情報名", "保管 / 場所", "保管 / 期限",
    ]  # fmt: skip


def test_merges_and_marks_that_repeat_are_filled() -> None:
    book = workbook(
        [
            ["名称", "利用目的", "保管場所", "保管期限"],
            ["名簿", "発送", "棚", "5年"],
            ["台帳", None, "〃", "同上"],
            ["控え", "連絡", "↓", "同左"],
        ],
        ["B2:B3"],
    )
    tables, _over = read(book)
    assert [each["purposes"] for each in texts(tables)] == ["発送", "発送", "連絡"]
    assert [each["place"] for each in texts(tables)] == ["棚", "棚", "棚"]
    assert [each["keep_until"] for each in texts(tables)] == ["5年", "5年", "棚"]
    told = tables[0].rows[1].told
    assert (told["place"].original, told["place"].repeats, told["purposes"].place) == (
        "〃", True, "営業部!B2",
    )  # fmt: skip


def test_what_is_no_entry_is_left_over_with_its_reason() -> None:
    book = workbook(
        [
            ["名称", "利用目的", "保管場所", "天気"],
            ["①", "②", "③", "④"],
            ["例", "発送のため", "棚"],
            ["名簿", "発送", "棚", "晴"],
            ["隠し", "秘密", "棚"],
            ["名称", "利用目的", "保管場所", "天気"],
            ["台帳", "連絡", "棚", None, "欄外"],
            ["合計", "2件"],
            [],
            ["※棚は施錠する"],
            ["改訂履歴", "初版"],
        ]
    )
    page = book.worksheets[0]
    page.row_dimensions[5].hidden = True
    tables, over = read(book)
    assert [each["name"] for each in texts(tables)] == ["名簿", "台帳"]
    found = dict(left(over))
    assert {place: why for place, why in found.items() if place.startswith("A")} == {
        "A2": "ordinal", "A3": "example", "A5": "hidden_row", "A6": "repeated", "A8": "total",
        "A10": "note", "A11": "note",
    }  # fmt: skip
    assert (found["D1"], found["D4"], found["E7"]) == (
        "unknown_column", "unknown_column", "no_heading",
    )  # fmt: skip


def test_a_hidden_column_is_left_unless_somebody_chooses_it() -> None:
    book = workbook([["名称", "利用目的", "備考"], ["名簿", "発送", "内緒"]])
    book.worksheets[0].column_dimensions["C"].hidden = True
    tables, over = read(book)
    assert "note" not in texts(tables)[0]
    assert left(over) == [("C1", "hidden_column"), ("C2", "hidden_column")]
    tables, over = read(book, {tables[0].block.digest: {"2": "note"}})
    assert texts(tables)[0]["note"] == "内緒"
    assert left(over) == []


def test_what_people_choose_for_a_layout_counts_for_all_its_sheets() -> None:
    rows = [["名称", "利用目的", "ねらい"], ["名簿", "発送", "速く"]]
    tables, _over = read(workbook(rows))
    chosen = {tables[0].block.digest: {"2": "purposes", "1": ""}}
    other = [rows[0], ["台帳", "連絡", "正しく"]]
    assert texts(read(workbook(other, title="総務部"), chosen)[0]) == [
        {"name": "台帳", "purposes": "正しく"}
    ]


def test_tables_below_one_another_are_read_each_under_its_own_headings() -> None:
    book = workbook(
        [
            ["名称", "利用目的"],
            ["名簿", "発送"],
            [],
            ["【紙の書類】"],
            ["個人情報名", "保管場所", "利用目的"],
            ["申込書", "棚", "契約"],
        ]
    )
    tables, over = read(book)
    assert texts(tables) == [
        {"name": "名簿", "purposes": "発送"},
        {"name": "申込書", "place": "棚", "purposes": "契約"},
    ]
    assert left(over) == [("A4", "title")]


def stands_over(rows: list[list[str | None]]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Of each row that is read: its name, the unit a line tells, its section, its titles."""
    tables, _over = read(workbook(rows, title="台帳"))
    return [
        (
            row.told["name"].text,
            row.above["unit_id"].text if "unit_id" in row.above else "",
            row.section,
            row.titles,
        )
        for table in tables
        for row in table.rows
    ]


HEAD: list[str | None] = ["名称", "利用目的", "保管場所"]
ONE: list[str | None] = ["名簿", "発送", "棚"]
OTHER: list[str | None] = ["履歴書", "採用", "金庫"]


def test_a_section_after_a_blank_row_is_one() -> None:
    for section in ("【総務部】", "総務部", "○総務課", "松本教室"):
        assert stands_over([HEAD, ["【営業部】"], ONE, [], [section], OTHER]) == [
            ("名簿", "", "【営業部】", ()),
            ("履歴書", "", section, ()),
        ]
    narrow = [HEAD[:2], ["【営業部】"], ONE[:2], [], ["【総務部】"], OTHER[:2], ONE[:2]]
    assert [each[2] for each in stands_over(narrow)] == ["【営業部】", "【総務部】", "【総務部】"]


def test_a_section_may_name_who_is_responsible_or_stand_in_another_column() -> None:
    rows = [HEAD, ["【営業部】", "責任者：山田"], ONE, ["■総務部", None, "責任者：佐藤"], OTHER]
    assert [each[2] for each in stands_over(rows)] == ["【営業部】", "■総務部"]
    numbered = [["No", *HEAD], [None, "営業部"], ["1", *ONE], [None, "総務部"], ["2", *OTHER]]
    assert [each[2] for each in stands_over(numbered)] == ["営業部", "総務部"]


def test_a_line_between_pages_tells_of_the_rows_beneath() -> None:
    pages = [["部署：営業部"], HEAD, ONE, [], ["部署：総務部"], HEAD, OTHER]
    assert [each[:2] for each in stands_over(pages)] == [("名簿", "営業部"), ("履歴書", "総務部")]
    within = [HEAD, ["部署：営業部"], ONE, ["部署：総務部"], OTHER]
    assert [each[1] for each in stands_over(within)] == ["営業部", "総務部"]
    other = [["名称", "項目", "備考"], ["履歴書", "氏名", "写し"]]
    assert [each[1] for each in stands_over([*pages[:5], *other])] == ["営業部", "総務部"]


def test_titles_above_tables_stand_over_them_each_over_its_own() -> None:
    rows = [["台帳"], ["営業部"], HEAD, ONE, [], ["総務部"], HEAD, OTHER]
    assert [each[3] for each in stands_over(rows)] == [("営業部", "台帳"), ("総務部",)]
    pages = [["台帳 1/2"], HEAD, ["■営業部"], ONE, ["台帳 2/2"], HEAD, OTHER]
    assert [each[2:] for each in stands_over(pages)] == [("■営業部", ("台帳",))] * 2


def test_whatever_ends_a_page_ends_no_table() -> None:
    rows = [HEAD, ONE, [], ["作成者", "山田"], ["台帳", None, "2/2"], HEAD, OTHER]
    assert [each[0] for each in stands_over(rows)] == ["名簿", "履歴書"]
    full: list[str | None] = ["点検", "保守", "棚"]
    assert [each[0] for each in stands_over([HEAD, ONE, [], full, OTHER])] == [
        "名簿", "点検", "履歴書",
    ]  # fmt: skip


def test_a_row_that_says_there_is_nothing_is_none_of_data() -> None:
    for row in (["該当なし"], [None, "実績なし"]):
        tables, over = read(workbook([HEAD, row, ONE]))
        assert [each["name"] for each in texts(tables)] == ["名簿"]
        assert [why for _place, why in left(over)] == ["note"]


def test_a_row_that_tells_in_what_columns_count_is_one_of_headings() -> None:
    tables, _over = read(workbook([HEAD, [None, None, "（棚番）"], ONE]))
    assert [each["name"] for each in texts(tables)] == ["名簿"]


def test_titles_between_rows_stand_over_those_that_follow() -> None:
    book = workbook(
        [
            ["名称", "利用目的", "保管場所"],
            ["■ 営業部", None, None],
            ["名簿", "発送", "棚"],
            ["■ 総務部", None, None],
            ["履歴書", "採用", "金庫"],
        ],
        ["A2:C2", "A4:C4"],
    )
    tables, over = read(book)
    assert [(row.told["name"].text, row.section) for row in tables[0].rows] == [
        ("名簿", "■ 営業部"),
        ("履歴書", "■ 総務部"),
    ]
    assert left(over) == [("A2", "section"), ("A4", "section")]


def test_a_line_above_tells_something_of_all_rows() -> None:
    for above in (["管理部門：営業部"], ["部署", "営業部"]):
        book = workbook([above, ["名称", "利用目的"], ["名簿", "発送"]], title="台帳")
        (table,), _over = read(book)
        assert table.rows[0].above["unit_id"].text == "営業部"


def test_words_like_known_ones_are_taken_with_a_doubt() -> None:
    (table,), _over = read(
        workbook([["名称", "利用目的（具体的に）", "備考欄", "①保管期限の定め"], ["名簿", "発送"]])
    )
    matches = [(each.match.key, each.match.sure) for each in table.block.columns]
    assert matches == [("name", True), ("purposes", True), ("note", False), ("keep_until", False)]


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "",
                    "名称",
                    "利用目的",
                    "媒体",
                    "紙",
                    "〃",
                    "合計",
                    "※",
                    "例",
                    "No",
                    "○",
                    "x",
                    "同左",
                ]
            ),
            max_size=6,
        ),
        max_size=12,
    )
)
def test_every_cell_is_read_or_told(rows: list[list[str]]) -> None:
    cells = {
        row: {at: Cell(row, at, text) for at, text in enumerate(texts, 1) if text}
        for row, texts in enumerate(rows, 1)
    }
    grid = Grid("", {row: held for row, held in cells.items() if held})
    tables, over = read_sheet(grid, KNOWN, lambda _digest: {})
    told = {each.place for each in over}
    for table in tables:
        for row in table.rows:
            told |= {place for each in row.told.values() for place in (each.place, *each.more)}
    assert told == {grid.place(each.row, each.column) for each in grid.cells()}
