"""Layouts that are no table of rows: turned over, forms, two rows an entry, marks for things."""

from tests.registers.layouts import Layout, book_of, layout, packed, text_of


@layout
def an_entry_in_each_column() -> Layout:
    """すずらん薬局: headings down two columns, an entry in each column, an example before them."""
    rows = [
        ["個人情報一覧", None, None, None, None],
        ["作成日", None, "令和7年4月1日"],
        ["項目", None, "（記入例）", "①", "②"],
        ["名称", None, "○○台帳", "処方箋控", "お薬手帳登録票"],
        ["部署", None, "○○部", "営業部", "総務部"],
        ["取得", "目的", "○○のため", "調剤", "服薬の確認"],
        ["保管", "場所", "棚", "調剤室", "同左"],
        [None, "期間", "1年", "3年", "最終利用から1年"],
        ["廃棄", "方法", "裁断", "溶解", "シュレッダー"],
        [],
        ["※年に一度見直す"],
    ]
    merges = ["A1:E1", "A3:B3", "A4:B4", "A5:B5", "A7:A8"]
    return Layout(
        packed(book_of({"一覧": rows}, {"一覧": merges})),
        {
            ("一覧", 4): {
                "name": "処方箋控",
                "unit_id": "営業部",
                "purposes": "調剤",
                "place": "調剤室",
                "keep_until": "acquired+3year",
                "disposal": "dissolved",
            },
            ("一覧", 5): {
                "name": "お薬手帳登録票",
                "unit_id": "総務部",
                "purposes": "服薬の確認",
                "place": "調剤室",
                "keep_until": "last_deal+1year",
                "disposal": "shredded",
            },
        },
    )


@layout
def a_form_on_each_sheet() -> Layout:
    """みずうみ法律事務所: a form for each entry, two labels a row, the place over two lines."""

    def form(name: str, unit: str, purposes: str, keep: str) -> list[list[str | None]]:
        return [
            ["個人情報管理票", None, None, "承認", "作成"],
            [None, None, None, "㊞", "㊞"],
            ["整理番号", "A-1", "作成日", "R7.4.1"],
            ["名称", name, "管理部門", unit],
            ["利用目的", purposes, "保管期間", keep],
            ["保管場所", "書庫", "備考"],
            [None, "サーバ"],
            ["（注）変わったときは改める。"],
        ]

    book = book_of(
        {
            "票1": form("相談票", "総務部", "相談への対応", "10年"),
            "票2": form("名刺", "営業部", "連絡", "都度"),
            "様式": form("", "", "", "")[:2],
        }
    )
    return Layout(
        packed(book),
        {
            (sheet, 3): {
                "name": name,
                "unit_id": unit,
                "purposes": purposes,
                "place": "書庫\nサーバ",
                "keep_until": keep,
                "note": "整理番号：A-1\n作成日：R7.4.1",
            }
            for sheet, name, unit, purposes, keep in (
                ("票1", "相談票", "総務部", "相談への対応", "acquired+10year"),
                ("票2", "名刺", "営業部", "連絡", "as_needed"),
            )
        },
        frozenset({("票1!3", "place"), ("票2!3", "place")}),
    )


@layout
def forms_below_one_another() -> Layout:
    """かわせみ人材: forms with groups to the left of their labels; a title between them."""

    def form(number: int, name: str, place: str, boxes: str) -> list[list[str | None]]:
        return [
            [f"取扱票 No.{number}"],
            ["特定", "名称", name],
            [None, "部門", "総務部"],
            ["利用", "利用目的", "仕事の紹介"],
            ["保管", "場所", place],
            [None, "媒体", boxes],
            [None, "期間", "登録抹消後2年"],
            [],
        ]

    rows = [
        *form(1, "登録者名簿", "システム", "□紙 ☑電子"),
        *form(2, "面談票", "書庫", "☑紙 □電子"),
    ]
    merges = ["A2:A3", "A5:A7", "A10:A11", "A13:A15"]
    said = {2: ("登録者名簿", "システム", "electronic"), 10: ("面談票", "書庫", "paper")}
    return Layout(
        packed(book_of({"綴り": rows}, {"綴り": merges})),
        {
            ("綴り", row): {
                "name": name,
                "unit_id": "総務部",
                "purposes": "仕事の紹介",
                "place": place,
                "medium": medium,
                "keep_until": "withdrawal+2year",
            }
            for row, (name, place, medium) in said.items()
        },
    )


@layout
def labels_over_what_they_ask_for() -> Layout:
    """ひいらぎ学園: a card for each entry, what is said stands below its label."""
    rows = [
        ["個人情報カード"],
        ["名称", "管理部門", "業務名"],
        ["寄付者名簿", "総務部", "寄付"],
        ["利用目的", "保管場所", "保管期間"],
        ["礼状の送付", "金庫", "10年"],
        ["廃棄方法"],
        ["溶解"],
    ]
    return Layout(
        packed(book_of({"寄付": rows})),
        {
            ("寄付", 3): {
                "name": "寄付者名簿",
                "unit_id": "総務部",
                "business": "寄付",
                "purposes": "礼状の送付",
                "place": "金庫",
                "keep_until": "acquired+10year",
                "disposal": "dissolved",
            }
        },
    )


@layout
def cards_below_one_another() -> Layout:
    """つばき珠算塾: cards as text, without headings or numbers."""
    rows = [
        ["個人情報カード", ""],
        ["名称", "見学申込書"],
        ["部署", "営業部"],
        ["利用目的", "見学の案内"],
        ["保管期間", "1年"],
        ["", ""],
        ["名称", "級の記録"],
        ["部署", "総務部"],
        ["利用目的", ""],
        ["保管期間", "退塾後1年"],
    ]
    return Layout(
        text_of(rows).encode(),
        {
            ("", 2): {
                "name": "見学申込書",
                "unit_id": "営業部",
                "purposes": "見学の案内",
                "keep_until": "acquired+1year",
            },
            ("", 7): {"name": "級の記録", "unit_id": "総務部", "keep_until": "withdrawal+1year"},
        },
    )


@layout
def two_rows_for_each_entry() -> Layout:
    """もえぎケアホーム: headings in two rows, and each entry printed over two."""
    rows = [
        ["個人情報管理台帳"],
        ["No.", "名称", "管理部門", "利用目的", "備考"],
        [None, "保管場所", "媒体", "保管期間", None],
        [1, "入居者台帳", "営業部", "介護の提供", "写しは持たない"],
        [None, "事務室", "紙", "契約終了後5年", None],
        [2, "面会簿", "総務部", "面会の管理", None],
        [None, "受付", "紙", "1年", None],
        ["※棚は施錠する"],
    ]
    merges = [f"{column}{row}:{column}{row + 1}" for column in "AE" for row in (2, 4, 6)]
    return Layout(
        packed(book_of({"台帳": rows}, {"台帳": ["A1:E1", *merges]})),
        {
            ("台帳", 4): {
                "name": "入居者台帳",
                "unit_id": "営業部",
                "purposes": "介護の提供",
                "note": "写しは持たない",
                "place": "事務室",
                "medium": "paper",
                "keep_until": "contract_end+5year",
            },
            ("台帳", 6): {
                "name": "面会簿",
                "unit_id": "総務部",
                "purposes": "面会の管理",
                "place": "受付",
                "medium": "paper",
                "keep_until": "acquired+1year",
            },
        },
    )


@layout
def a_name_merged_over_lines() -> Layout:
    """わかば印刷: a name over several lines, one for each place; a department that differs."""
    rows = [
        ["No", "個人情報名", "管理部門", "保管場所", "媒体", "保管期限"],
        [1, "宛名データ", "営業部", "制作サーバ", "電子", "納品後1か月"],
        [None, None, None, "校正棚", "紙", None],
        [2, "健診結果", "総務部", "総務金庫", "紙", "5年"],
        [None, None, "営業部", "人事書庫", None, None],
        [3, "来客簿", "総務部", "受付", "紙", "1年"],
        [None, None, None, "倉庫", None, None],
    ]
    merges = ["A2:A3", "B2:B3", "C2:C3", "F2:F3", "A4:A5", "B4:B5", "F4:F5"]
    return Layout(
        packed(book_of({"台帳": rows}, {"台帳": merges})),
        {
            ("台帳", 2): {
                "name": "宛名データ",
                "unit_id": "営業部",
                "place": "制作サーバ\n校正棚",
                "medium": "paper、electronic",
                "keep_until": "contract_end+1month",
            },
            ("台帳", 4): {
                "name": "健診結果",
                "unit_id": "総務部",
                "place": "総務金庫\n人事書庫",
                "medium": "paper",
                "keep_until": "acquired+5year",
                "note": "管理部門：総務部／営業部",
            },
            ("台帳", 6): {
                "name": "来客簿",
                "unit_id": "総務部",
                "place": "受付\n倉庫",
                "medium": "paper",
                "keep_until": "acquired+1year",
            },
        },
        frozenset({("台帳!4", "unit_id"), ("台帳!6", "place")}),
    )


@layout
def a_column_for_each_item() -> Layout:
    """あけぼの信金: ○ for each item that is held, △ for one that some leave out; English beside."""
    rows = [
        ["名称 Name", "管理部門\nDepartment", "個人情報の項目", None, None, None, "保管期間"],
        [None, None, "氏名", "電話", "家計の状況", "顔写真", None],
        ["相談票", "営業部", "○", "○", "○", "×", "完済後5年"],
        ["会員証", "総務部", "○", None, None, "△", "退会まで"],
    ]
    merges = ["A1:A2", "B1:B2", "C1:F1", "G1:G2"]
    return Layout(
        packed(book_of({"台帳": rows}, {"台帳": merges})),
        {
            ("台帳", 3): {
                "name": "相談票",
                "unit_id": "営業部",
                "items": "氏名、電話、家計の状況",
                "keep_until": "paid+5year",
            },
            ("台帳", 4): {
                "name": "会員証",
                "unit_id": "総務部",
                "items": "氏名、顔写真",
                "keep_until": "withdrawal+0year",
            },
        },
        frozenset({("台帳!4", "items")}),
    )


@layout
def marks_without_a_heading_over_them() -> Layout:
    """はるかぜ通販: items and media with marks side by side, under no group."""
    rows = [
        ["●：持っている"],
        ["名称", "部署", "氏名", "住所", "配送希望", "メール", "紙", "電子", "保管期間"],
        ["注文書", "営業部", "●", "●", "●", "●", None, "●", "無期限"],
        ["応募書類", "総務部", "●", "●", None, None, "●", None, "定めなし"],
    ]
    return Layout(
        packed(book_of({"一覧": rows})),
        {
            ("一覧", 3): {
                "name": "注文書",
                "unit_id": "営業部",
                "items": "氏名、住所、配送希望、メール",
                "medium": "electronic",
                "keep_until": "forever",
            },
            ("一覧", 4): {
                "name": "応募書類",
                "unit_id": "総務部",
                "items": "氏名、住所",
                "medium": "paper",
                "keep_until": "定めなし",
            },
        },
        frozenset({("一覧!4", "keep_until")}),
    )


@layout
def columns_without_a_heading_over_their_names() -> Layout:
    """こだま医院: the corner is blank, items are marked down the side."""
    rows = [
        [None, None, "診察券申込書", "紹介状"],
        ["部門", None, "総務部", "営業部"],
        ["個人情報の項目", "氏名", "○", "○"],
        [None, "病名", None, "○"],
        ["利用目的", None, "受付", "診療"],
    ]
    said = {
        3: ("診察券申込書", "総務部", "氏名", "受付"),
        4: ("紹介状", "営業部", "氏名、病名", "診療"),
    }
    names = ("name", "unit_id", "items", "purposes")
    return Layout(
        packed(book_of({"一覧": rows}, {"一覧": ["A3:A4"]})),
        {("一覧", column): dict(zip(names, told, strict=True)) for column, told in said.items()},
    )


@layout
def columns_below_columns() -> Layout:
    """うぐいす園: two tables with an entry in each column, one below the other."""
    entries = [
        (2, "園児台帳", "営業部", "保育"),
        (3, "連絡先", "営業部", "連絡"),
        (4, "見学者", "総務部", "案内"),
        (5, "寄付者", "総務部", "礼状"),
    ]
    labels = ("名称", "管理部門", "利用目的")
    above = [[label, *(each[at] for each in entries[:2])] for at, label in enumerate(labels, 1)]
    below = [
        [label, None, None, *(each[at] for each in entries[2:])]
        for at, label in enumerate(labels, 1)
    ]
    names = ("name", "unit_id", "purposes")
    return Layout(
        packed(book_of({"一覧": [["個人情報一覧"], [], *above, [], *below]})),
        {("一覧", at): dict(zip(names, told, strict=True)) for at, *told in entries},
    )


@layout
def kinds_that_only_group_names() -> Layout:
    """ふたば物産: the kind is merged over several papers, each of which is an entry."""
    rows = [
        ["個人情報の種類", "帳票名", "管理部門", "保管場所", "保管期間"],
        ["顧客情報", "申込書", "営業部", "書庫", "退会後1年"],
        [None, "会員データ", "総務部", "サーバ", "退会後3年"],
        ["従業員情報", "給与明細", "総務部", "給与ソフト", "特に定めない"],
    ]
    said = {
        2: ("申込書", "営業部", "書庫", "withdrawal+1year", "個人情報の種類：顧客情報"),
        3: ("会員データ", "総務部", "サーバ", "withdrawal+3year", "個人情報の種類：顧客情報"),
        4: ("給与明細", "総務部", "給与ソフト", "特に定めない", "個人情報の種類：従業員情報"),
    }
    names = ("name", "unit_id", "place", "keep_until", "note")
    return Layout(
        packed(book_of({"台帳": rows}, {"台帳": ["A2:A3"]})),
        {("台帳", row): dict(zip(names, told, strict=True)) for row, told in said.items()},
        frozenset({("台帳!4", "keep_until")}),
    )
