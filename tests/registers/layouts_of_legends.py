"""Layouts by what stands beside words: codes with a legend, what is struck through, short names."""

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.registers.layouts import Layout, book_of, layout, packed


@layout
def codes_of_another_sheet() -> Layout:
    """みなと医院: codes, and what they stand for on a sheet of its own."""
    rows = [
        ["個人情報の名称", "部署", "取得\n区分", "媒体\nコード", "廃棄\nコード"],
        ["診療録", "総務部", 1, "1,2", 3],
        ["予約データ", "総務部", "２", "②", 2],
    ]
    codes = [
        ["媒体コード"], [1, "紙"], [2, "電子"], [],
        ["取得区分"], [1, "本人から書面"], [2, "電話"], [],
        ["廃棄コード"], [1, "シュレッダー"], [2, "データ消去"], [3, "溶解"],
    ]  # fmt: skip
    return Layout(
        packed(book_of({"台帳": rows, "コード表": codes})),
        {
            ("台帳", 2): {
                "name": "診療録",
                "unit_id": "総務部",
                "acquired": "written",
                "medium": "paper、electronic",
                "disposal": "dissolved",
            },
            ("台帳", 3): {
                "name": "予約データ",
                "unit_id": "総務部",
                "acquired": "spoken",
                "medium": "electronic",
                "disposal": "erased",
            },
        },
        frozenset(
            (f"台帳!{row}", name) for row in (2, 3) for name in ("acquired", "medium", "disposal")
        ),
    )


@layout
def a_legend_over_the_table() -> Layout:
    """やまと設計: one letter stands for two things, each in a column of its own."""
    rows = [
        ["個人データ管理台帳"],
        ["凡例　媒体：P＝紙、D＝データ　　廃棄方法：S＝シュレッダー、D＝データ消去"],
        ["部門名", "個人情報名", "媒体", "廃棄方法"],
        ["総務部", "株主名簿", "P", "S"],
        ["営業部", "アンケート", "P・D", "S・D"],
    ]
    return Layout(
        packed(book_of({"台帳": rows})),
        {
            ("台帳", 4): {
                "unit_id": "総務部",
                "name": "株主名簿",
                "medium": "paper",
                "disposal": "shredded",
            },
            ("台帳", 5): {
                "unit_id": "営業部",
                "name": "アンケート",
                "medium": "paper、electronic",
                "disposal": "shredded、erased",
            },
        },
        frozenset((f"台帳!{row}", name) for row in (4, 5) for name in ("medium", "disposal")),
    )


@layout
def words_struck_through() -> Layout:
    """あおば訪問介護: words within a cell, and a whole cell, are struck through."""
    rows = [
        ["個人情報名", "部署", "保管方法", "保管場所"],
        ["利用者台帳", "総務部", None, "書庫"],
        ["勤務表", "総務部", "パスワード", "倉庫"],
    ]
    book = book_of({"台帳": rows})
    struck = TextBlock(InlineFont(strike=True), "・USB保管")
    book["台帳"]["C2"] = CellRichText("施錠保管", struck)
    book["台帳"]["D3"].font = Font(strike=True)
    return Layout(
        packed(book),
        {
            ("台帳", 2): {
                "name": "利用者台帳",
                "unit_id": "総務部",
                "protection": "施錠保管",
                "place": "書庫",
            },
            ("台帳", 3): {
                "name": "勤務表",
                "unit_id": "総務部",
                "protection": "パスワード",
                "place": "倉庫",
            },
        },
        frozenset({("台帳!2", "protection"), ("台帳!3", "place")}),
    )


@layout
def columns_that_their_cells_tell() -> Layout:
    """しなの不動産: headings that nobody knows, over items and over persons."""
    rows = [
        ["個人情報名", "部署", "中身", "どなた"],
        ["入居申込書", "営業部", "氏名・住所・年収・勤務先", "入居者"],
        ["鍵預り証", "営業部", "氏名\n電話番号", "入居者"],
        ["履歴書", "総務部", "氏名、学歴、写真", "応募者"],
    ]
    return Layout(
        packed(book_of({"台帳": rows})),
        {
            ("台帳", 2): {
                "name": "入居申込書",
                "unit_id": "営業部",
                "items": "氏名、住所、年収、勤務先",
                "subjects": "customer",
            },
            ("台帳", 3): {
                "name": "鍵預り証",
                "unit_id": "営業部",
                "items": "氏名、電話番号",
                "subjects": "customer",
            },
            ("台帳", 4): {
                "name": "履歴書",
                "unit_id": "総務部",
                "items": "氏名、学歴、写真",
                "subjects": "applicant",
            },
        },
    )


@layout
def short_names_and_brackets() -> Layout:
    """こだま工業: units without 部, years that a heading counts, a second way in brackets."""
    rows = [
        ["個人情報名", "部署", "保存年数", "廃棄方法"],
        ["注文書", "営業", 7, "溶解（業者委託）"],
        ["従業者名簿", "総務", "３", "裁断"],
    ]
    return Layout(
        packed(book_of({"台帳": rows})),
        {
            ("台帳", 2): {
                "name": "注文書",
                "unit_id": "営業部",
                "keep_until": "acquired+7year",
                "disposal": "dissolved、entrusted",
            },
            ("台帳", 3): {
                "name": "従業者名簿",
                "unit_id": "総務部",
                "keep_until": "acquired+3year",
                "disposal": "shredded",
            },
        },
        frozenset({("台帳!2", "unit_id"), ("台帳!2", "disposal"), ("台帳!3", "unit_id")}),
    )


@layout
def codes_of_one_letter() -> Layout:
    """はるかぜ検針: kana and kanji as codes, told below and by what is offered to choose."""
    rows = [
        ["番号", "個人情報の名称", "部署", "保有区分", "媒体区分", "廃棄区分", "件数区分"],
        ["検-1", "検針票", "営業部", "受", "Ａ", "エ", "B"],
        ["検-2", "社員名簿", "総務部", "自", "Ａ、Ｂ", "ア、ウ", "A"],
        [],
        ["【凡例】"],
        ["保有区分", "自：自社取得　受：受託"],
        ["媒体区分", "Ａ：紙　Ｂ：電子データ"],
        ["廃棄区分", "ア：溶解　イ：裁断　ウ：消去　エ：返却"],
    ]
    offered = [["件数区分"], ["A：100件以下"], ["B：101～1,000件"], ["C：1,001件以上"]]
    keys = ("name", "unit_id", "owner", "medium", "disposal", "count")
    said = {
        2: ("検針票", "営業部", "entrusted", "paper", "returned", "to_1000"),
        3: ("社員名簿", "総務部", "own", "paper、electronic", "dissolved、erased", "to_100"),
    }
    doubted = ("owner", "medium", "disposal", "count")
    return Layout(
        packed(book_of({"台帳": rows, "リスト": offered})),
        {("台帳", row): dict(zip(keys, told, strict=True)) for row, told in said.items()},
        frozenset((f"台帳!{row}", name) for row in said for name in doubted),
    )
