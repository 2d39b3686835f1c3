"""Layouts of which words are kept that no field has: further columns, departments, codes."""

from tests.registers.layouts import Layout, book_of, layout, packed


@layout
def departments_in_charge_and_using() -> Layout:
    """ほたる商店: a column for each department, ◎ for the one in charge and ○ for who uses it."""
    rows = [
        ["整理番号", "個人情報名", "利用目的", "利用部署", None, None, "備考"],
        [None, None, None, "営業部", "総務部", "社長室", None],
        ["H-1", "会員名簿", "連絡", "◎", "○", None, "年1回更新"],
        ["H-2", "履歴書", "採用", None, "◎", "○", None],
        ["H-3", "株主名簿", "通知", None, "◎", None, None],
    ]
    merges = ["A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:G2"]
    said = {
        3: ("会員名簿", "営業部", "連絡", "年1回更新\n整理番号：H-1\n利用部署：総務部"),
        4: ("履歴書", "総務部", "採用", "整理番号：H-2\n利用部署：社長室"),
        5: ("株主名簿", "総務部", "通知", "整理番号：H-3"),
    }
    names = ("name", "unit_id", "purposes", "note")
    return Layout(
        packed(book_of({"台帳": rows}, {"台帳": merges})),
        {("台帳", row): dict(zip(names, told, strict=True)) for row, told in said.items()},
    )


@layout
def departments_with_circles_alone() -> Layout:
    """すばる社: nobody is in charge, so the first counts with a doubt; so it does in a cell."""
    rows = [
        ["No.", "個人情報名", "営業部", "総務部", "利用目的"],
        [1, "名刺", "○", "○", "連絡"],
        [2, "給与台帳", None, "○", "支払"],
    ]
    beside = [["個人情報名", "管理部門", "利用目的"], ["名簿", "総務部・営業部", "連絡"]]
    return Layout(
        packed(book_of({"本社": rows, "支社": beside})),
        {
            ("本社", 2): {
                "name": "名刺",
                "unit_id": "営業部",
                "purposes": "連絡",
                "note": "管理部門：営業部、総務部",
            },
            ("本社", 3): {"name": "給与台帳", "unit_id": "総務部", "purposes": "支払"},
            ("支社", 2): {
                "name": "名簿",
                "unit_id": "総務部",
                "purposes": "連絡",
                "note": "管理部門：総務部・営業部",
            },
        },
        frozenset({("本社!2", "unit_id"), ("支社!2", "unit_id")}),
    )


@layout
def codes_of_purposes() -> Layout:
    """あけぼの園: purposes are told by numbers, and a sheet with three columns says which."""
    rows = [
        ["番号", "個人情報名", "部門", "利用目的", "保管場所", "管理責任者"],
        ["1", "入園申込書", "総務部", "①③", "A", "園長"],
        ["2", "連絡帳", "総務部", "２", "A・B", "主任\n担任"],
        ["3", "写真", "営業部", "広報誌に載せるため", "本棚", "－"],
    ]
    codes = [
        ["利用目的の一覧表"],
        ["コード", "利用目的", "公表の有無"],
        [1, "入園の手続", "有"],
        [2, "家庭との連絡", "有"],
        [3, "行政への報告", "無"],
    ]
    places = [["記号", "保管場所"], ["A", "職員室の書庫"], ["B", "事務室の金庫"]]
    said = {
        2: ("入園申込書", "総務部", "入園の手続、行政への報告", "職員室の書庫", "園長"),
        3: ("連絡帳", "総務部", "家庭との連絡", "職員室の書庫、事務室の金庫", "主任／担任"),
        4: ("写真", "営業部", "広報誌に載せるため", "本棚", ""),
    }
    names = ("name", "unit_id", "purposes", "place")
    return Layout(
        packed(book_of({"台帳": rows, "目的コード": codes, "場所": places})),
        {
            ("台帳", row): dict(zip(names, told, strict=True))
            | ({"note": f"管理責任者：{who}"} if who else {})
            for row, (*told, who) in said.items()
        },
        frozenset((f"台帳!{row}", name) for row in (2, 3) for name in ("purposes", "place")),
    )


@layout
def circles_of_departments_that_use_it() -> Layout:
    """はやぶさ警備: letters below one another, one that uses nothing, codes that repeat."""
    rows = [
        ["個人情報名", "使用部署", None, None, "利用目的", "保管のしかた", "廃棄区分"],
        [None, "総\n務", "営\n業", "経\n理", None, None, None],
        ["名簿", "○", None, None, "①", "紙", 2],
        ["契約書", "○", "○", None, "①", "紙（ファイル）", 4],
        ["日報", None, "○", None, "②", "電子", 2],
    ]
    merges = ["A1:A2", "B1:D1", *(f"{each}1:{each}2" for each in "EFG")]
    codes = [
        ["番号", "利用目的", "公表"],
        ["①", "雇用管理", "掲示"],
        ["②", "警備の実施", "掲示"],
        [],
        ["廃棄区分"],
        [2, "溶解"],
        [4, "移管"],
    ]
    said = {
        3: ("名簿", "総務部", "雇用管理", "paper", "dissolved", ""),
        4: (
            *("契約書", "総務部", "雇用管理", "paper", ""),
            "管理部門：総務、営業\n廃棄方法：4（移管）",
        ),
        5: ("日報", "営業部", "警備の実施", "electronic", "dissolved", ""),
    }
    names = ("name", "unit_id", "purposes", "medium", "disposal", "note")
    return Layout(
        packed(book_of({"台帳": rows, "一覧": codes}, {"台帳": merges})),
        {
            ("台帳", row): {name: each for name, each in zip(names, told, strict=True) if each}
            for row, told in said.items()
        },
        frozenset(
            {
                ("台帳!4", "medium"),
                *(
                    (f"台帳!{row}", name)
                    for row in (3, 4, 5)
                    for name in ("unit_id", "purposes", "disposal")
                ),
            }
        ),
    )


@layout
def a_sheet_for_each_kind_of_person() -> Layout:
    """つばき典礼: sheets say whose it is, 〃 stands below a way of keeping, nothing has notes."""
    head = ["個人情報名", "利用目的", "営業部", "役員", "総務部", "保管方法"]
    book = {
        "お客様": [
            head,
            ["受付票", "施行", "◎", "○", "○", "紙"],
            ["名簿", "案内", "◎", None, None, "〃"],
            ["写真", "制作", "◎", None, None, "電子"],
        ],
        "従業者等": [
            head,
            ["社員台帳", "労務", None, "○", "◎", "電子"],
            ["評価表", "労務", "○", None, "◎", "紙"],
        ],
    }
    said = {
        ("お客様", 2): ("受付票", "施行", "営業部", "paper", "customer", "役員、総務部"),
        ("お客様", 3): ("名簿", "案内", "営業部", "paper", "customer", ""),
        ("お客様", 4): ("写真", "制作", "営業部", "electronic", "customer", ""),
        ("従業者等", 2): ("社員台帳", "労務", "総務部", "electronic", "worker", "役員"),
        ("従業者等", 3): ("評価表", "労務", "総務部", "paper", "worker", "営業部"),
    }
    names = ("name", "purposes", "unit_id", "medium", "subjects")
    return Layout(
        packed(book_of(book)),
        {
            at: dict(zip(names, told, strict=True))
            | ({"note": f"利用部署：{users}"} if users else {})
            for at, (*told, users) in said.items()
        },
        frozenset((f"{sheet}!{row}", "subjects") for sheet, row in said),
    )
