"""Layouts as clerks of ordinary trades keep them: short answers, in the words of their work."""

from collections.abc import Iterable, Sequence

from tests.registers.layouts import Layout, Rows, book_of, layout, packed, text_of


def _meant(sheet: str, first: int, keys: str, rows: Iterable[Sequence[str]], unit: str) -> Rows:
    """What rows say from the first line on, by the keys of their columns; "" says nothing."""
    names = keys.split()
    return {
        (sheet, line): {"unit_id": unit}
        | {name: words for name, words in zip(names, said, strict=True) if words}
        for line, said in enumerate(rows, first)
    }


@layout
def answers_beneath_questions() -> Layout:
    """こもれび子ども会: one row of questions, and answers that could be choices beneath them."""
    rows = [
        ["こもれび子ども会　個人情報の一覧表（2026年5月現在）"],
        [
            *("どんな情報か\n（名称）", "誰の情報か", "内容", "何に使うか（利用目的）"),
            *("どうやって集めるか", "どこに置いているか", "見られる人", "いつまで持つか", "捨て方"),
        ],
        [
            *("会員名簿", "会員", "氏名、住所", "会報の送付", "入会申込書", "事務所", "会計"),
            *("退会から2年", "削除"),
        ],
        [
            *("参加者名簿", "子どもと保護者", "氏名、年齢", "連絡", "電話・来園", "棚", "書記"),
            *("寄付から7年", "裁断"),
        ],
        [],
        ["備考", "１．期間を過ぎたものは速やかに捨てる。"],
        [None, "２．名簿は事務所から持ち出さない。"],
        ["担当部署：総務部"],
    ]
    rows.insert(1, rows.pop())
    meant = _meant(
        "一覧",
        4,
        "name subjects items purposes acquired place access keep_until disposal note",
        (
            [
                *("会員名簿", "pupil", "氏名、住所", "会報の送付", "written", "事務所", "会計"),
                *("withdrawal+2year", "erased", ""),
            ],
            [
                *("参加者名簿", "pupil、family", "氏名、年齢", "連絡", "spoken", "棚", "書記"),
                *("paid+7year", "shredded", ""),
            ],
        ),
        "総務部",
    )
    return Layout(packed(book_of({"一覧": rows})), meant, frozenset({("一覧!5", "acquired")}))


@layout
def in_the_words_of_a_trade() -> Layout:
    """ひがし不動産: whom it is of and how it came, in brackets and by the papers of the trade."""
    head = "項番 個人情報名 対象 取得方法 保管期限"
    rows = [
        ("来店カード", "来店客", "直接取得（Web）", "成約後5年（宅建業法49条）"),
        ("保証書", "連帯保証人", "間接取得（委託元）", "解約後3年"),
        ("社宅名簿", "取引先の従業員", "注文書", "不採用後即時"),
        ("入居者名簿", "入居者", "保護者から書面", "3年"),
        ("点検表", "入居者", "日々の点検の記録", "3年"),
        ("登記情報", "家主", "法務局、町の噂", "3年"),
    ]
    said = [
        ("来店カード", "customer", "web", "last_deal+5year(宅建業法49条)", ""),
        ("保証書", "other", "client", "contract_end+3year", ""),
        ("社宅名簿", "partner", "written", "not_hired+0year", ""),
        ("入居者名簿", "customer", "written", "acquired+3year", ""),
        ("点検表", "customer", "generated", "acquired+3year", ""),
        ("登記情報", "customer", "public", "acquired+3year", "取得方法：法務局、町の噂"),
    ]
    text = text_of(
        [
            ["個人情報取扱台帳"],
            ["事業所：営業部"],
            head.split(),
            *([str(number), *row] for number, row in enumerate(rows, 1)),
        ]
    )
    keys = "name subjects acquired keep_until note"
    doubts = {(str(line), "acquired") for line in range(4, 10)} | {("5", "subjects")}
    return Layout(text.encode("cp932"), _meant("", 4, keys, said, "営業部"), frozenset(doubts))


@layout
def whatever_sends_it() -> Layout:
    """なぎさコール: all is held for clients, and is told by who sent it and what became of it."""
    head = "ID 個人情報名 部門 区分 対象 取得方法 保管期限 廃棄方法"
    rows = [
        ("勤務評価", "団体客", "派遣先からの評価シート", "解約・満期後5年", "お渡し"),
        ("免許証", "雑誌の購読者", "免許証の写し", "クレーム解決後5年", "裁断"),
        ("運行記録", "求人企業担当者", "運転記録装置", "決済後直ちに", "消去"),
        ("過去帳", "喪主", "寺院から", "引渡しの都度", "返却"),
        ("会員名簿", "顧客", "会員様より", "見学日から6か月", "溶解"),
    ]
    said = [
        ("勤務評価", "customer", "third_party", "contract_end+5year", "returned"),
        ("免許証", "customer", "written", "contract_end+5year", "shredded"),
        ("運行記録", "partner", "generated", "paid+0year", "erased"),
        ("過去帳", "customer", "third_party", "as_needed", "returned"),
        ("会員名簿", "customer", "written", "acquired+6month", "dissolved"),
    ]
    table = [
        [str(number), name, "営業部", "受託", *more] for number, (name, *more) in enumerate(rows, 1)
    ]
    keys = "name subjects acquired keep_until disposal owner"
    doubts = {
        *((str(line), "acquired") for line in range(2, 7)),
        *((str(line), "subjects") for line in (2, 3, 4)),
        *((str(line), "keep_until") for line in (2, 3, 5)),
        ("2", "disposal"),
    }
    return Layout(
        text_of([head.split(), *table], "\t").encode("utf-8-sig"),
        _meant("", 2, keys, [(*each, "entrusted") for each in said], "営業部"),
        frozenset(doubts),
    )
