"""Layouts by what cells say: marks, lists, spans, days, numbers, columns for each choice."""

from datetime import date

from tests.registers.layouts import Layout, book_of, layout, packed


@layout
def marks_for_the_same() -> Layout:
    """ひばり会計: 〃, 同上, ↓ and 同左."""
    rows = [
        ["種類", "取扱部署", "保管場所", "利用期限", "保管期限"],
        ["決算資料", "総務部", "書庫A", "7年", "同左"],
        ["申告書", "〃", "同上", "5年", "7年（法人税法）"],
        ["給与台帳", "〃", "↓", '"', "同上"],
        ["扶養控除等申告書", "″", "仝", "〃", "7年間"],
    ]
    return Layout(
        packed(book_of({"2025": rows})),
        {
            ("2025", 2): {
                "name": "決算資料",
                "unit_id": "総務部",
                "place": "書庫A",
                "use_until": "acquired+7year",
                "keep_until": "acquired+7year",
            },
            ("2025", 3): {
                "name": "申告書",
                "unit_id": "総務部",
                "place": "書庫A",
                "use_until": "acquired+5year",
                "keep_until": "acquired+7year(法人税法)",
            },
            ("2025", 4): {
                "name": "給与台帳",
                "unit_id": "総務部",
                "place": "書庫A",
                "use_until": "acquired+5year",
                "keep_until": "acquired+7year(法人税法)",
            },
            ("2025", 5): {
                "name": "扶養控除等申告書",
                "unit_id": "総務部",
                "place": "書庫A",
                "use_until": "acquired+5year",
                "keep_until": "acquired+7year",
            },
        },
    )


@layout
def a_column_for_each_choice() -> Layout:
    """青空マーケティング: ○ in a column for each medium and way of acquisition."""
    rows = [
        ["個人情報名", "管理部門", "媒体", None, "取得方法", None, None, "要配慮", "個人番号"],
        [None, None, "紙", "電子", "書面", "Web", "電話", "有無", "有無"],
        ["会員情報", "営業部", None, "○", None, "○", "○", "×", "×"],
        ["アンケート", "営業部", "○", "○", "○", "○", None, "×", "－"],
        ["健診結果", "総務部", "レ", None, "レ", None, None, "○", "無"],
        ["支払調書", "総務部", "●", "●", "●", None, None, "無", "有"],
    ]
    merges = ["A1:A2", "B1:B2", "C1:D1", "E1:G1"]
    return Layout(
        packed(book_of({"台帳": rows}, {"台帳": merges})),
        {
            ("台帳", 3): {
                "name": "会員情報",
                "unit_id": "営業部",
                "medium": "electronic",
                "acquired": "spoken、web",
            },
            ("台帳", 4): {
                "name": "アンケート",
                "unit_id": "営業部",
                "medium": "paper、electronic",
                "acquired": "written、web",
            },
            ("台帳", 5): {
                "name": "健診結果",
                "unit_id": "総務部",
                "medium": "paper",
                "acquired": "written",
                "sensitive": "yes",
            },
            ("台帳", 6): {
                "name": "支払調書",
                "unit_id": "総務部",
                "medium": "paper、electronic",
                "acquired": "written",
                "my_number": "yes",
            },
        },
    )


@layout
def yes_and_no_columns() -> Layout:
    """白馬スポーツクラブ: a column for yes and one for no, and ticked boxes."""
    rows = [
        ["個人情報名", "部署", "要配慮個人情報", None, "媒体", "未成年者"],
        [None, None, "有", "無", None, None],
        ["会員名簿", "営業部", None, "○", "■紙　□電子", "■有 □無"],
        ["健康調査票", "営業部", "○", None, "☑紙\n☑電子", "□有 ■無"],
    ]
    merges = ["A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2"]
    return Layout(
        packed(book_of({"台帳": rows}, {"台帳": merges})),
        {
            ("台帳", 3): {
                "name": "会員名簿",
                "unit_id": "営業部",
                "medium": "paper",
                "minors": "yes",
            },
            ("台帳", 4): {
                "name": "健康調査票",
                "unit_id": "営業部",
                "medium": "paper、electronic",
                "sensitive": "yes",
            },
        },
    )


@layout
def lists_within_cells() -> Layout:
    """もみじ不動産: lists by line breaks, bullets, commas and ・."""
    rows = [
        ["名称", "部署", "個人情報の項目", "本人", "利用目的"],
        [
            "入居申込書",
            "営業部",
            "・氏名\n・住所\n・勤務先（名称、電話）",
            "顧客",
            "①入居審査\n②契約",
        ],
        ["査定依頼", "営業部", "氏名・住所／電話番号", "お客様、保護者", "査定のご連絡"],
        ["名刺", "総務部", "氏名，会社名，メールアドレス", "取引先担当者", "連絡"],
    ]
    return Layout(
        packed(book_of({"台帳": rows})),
        {
            ("台帳", 2): {
                "name": "入居申込書",
                "unit_id": "営業部",
                "items": "氏名、住所、勤務先(名称、電話)",
                "subjects": "customer",
                "purposes": "①入居審査\n②契約",
            },
            ("台帳", 3): {
                "name": "査定依頼",
                "unit_id": "営業部",
                "items": "氏名、住所、電話番号",
                "subjects": "customer、family",
                "purposes": "査定のご連絡",
            },
            ("台帳", 4): {
                "name": "名刺",
                "unit_id": "総務部",
                "items": "氏名、会社名、メールアドレス",
                "subjects": "partner",
                "purposes": "連絡",
            },
        },
    )


@layout
def full_width_and_eras() -> Layout:
    """飯田木工: full-width digits, wareki, days of workbooks, numbers with units."""
    rows = [
        ["個人情報名", "管理部門", "件数", "件数確認日", "保存期間"],
        ["注文書", "営業部", "１，２００件", "令和６年１１月２０日", "５年"],
        ["社員名簿", "総務部", 48, date(2025, 4, 1), "退職後３年間"],
        ["見学者名簿", "営業部", "約300名", "R7.4.1", "６ヶ月"],
        ["ＤＭ送付先", "営業部", "5,001", "2025/4/1", "半年"],
    ]
    return Layout(
        packed(book_of({"台帳": rows})),
        {
            ("台帳", 2): {
                "name": "注文書",
                "unit_id": "営業部",
                "count": "to_5000",
                "counted_on": "2024-11-20",
                "keep_until": "acquired+5year",
            },
            ("台帳", 3): {
                "name": "社員名簿",
                "unit_id": "総務部",
                "count": "to_100",
                "counted_on": "2025-04-01",
                "keep_until": "retirement+3year",
            },
            ("台帳", 4): {
                "name": "見学者名簿",
                "unit_id": "営業部",
                "count": "to_1000",
                "counted_on": "2025-04-01",
                "keep_until": "acquired+6month",
            },
            ("台帳", 5): {
                "name": "ＤＭ送付先",
                "unit_id": "営業部",
                "count": "more",
                "counted_on": "2025-04-01",
                "keep_until": "acquired+6month",
            },
        },
        frozenset({("台帳!4", "count")}),
    )


@layout
def unit_in_the_heading() -> Layout:
    """さくら歯科: years without a unit, which the heading or the format of the cell has."""
    rows = [
        ["個人情報名", "部署", "保存期間（年）", "利用期限"],
        ["診療録", "総務部", 5, 10],
        ["予約台帳", "総務部", "１", 1],
    ]
    book = book_of({"台帳": rows})
    for place in ("D2", "D3"):
        book["台帳"][place].number_format = '0"年間"'
    return Layout(
        packed(book),
        {
            ("台帳", 2): {
                "name": "診療録",
                "unit_id": "総務部",
                "keep_until": "acquired+5year",
                "use_until": "acquired+10year",
            },
            ("台帳", 3): {
                "name": "予約台帳",
                "unit_id": "総務部",
                "keep_until": "acquired+1year",
                "use_until": "acquired+1year",
            },
        },
    )


@layout
def amounts_in_thousands() -> Layout:
    """しなの生協: numbers of persons in thousands, ranges, and lists numbered in one line."""
    rows = [
        ["個人情報名", "管理部門", "個人情報の項目", "件数（千件）", "委託先", "保管期限"],
        ["組合員名簿", "営業部", "①氏名②住所③電話番号", 2, "有（㈱配送）", "在籍中＋5年"],
        ["職員名簿", "総務部", "1.氏名 2.住所", "80名", "×", "在職中及び3年"],
        ["応募書類", "総務部", "氏名、学歴", "80～120名", "○", "契約期間中＋1年"],
    ]
    return Layout(
        packed(book_of({"台帳": rows})),
        {
            ("台帳", 2): {
                "name": "組合員名簿",
                "unit_id": "営業部",
                "items": "氏名、住所、電話番号",
                "count": "to_5000",
                "entrusted_to": "(株)配送",
                "keep_until": "withdrawal+5year",
            },
            ("台帳", 3): {
                "name": "職員名簿",
                "unit_id": "総務部",
                "items": "氏名、住所",
                "count": "to_100",
                "keep_until": "retirement+3year",
            },
            ("台帳", 4): {
                "name": "応募書類",
                "unit_id": "総務部",
                "items": "氏名、学歴",
                "count": "to_1000",
                "keep_until": "contract_end+1year",
                "note": "未登録の委託先：○",
            },
        },
        doubts=frozenset({("台帳!4", "count"), ("台帳!4", "entrusted_to")}),
    )
