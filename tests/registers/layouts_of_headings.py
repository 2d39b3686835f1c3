"""Layouts by what surrounds the rows: headings, merges, titles, notes, what is hidden."""

from tests.registers.layouts import Layout, book_of, layout, packed


@layout
def one_heading_row() -> Layout:
    """信濃屋書店: a plain table."""
    rows = [
        ["個人情報名", "業務名", "管理部門", "利用目的", "保管期限", "備考"],
        ["予約者名簿", "書籍の予約", "営業部", "予約品の連絡", "1年", ""],
        ["従業者名簿", "人事", "総務部", "雇用管理", "退職後3年", "労基法109条"],
    ]
    return Layout(
        packed(book_of({"台帳": rows})),
        {
            ("台帳", 2): {
                "name": "予約者名簿",
                "business": "書籍の予約",
                "unit_id": "営業部",
                "purposes": "予約品の連絡",
                "keep_until": "acquired+1year",
            },
            ("台帳", 3): {
                "name": "従業者名簿",
                "business": "人事",
                "unit_id": "総務部",
                "purposes": "雇用管理",
                "keep_until": "retirement+3year",
                "note": "労基法109条",
            },
        },
    )


@layout
def sheets_of_units() -> Layout:
    """あさま学習塾: a sheet for each department, the department is its name."""
    head = ["No.", "個人情報の名称", "利用目的", "媒体", "保存期間"]
    return Layout(
        packed(
            book_of(
                {
                    "営業部": [head, [1, "入会申込書", "入会手続き", "紙", "退会後1年"]],
                    "総務部": [head, [1, "履歴書", "採用選考", "紙・電子", "不採用決定後3か月"]],
                    "様式": [["この様式は総務部が管理する"]],
                }
            )
        ),
        {
            ("営業部", 2): {
                "name": "入会申込書",
                "unit_id": "営業部",
                "purposes": "入会手続き",
                "medium": "paper",
                "keep_until": "withdrawal+1year",
            },
            ("総務部", 2): {
                "name": "履歴書",
                "unit_id": "総務部",
                "purposes": "採用選考",
                "medium": "paper、electronic",
                "keep_until": "not_hired+3month",
            },
        },
    )


@layout
def titles_and_boxes_above() -> Layout:
    """みどり印刷: a title, approval boxes and the department above the table."""
    rows = [
        ["個人情報管理台帳", None, None, None, "承認", "作成"],
        ["部署：営業部", None, "改訂日：令和6年4月1日", None, "佐藤", "田中"],
        [],
        ["項番", "帳票名", "利用目的", "保管場所", "アクセス権", "廃棄方法"],
        [1, "見積依頼書", "見積書の作成", "営業部キャビネット", "営業部員", "シュレッダー"],
        [2, "宛名データ", "宛名の印刷", "ファイルサーバ", "制作担当", "データ消去"],
    ]
    return Layout(
        packed(book_of({"Sheet1": rows})),
        {
            ("Sheet1", 5): {
                "name": "見積依頼書",
                "unit_id": "営業部",
                "purposes": "見積書の作成",
                "place": "営業部キャビネット",
                "access": "営業部員",
                "disposal": "shredded",
            },
            ("Sheet1", 6): {
                "name": "宛名データ",
                "unit_id": "営業部",
                "purposes": "宛名の印刷",
                "place": "ファイルサーバ",
                "access": "制作担当",
                "disposal": "erased",
            },
        },
    )


@layout
def two_heading_rows() -> Layout:
    """北アルプス旅行: headings of two rows with merged cells."""
    rows = [
        ["個人情報名", "管理部門", "保管", None, None, "期限", None],
        [None, None, "場所", "方法", "媒体", "利用期限", "保管期限"],
        ["参加者名簿", "営業部", "鍵付き書庫", "施錠", "紙", "旅行終了", "最終取引後5年"],
        ["パスポートの写し", "営業部", "金庫", "施錠", "紙", "都度", "利用目的達成まで"],
    ]
    merges = ["A1:A2", "B1:B2", "C1:E1", "F1:G1"]
    return Layout(
        packed(book_of({"台帳": rows}, {"台帳": merges})),
        {
            ("台帳", 3): {
                "name": "参加者名簿",
                "unit_id": "営業部",
                "place": "鍵付き書庫",
                "protection": "施錠",
                "medium": "paper",
                "use_until": "旅行終了",
                "keep_until": "last_deal+5year",
            },
            ("台帳", 4): {
                "name": "パスポートの写し",
                "unit_id": "営業部",
                "place": "金庫",
                "protection": "施錠",
                "medium": "paper",
                "use_until": "as_needed",
                "keep_until": "purpose",
            },
        },
        frozenset({("台帳!3", "use_until")}),
    )


@layout
def three_heading_rows() -> Layout:
    """千曲ケアサービス: headings of three rows."""
    rows = [
        ["個人情報", None, None, "取扱い", None, None],
        ["名称", "項目", "要配慮", "保管", None, "廃棄方法"],
        [None, None, None, "場所", "期間", None],
        ["利用者台帳", "氏名、住所、病歴", "有", "事務室", "契約終了後5年", "溶解"],
        ["職員名簿", "氏名、住所", "無", "事務室", "退職後3年", "裁断"],
    ]
    merges = ["A1:C1", "D1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3"]
    return Layout(
        packed(book_of({"総務部": rows}, {"総務部": merges})),
        {
            ("総務部", 4): {
                "name": "利用者台帳",
                "unit_id": "総務部",
                "items": "氏名、住所、病歴",
                "sensitive": "yes",
                "place": "事務室",
                "keep_until": "contract_end+5year",
                "disposal": "dissolved",
            },
            ("総務部", 5): {
                "name": "職員名簿",
                "unit_id": "総務部",
                "items": "氏名、住所",
                "place": "事務室",
                "keep_until": "retirement+3year",
                "disposal": "shredded",
            },
        },
    )


@layout
def vertical_merges() -> Layout:
    """はやぶさ運輸: departments and purposes merged over several rows."""
    rows = [
        ["部門", "業務", "個人情報名", "利用目的", "委託先"],
        ["営業部", "集荷", "集荷依頼票", "集荷と配達", "つばめ便"],
        [None, None, "伝票控え", None, "－"],
        ["総務部", "採用", "履歴書", "採用選考", None],
        [None, None, "面接記録", None, "なし"],
    ]
    merges = ["A2:A3", "B2:B3", "D2:D3", "A4:A5", "B4:B5", "D4:D5"]
    return Layout(
        packed(book_of({"一覧": rows}, {"一覧": merges})),
        {
            ("一覧", 2): {
                "unit_id": "営業部",
                "business": "集荷",
                "name": "集荷依頼票",
                "purposes": "集荷と配達",
                "entrusted_to": "つばめ便",
            },
            ("一覧", 3): {
                "unit_id": "営業部",
                "business": "集荷",
                "name": "伝票控え",
                "purposes": "集荷と配達",
            },
            ("一覧", 4): {
                "unit_id": "総務部",
                "business": "採用",
                "name": "履歴書",
                "purposes": "採用選考",
            },
            ("一覧", 5): {
                "unit_id": "総務部",
                "business": "採用",
                "name": "面接記録",
                "purposes": "採用選考",
            },
        },
    )


@layout
def notes_totals_and_gaps() -> Layout:
    """諏訪電子: examples, blank rows and columns, totals, notes and a history below."""
    rows = [
        [None, "個人情報名", "部署", None, "利用目的", "件数"],
        [None, "（例）", "○○部", None, "○○のため", "10"],
        [None, "顧客台帳", "営業部", None, "保守の連絡", "800"],
        [],
        [None, "来訪者記録", "総務部", None, "入退室の管理", "90"],
        [None, "合計", None, None, None, "890"],
        [],
        [None, "※件数は4月1日現在"],
        [None, "改訂履歴"],
        [None, "初版", "2020/4/1", None, "新規作成", "山田"],
        [None, "第2版", "2023/4/1", None, "見直し", "山田"],
    ]
    return Layout(
        packed(book_of({"台帳": rows})),
        {
            ("台帳", 3): {
                "name": "顧客台帳",
                "unit_id": "営業部",
                "purposes": "保守の連絡",
                "count": "to_1000",
            },
            ("台帳", 5): {
                "name": "来訪者記録",
                "unit_id": "総務部",
                "purposes": "入退室の管理",
                "count": "to_100",
            },
        },
    )


@layout
def hidden_rows_and_columns() -> Layout:
    """上田データ: hidden rows, a hidden column and a hidden sheet are left over."""
    rows = [
        ["個人情報名", "部署", "内部メモ", "保管場所", "保管期限"],
        ["問合せ記録", "営業部", "要確認", "CRM", "取得から1年"],
        ["旧名簿", "営業部", "廃止", "棚", "永年"],
        ["採用書類", "総務部", None, "金庫", "不採用決定後６か月"],
    ]
    book = book_of({"台帳": rows, "旧": [["個人情報名", "部署"], ["昔の名簿", "営業部"]]})
    page = book["台帳"]
    page.row_dimensions[3].hidden = True
    page.column_dimensions["C"].hidden = True
    book["旧"].sheet_state = "hidden"
    return Layout(
        packed(book),
        {
            ("台帳", 2): {
                "name": "問合せ記録",
                "unit_id": "営業部",
                "place": "CRM",
                "keep_until": "acquired+1year",
            },
            ("台帳", 4): {
                "name": "採用書類",
                "unit_id": "総務部",
                "place": "金庫",
                "keep_until": "not_hired+6month",
            },
        },
    )


@layout
def titles_between_rows() -> Layout:
    """小布施製菓: departments as titles between the rows."""
    rows = [
        ["個人情報名", "業務名", "利用目的", "保管場所"],
        ["【営業部】", None, None, None],
        ["通販顧客", "通信販売", "商品の発送", "受注システム"],
        ["【総務部】", None, None, None],
        ["給与明細", "給与", "給与の支払", "給与システム"],
    ]
    return Layout(
        packed(book_of({"全社": rows}, {"全社": ["A2:D2", "A4:D4"]})),
        {
            ("全社", 3): {
                "name": "通販顧客",
                "unit_id": "営業部",
                "business": "通信販売",
                "purposes": "商品の発送",
                "place": "受注システム",
            },
            ("全社", 5): {
                "name": "給与明細",
                "unit_id": "総務部",
                "business": "給与",
                "purposes": "給与の支払",
                "place": "給与システム",
            },
        },
    )


@layout
def departments_over_pages() -> Layout:
    """あづみ印刷: a department over each part, a title on each page, who made it at each foot."""
    head = ["項番", "個人情報の名称", "利用目的", "保存期間"]
    rows = [
        ["個人情報管理台帳", None, None, "1/3"],
        ["営業部"],
        head,
        [1, "発注書", "印刷物の制作", "5年"],
        [],
        ["作成者", "山田"],
        ["個人情報管理台帳", None, None, "2/3"],
        ["総務部"],
        head,
        [1, "履歴書", "採用選考", "1年"],
        [],
        [None, "【営業部】", None, "責任者：佐藤"],
        [2, "来社記録", "入退室の管理", "1年"],
        ["個人情報管理台帳", None, None, "3/3"],
        ["部署：総務部"],
        head,
        [None, "該当なし"],
        [1, "点検票", "設備の点検", "3年"],
        [],
        ["※写しは持たない"],
    ]
    said = {
        4: ("発注書", "営業部", "印刷物の制作", "acquired+5year"),
        10: ("履歴書", "総務部", "採用選考", "acquired+1year"),
        13: ("来社記録", "営業部", "入退室の管理", "acquired+1year"),
        18: ("点検票", "総務部", "設備の点検", "acquired+3year"),
    }
    names = ("name", "unit_id", "purposes", "keep_until")
    return Layout(
        packed(book_of({"印刷用": rows})),
        {("印刷用", row): dict(zip(names, each, strict=True)) for row, each in said.items()},
    )


@layout
def tables_side_by_side() -> Layout:
    """こまくさ商店: papers to the left and files to the right, each numbered for itself."""
    head = ["番号", "名称", "部門", "保管場所", "保管期間"]
    rows = [
        ["個人情報一覧（左：紙　右：電子）"],
        [*head, None, *head],
        ["紙-1", "申込書", "営業部", "棚A", "3年"],
        [*[None] * 6, "電-1", "顧客DB", "営業部", "サーバ", "5年"],
        ["紙-2", "契約書", "総務部", "書庫", "10年"],
    ]
    said = {
        3: ("申込書", "営業部", "棚A", "acquired+3year"),
        4: ("顧客DB", "営業部", "サーバ", "acquired+5year"),
        5: ("契約書", "総務部", "書庫", "acquired+10year"),
    }
    names = ("name", "unit_id", "place", "keep_until")
    return Layout(
        packed(book_of({"一覧": rows})),
        {("一覧", row): dict(zip(names, each, strict=True)) for row, each in said.items()},
    )


@layout
def a_company_and_its_department_above() -> Layout:
    """やまびこ運送: the department stands behind the company's name, in the line above."""
    rows = [
        ["やまびこ運送株式会社　総務部　個人情報管理台帳"],
        ["個人情報名", "利用目的", "保管期間"],
        ["扶養控除申告書", "年末調整", "7年"],
    ]
    return Layout(
        packed(book_of({"台帳": rows}, {"台帳": ["A1:C1"]})),
        {
            ("台帳", 3): {
                "name": "扶養控除申告書",
                "unit_id": "総務部",
                "purposes": "年末調整",
                "keep_until": "acquired+7year",
            }
        },
    )
