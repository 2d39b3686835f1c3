"""Layouts as they are printed and marked: pages, running numbers, colours, departments."""

from io import BytesIO
from zipfile import ZipFile

from openpyxl.styles import PatternFill

from tests.registers.layouts import Layout, book_of, layout, packed


@layout
def headings_on_each_page_the_last_with_one_row() -> Layout:
    """かもめ理容: a page ends after two rows, the next has one alone; people tell whose it is."""
    head = ["通番", "情報名", "内容項目", "利用目的", "対象者", "保管場所", "部署", "保管期限"]
    rows = [
        ["かもめ理容 台帳", *[None] * 6, "1/2"],
        head,
        ["１", "来店カード", "氏名", "施術", "お客様", "棚", "営業部", "最終来店後3年"],
        ["２", "予約表", "氏名", "予約", "お客様", "端末", "営業部", "1年"],
        ["かもめ理容 台帳", *[None] * 6, "2/2"],
        head,
        ["３", "契約書", "氏名", "雇用", "スタッフ", "金庫", "総務部", "退職後5年"],
        [None, "以下余白"],
    ]
    keys = ("name", "items", "purposes", "subjects", "place", "unit_id", "keep_until")
    said = {
        3: ("来店カード", "氏名", "施術", "customer", "棚", "営業部", "last_deal+3year"),
        4: ("予約表", "氏名", "予約", "customer", "端末", "営業部", "acquired+1year"),
        7: ("契約書", "氏名", "雇用", "worker", "金庫", "総務部", "retirement+5year"),
    }
    return Layout(
        packed(book_of({"印刷": rows})),
        {("印刷", row): dict(zip(keys, told, strict=True)) for row, told in said.items()},
    )


@layout
def running_numbers_that_are_reckoned() -> Layout:
    """あさひ代理店: 番号 is =ROW()-1, with what it came to when the book was saved."""
    rows = [["番号", "名称", "部署", "目的"], ["=ROW()-1", "契約者台帳", "営業部", "契約の維持"]]
    content = packed(book_of({"台帳": rows}))
    return Layout(
        _with_result(content, "1"),
        {("台帳", 2): {"name": "契約者台帳", "unit_id": "営業部", "purposes": "契約の維持"}},
    )


def _with_result(content: bytes, result: str) -> bytes:
    """A workbook whose formulas have a result, as a spreadsheet saves it."""
    held = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(held, "w") as after:
        for each in before.namelist():
            text = before.read(each)
            if each == "xl/worksheets/sheet1.xml":
                text = text.replace(b"<v />", f"<v>{result}</v>".encode())
            after.writestr(each, text)
    return held.getvalue()


@layout
def a_mark_alone_where_a_choice_belongs() -> Layout:
    """つばき商会: ○ under 取得方法 says that there is one, and not which."""
    rows = [
        ["個人情報の名称", "部署", "利用目的", "取得方法"],
        ["名刺", "営業部", "連絡", "○"],
        ["履歴書", "総務部", "採用", "書面"],
    ]
    names = ("name", "unit_id", "purposes")
    return Layout(
        packed(book_of({"台帳": rows})),
        {
            ("台帳", 2): {
                **dict(zip(names, ("名刺", "営業部", "連絡"), strict=True)),
                "note": "取得方法：○",
            },
            ("台帳", 3): {
                **dict(zip(names, ("履歴書", "総務部", "採用"), strict=True)),
                "acquired": "written",
            },
        },
        frozenset({("台帳!2", "acquired")}),
    )


@layout
def spans_of_two_columns() -> Layout:
    """ときわ学園: what the years are counted from stands in a column of its own."""
    rows = [
        ["名称", "部署", "期間（起算）", "期間（年）", "廃棄方法"],
        ["入学願書", "営業部", "卒業", 3, "溶解"],
        ["契約書", "総務部", "契約終了日から", "10年", "裁断"],
        ["学籍簿", "総務部", "卒業", "永年", None],
        ["来賓名簿", "営業部", "－", 1, "裁断"],
        ["出席簿", "営業部", "年度末", None, "消去"],
    ]
    said = {
        2: ("入学願書", "営業部", "withdrawal+3year", "dissolved"),
        3: ("契約書", "総務部", "contract_end+10year", "shredded"),
        4: ("学籍簿", "総務部", "forever", ""),
        5: ("来賓名簿", "営業部", "acquired+1year", "shredded"),
        6: ("出席簿", "営業部", "year_end+0year", "erased"),
    }
    keys = ("name", "unit_id", "keep_until", "disposal")
    return Layout(
        packed(book_of({"台帳": rows})),
        {
            ("台帳", row): {key: word for key, word in zip(keys, told, strict=True) if word}
            for row, told in said.items()
        },
        frozenset({("台帳!6", "keep_until")}),
    )


@layout
def departments_and_ways_with_marks() -> Layout:
    """しおさい旅館: ○ says which departments see it, and how it comes, one way of which is ours."""
    rows = [
        [
            "個人情報",
            "取得方法",
            None,
            None,
            "部署",
            "アクセス部門",
            None,
            "利用目的",
            "保管場所",
            None,
        ],
        [None, "書面", "電話", "旅行会社", None, "フロント", "予約", None, "書庫", "端末"],
        ["宿泊者カード", "○", None, None, "営業部", "○", "○", "名簿", "○", None],
        ["予約台帳", None, "○", "○", "営業部", "×", "○", "予約", "○", "○"],
    ]
    merges = ["A1:A2", "B1:D1", "E1:E2", "F1:G1", "H1:H2", "I1:J1"]
    keys = ("name", "acquired", "unit_id", "access", "purposes", "place")
    said = {
        3: ("宿泊者カード", "written", "営業部", "フロント、予約", "名簿", "書庫"),
        4: ("予約台帳", "spoken、third_party", "営業部", "予約", "予約", "書庫、端末"),
    }
    return Layout(
        packed(book_of({"台帳": rows}, {"台帳": merges})),
        {("台帳", row): dict(zip(keys, told, strict=True)) for row, told in said.items()},
        frozenset({("台帳!4", "acquired")}),
    )


@layout
def departments_in_words_below_their_heading() -> Layout:
    """おおぞら会: beneath アクセス権者 stand its departments in words."""
    rows = [
        ["個人情報", "部署", "アクセス権者", None, "利用目的"],
        [None, None, "課室", "役職", None],
        ["会員名簿", "総務部", "事務局", "局長", "連絡"],
    ]
    merges = ["A1:A2", "B1:B2", "C1:D1", "E1:E2"]
    row = {
        "name": "会員名簿",
        "unit_id": "総務部",
        "access": "課室：事務局\n役職：局長",
        "purposes": "連絡",
    }
    return Layout(packed(book_of({"台帳": rows}, {"台帳": merges})), {("台帳", 3): row})


@layout
def rows_with_a_colour_that_is_no_more() -> Layout:
    """ゆうなぎ塾: grey rows are no longer in use, as a line above says; yellow ones are new."""
    book = book_of(
        {
            "台帳": [
                ["網掛け（灰）＝廃止済　黄＝今年度新規"],
                ["名称", "部署", "利用目的"],
                ["出席簿", "営業部", "出欠"],
                ["旧出席カード", "営業部", "出欠"],
                ["面談メモ", "総務部", "指導"],
            ]
        }
    )
    for row, colour in ((4, "BFBFBF"), (5, "FFFF00")):
        for cell in book["台帳"][row]:
            cell.fill = PatternFill("solid", fgColor=colour)
    keys = ("name", "unit_id", "purposes")
    said = {
        3: ("出席簿", "営業部", "出欠"),
        4: ("旧出席カード", "営業部", "出欠"),
        5: ("面談メモ", "総務部", "指導"),
    }
    return Layout(
        packed(book),
        {("台帳", row): dict(zip(keys, told, strict=True)) for row, told in said.items()},
        frozenset({("台帳!4", "name")}),
    )


@layout
def two_labels_in_a_row_of_a_form() -> Layout:
    """つくし工務店: to the right stand labels of the form itself as well: 作成年月日, 責任者."""

    def form(name: str, who: str, place: str, keep: str, ways: str) -> list[list[str | None]]:
        return [
            ["個人情報取扱票", None, None, None, "承認", "作成"],
            ["管理番号", None, "PI-1", None, "作成年月日", "令和7年5月12日"],
            ["個人情報の名称", None, name, None, "対象", who],
            ["取扱部署", None, "営業部", None, "取扱責任者", "営業部長"],
            ["利用目的", None, "工事の実施"],
            ["保管", "場所", place, None, "施錠の有無", "有"],
            [None, "利用期限", "契約終了まで", None, "保管期限", keep],
            ["廃棄方法", None, ways, None, "個人番号", "□有　☑無"],
        ]

    merges = [f"A{row}:B{row}" for row in (2, 3, 4, 5, 8)] + ["A1:D1", "A6:A7", "C5:F5"]
    merges += [f"C{row}:D{row}" for row in (2, 3, 4, 6, 7, 8)]
    forms = {
        "契約書": form("工事契約書", "施主", "書庫", "引渡し後10年", "☑裁断　□溶解"),
        "名簿": form("作業員名簿", "作業員", "現場", "工事完了後5年", "□裁断　☑溶解"),
    }
    common = {
        "unit_id": "営業部",
        "purposes": "工事の実施",
        "protection": "有",
        "use_until": "contract_end+0year",
        "note": "管理番号：PI-1\n作成年月日：令和7年5月12日\n取扱責任者：営業部長",
    }
    said = {
        "契約書": ("工事契約書", "customer", "書庫", "contract_end+10year", "shredded"),
        "名簿": ("作業員名簿", "worker", "現場", "contract_end+5year", "dissolved"),
    }
    keys = ("name", "subjects", "place", "keep_until", "disposal")
    return Layout(
        packed(book_of(forms, dict.fromkeys(forms, merges))),
        {(name, 2): common | dict(zip(keys, told, strict=True)) for name, told in said.items()},
    )


@layout
def items_in_the_corner_of_a_turned_table() -> Layout:
    """あおば内科: 項目 stands where names and headings meet, and 情報の内容 asks for the items."""
    rows = [
        ["区分", "項目", "カルテ", "予約台帳"],
        ["基本", "所管", "営業部", "総務部"],
        [None, "情報の内容", "氏名\n病歴", "氏名、電話番号"],
        [None, "要配慮個人情報", "○", "×"],
        ["取得", "利用目的", "診療", "予約の管理"],
        ["保管", "保管庫", "棚", "端末"],
    ]
    keys = ("name", "unit_id", "items", "sensitive", "purposes", "place")
    said = {
        3: ("カルテ", "営業部", "氏名、病歴", "yes", "診療", "棚"),
        4: ("予約台帳", "総務部", "氏名、電話番号", "", "予約の管理", "端末"),
    }
    return Layout(
        packed(book_of({"表": rows}, {"表": ["A2:A4"]})),
        {
            ("表", at): {key: word for key, word in zip(keys, told, strict=True) if word}
            for at, told in said.items()
        },
    )


@layout
def whether_beside_whom_and_marks_for_purposes() -> Layout:
    """くすのき会: whether something is entrusted beside to whom, and ○ below each purpose."""
    rows = [
        ["名称", "部署", "何のために使うか", None, "委託", None, "第三者提供", None, "確認日"],
        [None, None, "会報の送付", "会計", "有無", "委託先", "有無", "提供先", None],
        ["会員名簿", "総務部", "○", "○", "有", "印刷会社", "無", None, "2025/4/1"],
        ["寄付者一覧", "総務部", None, "○", "無", None, "有", "税務署", "2025/4/1"],
    ]
    merges = ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:H1", "I1:I2"]
    return Layout(
        packed(book_of({"台帳": rows}, {"台帳": merges})),
        {
            ("台帳", 3): {
                "name": "会員名簿",
                "unit_id": "総務部",
                "purposes": "会報の送付、会計",
                "entrusted_to": "印刷会社",
                "note": "委託 / 有無：有\n第三者提供 / 有無：無\n確認日：2025/4/1",
            },
            ("台帳", 4): {
                "name": "寄付者一覧",
                "unit_id": "総務部",
                "purposes": "会計",
                "provided_to": "税務署",
                "note": "委託 / 有無：無\n第三者提供 / 有無：有\n確認日：2025/4/1",
            },
        },
    )
