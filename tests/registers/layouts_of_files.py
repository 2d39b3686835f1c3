"""Layouts by their files: texts, old workbooks, several tables, rows that go on, English."""

from collections.abc import Callable
from pathlib import Path

from openpyxl.styles import Font

from tests.registers import layouts_of_cells, layouts_of_headings
from tests.registers.layouts import Layout, book_of, layout, packed, text_of

OLD = Path(__file__).parent / "workbooks"
PLAIN = [
    ["個人情報名", "部署", "利用目的", "保管期限"],
    ["名簿", "営業部", "ご案内\nの送付", "契約終了後5年"],
    ["申込書", "総務部", "契約①", "永年"],
]
# By rows as a spreadsheet counts them: a break within a cell begins none.
PLAIN_ROWS = {
    2: {
        "name": "名簿",
        "unit_id": "営業部",
        "purposes": "ご案内\nの送付",
        "keep_until": "contract_end+5year",
    },
    3: {"name": "申込書", "unit_id": "総務部", "purposes": "契約①", "keep_until": "forever"},
}
AS_TEXT = {("", line): said for line, said in PLAIN_ROWS.items()}


@layout
def csv_of_shift_jis() -> Layout:
    """まつや: cp932 with commas."""
    return Layout(text_of(PLAIN).encode("cp932"), AS_TEXT)


@layout
def csv_with_a_mark() -> Layout:
    """まつや: UTF-8 with a byte order mark."""
    return Layout(text_of(PLAIN).encode("utf-8-sig"), AS_TEXT)


@layout
def csv_without_a_mark() -> Layout:
    """まつや: UTF-8 without one."""
    return Layout(text_of(PLAIN).encode(), AS_TEXT)


@layout
def parted_by_tabs() -> Layout:
    """まつや: tabs, of cp932, below a title."""
    content = text_of([["個人情報管理台帳"], *PLAIN], "\t").encode("cp932")
    return Layout(content, {("", line + 1): said for line, said in PLAIN_ROWS.items()})


@layout
def unicode_text() -> Layout:
    """まつや: what Excel calls Unicode text."""
    return Layout(text_of(PLAIN, "\t").encode("utf-16"), AS_TEXT)


@layout
def blanks_of_a_saved_csv() -> Layout:
    """高原観光: merged cells saved as CSV are blank below."""
    rows = [
        ["部門", "個人情報名", "利用目的"],
        ["営業部", "宿泊者名簿", "旅館業法"],
        ["", "予約台帳", "予約の確認"],
        ["総務部", "従業者名簿", "雇用管理"],
    ]
    return Layout(
        text_of(rows).encode("cp932"),
        {
            ("", 2): {"unit_id": "営業部", "name": "宿泊者名簿", "purposes": "旅館業法"},
            ("", 3): {"unit_id": "営業部", "name": "予約台帳", "purposes": "予約の確認"},
            ("", 4): {"unit_id": "総務部", "name": "従業者名簿", "purposes": "雇用管理"},
        },
        frozenset({("3", "unit_id")}),
    )


@layout
def rows_that_go_on() -> Layout:
    """アルペン工業: the items of an entry stand in rows of their own."""
    rows = [
        ["個人情報名", "部署", "項目", "保管場所"],
        ["健康診断結果", "総務部", "氏名", "金庫"],
        [None, None, "身長", None],
        [None, None, "体重", None],
        ["緊急連絡網", "総務部", "氏名", "金庫"],
        [None, None, "電話番号", None],
    ]
    return Layout(
        packed(book_of({"台帳": rows})),
        {
            ("台帳", 2): {
                "name": "健康診断結果",
                "unit_id": "総務部",
                "items": "氏名、身長、体重",
                "place": "金庫",
            },
            ("台帳", 5): {
                "name": "緊急連絡網",
                "unit_id": "総務部",
                "items": "氏名、電話番号",
                "place": "金庫",
            },
        },
        frozenset({("台帳!2", "items"), ("台帳!5", "items")}),
    )


@layout
def tables_below_one_another() -> Layout:
    """木曽ひのき: a table of paper and one of data, each with headings of its own."""
    rows = [
        ["１．紙媒体"],
        ["No", "名称", "部署", "保管場所", "廃棄方法"],
        [1, "注文書", "営業部", "書棚", "裁断"],
        [],
        ["２．電子データ"],
        ["No", "名称", "部署", "アクセス権限", "保管方法"],
        [1, "顧客DB", "営業部", "営業部員", "暗号化"],
    ]
    return Layout(
        packed(book_of({"台帳": rows})),
        {
            ("台帳", 3): {
                "name": "注文書",
                "unit_id": "営業部",
                "place": "書棚",
                "disposal": "shredded",
                "medium": "paper",
            },
            ("台帳", 7): {
                "name": "顧客DB",
                "unit_id": "営業部",
                "access": "営業部員",
                "protection": "暗号化",
                "medium": "electronic",
            },
        },
        frozenset({("台帳!3", "medium"), ("台帳!7", "medium")}),
    )


@layout
def headings_on_each_page() -> Layout:
    """塩尻ワイン: the headings again on each page of the print, columns counted."""
    head = ["名称", "部署", "利用目的"]
    rows = [
        head,
        ["(1)", "(2)", "(3)"],
        ["見学者名簿", "営業部", "見学の受付"],
        ["会員名簿", "営業部", "会報の送付"],
        head,
        ["求人応募書類", "総務部", "採用選考"],
    ]
    return Layout(
        packed(book_of({"台帳": rows})),
        {
            ("台帳", 3): {"name": "見学者名簿", "unit_id": "営業部", "purposes": "見学の受付"},
            ("台帳", 4): {"name": "会員名簿", "unit_id": "営業部", "purposes": "会報の送付"},
            ("台帳", 6): {"name": "求人応募書類", "unit_id": "総務部", "purposes": "採用選考"},
        },
    )


@layout
def headings_with_ornaments() -> Layout:
    """伊那バイオ: numbered headings with breaks, brackets and marks, one of them unknown."""
    rows = [
        [
            "①個人情報名\n（帳票・データ名）",
            "②取扱\n部署",
            "③利用目的※",
            "④保管場所【具体的に】",
            "天気",
        ],
        ["検体提供者名簿", "営業部", "研究", "冷凍庫横の棚", "晴"],
        ["研究者名簿", "総務部", "連絡", "サーバ", "雨"],
    ]
    return Layout(
        packed(book_of({"台帳": rows})),
        {
            ("台帳", 2): {
                "name": "検体提供者名簿",
                "unit_id": "営業部",
                "purposes": "研究",
                "place": "冷凍庫横の棚",
                "note": "天気：晴",
            },
            ("台帳", 3): {
                "name": "研究者名簿",
                "unit_id": "総務部",
                "purposes": "連絡",
                "place": "サーバ",
                "note": "天気：雨",
            },
        },
    )


@layout
def in_english() -> Layout:
    """Karuizawa Relocation: the keys for headings, words in English."""
    rows = [
        ["name", "unit_id", "purposes", "medium", "sensitive", "keep_until", "use_until"],
        [
            "Client files",
            "営業部",
            "Relocation",
            "paper, electronic",
            "no",
            "5 years after end of contract",
            "as needed",
        ],
        [
            "Staff files",
            "総務部",
            "Payroll",
            "electronic",
            "yes",
            "permanent",
            "until end of contract",
        ],
    ]
    return Layout(
        packed(book_of({"Register": rows})),
        {
            ("Register", 2): {
                "name": "Client files",
                "unit_id": "営業部",
                "purposes": "Relocation",
                "medium": "paper、electronic",
                "keep_until": "contract_end+5year",
                "use_until": "as_needed",
            },
            ("Register", 3): {
                "name": "Staff files",
                "unit_id": "総務部",
                "purposes": "Payroll",
                "medium": "electronic",
                "sensitive": "yes",
                "keep_until": "forever",
                "use_until": "contract_end+0year",
            },
        },
    )


def _old(twin: Callable[[], Layout]) -> Layout:
    """One of the old workbooks, which LibreOffice made of its newer twin."""
    newer = twin()
    return Layout((OLD / f"{twin.__name__}.xls").read_bytes(), newer.rows, newer.doubts)


@layout
def old_with_merges() -> Layout:
    """北アルプス旅行, as .xls."""
    return _old(layouts_of_headings.two_heading_rows)


@layout
def old_with_hidden_rows() -> Layout:
    """上田データ, as .xls."""
    return _old(layouts_of_headings.hidden_rows_and_columns)


@layout
def old_with_days_and_numbers() -> Layout:
    """飯田木工, as .xls."""
    return _old(layouts_of_cells.full_width_and_eras)


@layout
def what_is_no_entry_any_more() -> Layout:
    """ゆり歯科: an example, last year's sheet, a row struck through, and sheets put aside."""
    head = ["個人情報名", "部署", "利用目的"]
    book = book_of(
        {
            "記入例": [head, ["○○申込書", "○○部", "○○のため"]],
            "2024年度": [
                head,
                ["（記入例）問診票", "営業部", "診療"],
                ["カルテ", "営業部", "診療"],
                ["紹介状", "営業部", "診療"],
            ],
            "2025年度": [head, ["カルテ", "営業部", "診療と請求"]],
            "旧": [head, ["健診票", "営業部", "健診"]],
            "リスト": [head, ["（紙）", "（部署）", "（目的）"]],
            "廃棄記録": [head, ["健診票", "営業部", "裁断"]],
        }
    )
    for cell in book["2024年度"][4]:
        cell.font = Font(strike=True)
    return Layout(
        packed(book),
        {
            ("2024年度", 3): {"name": "カルテ", "unit_id": "営業部", "purposes": "診療"},
            ("2024年度", 4): {"name": "紹介状", "unit_id": "営業部", "purposes": "診療"},
            ("2025年度", 2): {"name": "カルテ", "unit_id": "営業部", "purposes": "診療と請求"},
        },
        doubts=frozenset({("2024年度!4", "name"), ("2025年度!2", "name")}),
    )


@layout
def how_a_form_is_filled_in() -> Layout:
    """すみれ書房: beside the table a sheet that explains its columns, which is no entry."""
    rows = [["名称", "部署", "利用目的", "保管期間"], ["注文票", "営業部", "発送", "1年"]]
    how = [
        ["名称", "帳票の名前を記入する。"],
        ["部署", "管理する部署を選択してください。"],
        ["利用目的", "公表した目的を記載"],
        ["保管期間", "起算日とともに書く"],
        ["廃棄方法", "一覧から選択"],
    ]
    said = {
        "name": "注文票",
        "unit_id": "営業部",
        "purposes": "発送",
        "keep_until": "acquired+1year",
    }
    return Layout(packed(book_of({"台帳": rows, "書き方": how})), {("台帳", 2): said})
