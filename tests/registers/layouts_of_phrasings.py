"""Layouts by how offices phrase their headings: in everyday words, and in words of their own."""

from tests.registers.layouts import Layout, book_of, layout, packed, text_of


@layout
def everyday_words() -> Layout:
    """つばき動物病院: what is kept, who sees it and how it came, as one would say it."""
    rows = [
        ["つばき動物病院　個人情報取扱一覧"],
        [
            *("番号", "取り扱っている個人情報", "持ち主は誰か", "記録している内容", "使用する目的"),
            *("入手の仕方", "紙か電子か", "保管している場所・システム", "見ることのできる人"),
            *("残しておく期間", "捨て方", "部門"),
        ],
        [
            *(1, "診療カルテ", "患者", "氏名、住所", "診療", "問診票", "紙", "受付棚", "獣医師"),
            *("最終来院から5年", "シュレッダー", "営業部"),
        ],
        [
            *(2, "求人応募書類", "応募者", "氏名、学歴", "採用の選考", "郵送", "紙", "院長室"),
            *("院長", "選考後3か月", "返却", "総務部"),
        ],
    ]
    return Layout(
        packed(book_of({"リスト": rows}, {"リスト": ["A1:L1"]})),
        {
            ("リスト", 3): {
                "name": "診療カルテ",
                "unit_id": "営業部",
                "subjects": "customer",
                "items": "氏名、住所",
                "purposes": "診療",
                "acquired": "written",
                "medium": "paper",
                "place": "受付棚",
                "access": "獣医師",
                "keep_until": "last_deal+5year",
                "disposal": "shredded",
            },
            ("リスト", 4): {
                "name": "求人応募書類",
                "unit_id": "総務部",
                "subjects": "applicant",
                "items": "氏名、学歴",
                "purposes": "採用の選考",
                "acquired": "written",
                "medium": "paper",
                "place": "院長室",
                "access": "院長",
                "keep_until": "not_hired+3month",
                "disposal": "returned",
            },
        },
    )


@layout
def groups_before_what_they_are_of() -> Layout:
    """あじさい薬局: 期限 stands over 利用 and 保存, and a place is told with what it is for."""
    rows = [
        ["台帳（部門：営業部）"],
        [
            *("識別番号", "個人情報の名称", "取得", None, "取扱目的", "管理", None, "期限", None),
            "消去の方法",
        ],
        [
            *(None, None, "項目", "方法", None, "記録媒体", "管理段階での保管先"),
            *("利用", "保存", None),
        ],
        [
            *("K001", "処方せん", "氏名、薬剤名", "書面", "調剤", "紙", "施錠キャビネット"),
            *("退会まで", "3年", "溶解"),
        ],
        ["K002", "会員", "氏名", "入会申込書", "DM", "電子", "POS", "退会まで", "1年", "消去"],
    ]
    merges = ["C2:D2", "F2:G2", "H2:I2", *(f"{each}2:{each}3" for each in "ABEJ")]
    return Layout(
        packed(book_of({"2025": rows}, {"2025": merges})),
        {
            ("2025", 4): {
                "name": "処方せん",
                "unit_id": "営業部",
                "items": "氏名、薬剤名",
                "acquired": "written",
                "purposes": "調剤",
                "medium": "paper",
                "place": "施錠キャビネット",
                "use_until": "withdrawal+0year",
                "keep_until": "acquired+3year",
                "disposal": "dissolved",
                "note": "識別番号：K001",
            },
            ("2025", 5): {
                "name": "会員",
                "unit_id": "営業部",
                "items": "氏名",
                "acquired": "written",
                "purposes": "DM",
                "medium": "electronic",
                "place": "POS",
                "use_until": "withdrawal+0year",
                "keep_until": "acquired+1year",
                "disposal": "erased",
                "note": "識別番号：K002",
            },
        },
    )


@layout
def asked_in_english() -> Layout:
    """Hoshino Travel: headings as questions of an office that writes English."""
    rows = [
        [
            *("No.", "Name of personal data", "Handled by", "Type of individual"),
            *("What it contains", "Why we use it", "How obtained", "Where kept", "Kept for"),
            *("How destroyed", "Number of persons"),
        ],
        [
            *("1", "Booking forms", "営業部", "Customers", "Name, phone", "Arranging tours"),
            *("Paper form", "Locked cabinet", "3 years", "Shredder", "4,200"),
        ],
    ]
    return Layout(
        text_of(rows).encode("utf-8-sig"),
        {
            ("", 2): {
                "name": "Booking forms",
                "unit_id": "営業部",
                "subjects": "customer",
                "items": "Name、phone",
                "purposes": "Arranging tours",
                "acquired": "written",
                "place": "Locked cabinet",
                "keep_until": "acquired+3year",
                "disposal": "shredded",
                "count": "to_5000",
            }
        },
    )


@layout
def columns_for_parts_of_one_text() -> Layout:
    """みずうみ会館: where paper and data are kept in two columns, and further notes in a third."""
    rows = [
        [
            *("No.", "部門", "個人情報名", "利用目的", "媒体（紙）", "媒体（データ）"),
            *("保管場所（紙）", "保管場所（データ）", "委託先名", "委託先名２"),
            *("担当者", "担当者（フリガナ）", "備考１", "備考２"),
        ],
        [
            *("1", "総務部", "従業員名簿", "労務管理", "○", "○", "書庫", "共有サーバー"),
            *("甲社", "乙社", "佐藤", "サトウ", "毎年4月に更新", "鍵は部長"),
        ],
        ["2", "営業部", "会員名簿", "連絡", "○", "－", "書庫", "－", "甲社", "", "林", "ハヤシ"],
        ["3", "営業部", "応募者一覧", "連絡", "", "○", "", "共有サーバー"],
    ]
    common = {"purposes": "連絡", "unit_id": "営業部"}
    return Layout(
        text_of(rows).encode("utf-8-sig"),
        {
            ("", 2): {
                "name": "従業員名簿",
                "unit_id": "総務部",
                "purposes": "労務管理",
                "medium": "paper、electronic",
                "place": "紙：書庫\nデータ：共有サーバー",
                "entrusted_to": "甲社、乙社",
                "access": "佐藤",
                "note": "毎年4月に更新\n鍵は部長\n担当者（フリガナ）：サトウ",
            },
            ("", 3): {
                **common,
                "name": "会員名簿",
                "medium": "paper",
                "place": "書庫",
                "entrusted_to": "甲社",
                "access": "林",
                "note": "担当者（フリガナ）：ハヤシ",
            },
            ("", 4): {
                **common,
                "name": "応募者一覧",
                "medium": "electronic",
                "place": "共有サーバー",
            },
        },
    )


@layout
def question_words_alone() -> Layout:
    """白樺寺: a list as one keeps it for oneself."""
    rows = [
        ["なにを", "だれの", "部署", "なんのために", "どんなことが書いてあるか", "どこに"],
        ["檀家名簿", "檀家", "総務部", "法要の案内", "氏名、住所", "庫裏"],
        ["墓地の契約書", "墓地使用者", "総務部", "墓地の管理", "氏名、続柄", "金庫"],
    ]
    more = [
        ["だれが使う", "いつまで", "どう始末するか", "ひとこと"],
        ["住職", "永久", "裁断", "入力中"],
        ["住職", "契約が終わって10年", "裁断", ""],
    ]
    keys = ("name", "subjects", "unit_id", "purposes", "items", "place")
    beside = (
        {"access": "住職", "keep_until": "forever", "disposal": "shredded", "note": "入力中"},
        {"access": "住職", "keep_until": "contract_end+10year", "disposal": "shredded"},
    )
    said = [{**dict(zip(keys, row, strict=True)), "subjects": "customer"} for row in rows[1:]]
    content = text_of([a + b for a, b in zip(rows, more, strict=True)]).encode("utf-8-sig")
    return Layout(content, {("", line): said[line - 2] | beside[line - 2] for line in (2, 3)})


@layout
def two_things_under_one_heading() -> Layout:
    """やまぶき法律事務所: 保管場所・方法 are two, the name and what it holds are in one cell."""
    rows = [
        [
            "個人情報の名称と内容",
            "部署",
            "取得の相手方・方法",
            "保管場所・方法",
            "保存期間／廃棄方法",
        ],
        ["相談カード", "総務部", "相談者本人・書面", "相談室・施錠", "10年／溶解"],
        ["事件記録", "総務部", "依頼者本人・書面", "記録庫・施錠", "契約終了後10年／溶解"],
        ["名刺", "営業部", "名刺交換", "各自の机", "随時／裁断"],
    ]
    keys = ("name", "unit_id", "acquired", "place", "protection", "keep_until", "disposal")
    said = {
        2: ("相談カード", "総務部", "written", "相談室", "施錠", "acquired+10year", "dissolved"),
        3: ("事件記録", "総務部", "written", "記録庫", "施錠", "contract_end+10year", "dissolved"),
        4: ("名刺", "営業部", "written", "各自の机", "", "as_needed", "shredded"),
    }
    return Layout(
        packed(book_of({"2025": rows})),
        {
            ("2025", row): {key: word for key, word in zip(keys, told, strict=True) if word}
            for row, told in said.items()
        },
        frozenset((f"2025!{row}", "acquired") for row in said),
    )
