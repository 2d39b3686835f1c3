"""Lists of people of fictional companies, each as an office keeps it, and what it says.

Of each person it is written down what is read, as `said` puts it, and why anything of it is a
guess; of whoever makes nobody why, of what is refused the place.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.styles import Font

from tests.registers.layouts import book_of, packed, text_of


@dataclass(frozen=True)
class Listed:
    """A file and what it says: people by row, guesses by row, who is left out, what is refused."""

    content: bytes
    people: Mapping[str, str] = field(default_factory=dict)
    guesses: Mapping[str, str] = field(default_factory=dict)
    out: Mapping[str, str] = field(default_factory=dict)
    troubles: Mapping[str, str] = field(default_factory=dict)
    passed: Sequence[str] = ()


LISTS: dict[str, Callable[[], Listed]] = {}


def listed(made: Callable[[], Listed]) -> Callable[[], Listed]:
    LISTS[made.__name__] = made
    return made


@listed
def titles_halves_of_names_and_merged_units() -> Listed:
    rows = [
        ["従業員名簿"],
        ["株式会社みなと学習社", None, None, None, None, None, None, None, "令和8年10月1日現在"],
        [],
        ["No.", "社員番号", "氏名", None, "フリガナ", None, "所属", "入社日", "雇用形態", "備考"],
        [None, None, "姓", "名", "セイ", "メイ"],
        [1, "00012", "山田", "太郎", "ヤマダ", "タロウ", "総務部", "H28.4.1", "正社員", "要再検査"],
        [2, "00013", "鈴木", "花子", "スズキ", "ハナコ", None, "令和2年10月1日", "パート"],
        [],
        ["※ 休職中の者を含む。"],
        ["作成：総務部　山田"],
    ]
    merges = ["A1:J1", "C4:D4", "E4:F4", *(f"{at}4:{at}5" for at in "ABGHIJ"), "G6:G7"]
    return Listed(
        packed(book_of({"名簿": rows}, {"名簿": merges})),
        {
            "6": "山田 太郎/ヤマダ タロウ/総務部/2016-04-01",
            "7": "鈴木 花子/スズキ ハナコ/総務部/2020-10-01",
        },
        passed=("社員番号", "雇用形態", "備考"),
    )


@listed
def halves_of_names_without_merges() -> Listed:
    rows = [
        ["番号", "氏名", None, "ふりがな", None, "部署", "連絡先"],
        [None, "姓", "名", "せい", "めい", None, "E-mail"],
        ["1", "山田", "太郎", "やまだ", "たろう", "総務部", "y@f.example"],
        ["2", "鈴木", "花子", "すずき", "はなこ", "〃", "mailto:s@f.example"],
    ]
    return Listed(
        packed(book_of({"名簿": rows})),
        {
            "3": "山田 太郎/ヤマダ タロウ/y@f.example/総務部",
            "4": "鈴木 花子/スズキ ハナコ/s@f.example/総務部",
        },
        passed=("番号",),
    )


@listed
def a_sheet_for_each_unit() -> Listed:
    head = ["社員No", "氏名", "ふりがな", "役職", "Eメール"]
    sheets: dict[str, list[list[object]]] = {
        "はじめに": [["この名簿の使い方"], ["各部署のシートに記入してください。"]],
        "総務部": [["総務部　名簿"], head, ["001", "青木　一郎", "あおき　いちろう"]],
        "営業": [head, ["010", "上田　三郎", None, "課長", "ueda@f.example"], [None, "江口志乃"]],
        "退職者": [head, ["099", "小川　五月"]],
    }
    return Listed(
        packed(book_of(sheets)),
        {
            "総務部!3": "青木 一郎/アオキ イチロウ/総務部",
            "営業!2": "上田 三郎/ueda@f.example/営業",
            "営業!3": "江口志乃/営業",
        },
        dict.fromkeys(("総務部!3", "営業!2", "営業!3"), "unit:from_title"),
        passed=("社員No", "役職"),
    )


@listed
def titles_between_rows() -> Listed:
    rows = [
        ["社　員　名　簿"],
        ["氏　名", "フリガナ", "入社年月日"],
        ["■営業部（2名）"],
        ["岡田 進", "オカダ ススム", "平成20年4月1日"],
        ["加藤 恵"],
        ["計", "2名"],
        ["総務・経理"],
        ["木村 守", "キムラ マモル", "H15/4/1"],
        ["■退職者"],
        ["工藤 類", "クドウ ルイ"],
    ]
    return Listed(
        packed(book_of({"Sheet1": rows}, {"Sheet1": ["A3:C3", "A9:C9"]})),
        {
            "4": "岡田 進/オカダ ススム/営業部/2008-04-01",
            "5": "加藤 恵/営業部",
            "8": "木村 守/キムラ マモル/総務・経理/2003-04-01",
        },
        dict.fromkeys(("4", "5", "8"), "unit:from_title"),
        {"Sheet1!7": "group", "Sheet1!10": "left"},
    )


@listed
def titles_that_are_no_units() -> Listed:
    rows = [
        ["№", "部署名", "社員名", "読み", "入社年", "社用メール"],
        ["【正社員】"],
        [1, "工務部", "秋山 実", "アキヤマ ミノル", "1998年", "akiyama@f.example"],
        ["【パート・アルバイト】"],
        [2, "事務", "内田 渚", None, "2021年", "なし"],
        ["【派遣・業務委託】"],
        [3, "工務部", "遠藤 樹"],
        [4, None, "大野 司（〇〇商会）", "オオノ ツカサ"],
        [5, "工務部", "（空席）"],
    ]
    return Listed(
        packed(book_of({"名簿": rows}, {"名簿": ["A2:F2", "A4:F4", "A6:F6"]})),
        {
            "3": "秋山 実/アキヤマ ミノル/akiyama@f.example/工務部",
            "5": "内田 渚/事務",
            "7": "遠藤 樹/工務部",
            "8": "大野 司/オオノ ツカサ/工務部",
        },
        {"8": "name:name_parted unit:blank_above"},
        {"名簿!9": "nobody"},
        passed=("入社年",),
    )


@listed
def who_left_and_who_is_to_leave() -> Listed:
    head = ["氏名", "部署", "入社日", "退職日", "在籍区分", "備考"]
    rows = [
        head,
        ["佐々木 圭", "営業部", "2015/4/1", None, "在籍"],
        ["清水 直", "営業部", "2010/4/1", "2025/3/31"],
        ["須藤 望", "総務部", "2018/4/1", "令和19年3月31日", "在籍"],
        ["瀬川 光", "総務部", "2019/4/1", None, "休職", "うつ病"],
        ["曽根 愛", "総務部", "2012/4/1"],
        ["千葉 凛", "営業部", "2020/4", "", "退"],
        ["田村 優", "営業部", "2020/4", "", "", "R8.3退職"],
        ["(退職) 古川 透", "営業部", "2016/4/1"],
    ]
    book = book_of({"社員一覧": rows})
    for cell in book.worksheets[0][6]:
        cell.font = Font(strike=True)
    return Listed(
        packed(book),
        {
            "2": "佐々木 圭/営業部/2015-04-01",
            "4": "須藤 望/総務部/2018-04-01",
            "5": "瀬川 光/総務部/2019-04-01",
            "8": "田村 優/営業部/2020-04-01",
        },
        {"4": "name:leaves_later", "8": "name:said_left since:day_about"},
        {"社員一覧!3": "left", "社員一覧!6": "struck", "社員一覧!7": "left", "社員一覧!9": "left"},
        passed=("備考",),
    )


@listed
def addresses_as_they_are_copied() -> Listed:
    rows = [
        ["部門", "氏名", "連絡先（E-mail）", "携帯番号"],
        ["総務", "津田 薫", "mailto:tsuda@f.example", "090-0000-0001"],
        ["総務", "手塚 晶", "tezuka＠ｆ．example"],
        ["総務", "富田 泉", "なし"],
        ["営業", "沼田 旭", "numata@f.example\nnumata2@f.example"],
        ["営業", "根本 環", "－"],
        ["営業", "野口 岬", "Noguchi Misaki <noguchi@f.example>"],
    ]
    return Listed(
        packed(book_of({"名簿": rows})),
        {
            "2": "津田 薫/tsuda@f.example/総務",
            "3": "手塚 晶/tezuka@f.example/総務",
            "4": "富田 泉/総務",
            "5": "沼田 旭/numata@f.example/営業",
            "6": "根本 環/営業",
            "7": "野口 岬/noguchi@f.example/営業",
        },
        {"5": "mail:first_of_several"},
        passed=("携帯番号",),
    )


@listed
def cells_that_are_refused() -> Listed:
    rows = [
        ["部門", "氏名", "メール", "入社日"],
        ["営業", "中西 碧", "info@f.example", "不明"],
        ["営業", "西田 蓮", "info@f.example"],
        ["営業", "長谷 空", "クリック"],
        ["営業", "", "h@f.example"],
    ]
    return Listed(
        packed(book_of({"名簿": rows})),
        troubles={
            "名簿!D2": "person_since",
            "名簿!C3": "person_mail_twice",
            "名簿!C4": "person_mail",
            "": "person_name_missing",
        },
    )


@listed
def a_text_in_cp932() -> Listed:
    rows = [
        ["従業者名簿"],
        ["作成日", "令和8年4月1日"],
        [""],
        ["従業員コード", "従業員氏名", "従業員氏名カナ", "所属部署", "採用年月日", "生年月日"],
        ["00101", "平井　誠", "ヒライ　マコト", "管理部", "昭和62年4月1日", "昭和39年5月5日"],
        ["00102", "福島　司", "フクシマ　ツカサ", "〃", "〃", "昭和41年1月2日"],
        ["00103", "﨑山　髙子", "", "↓", "平成31.4.1", "平成9年3月3日"],
        ["", "", "", "以上 3名", "", ""],
    ]
    return Listed(
        text_of(rows).encode("cp932"),
        {
            "5": "平井 誠/ヒライ マコト/管理部/1987-04-01",
            "6": "福島 司/フクシマ ツカサ/管理部/1987-04-01",
            "7": "﨑山 髙子/管理部/2019-04-01",
        },
        passed=("従業員コード", "生年月日"),
    )


@listed
def hidden_rows_columns_and_sheets() -> Listed:
    head = ["氏名", "所属", "評価"]
    now = [head, ["森 茜", "総務部", "A"], ["八木 剛", "総務部", "B"], ["湯浅 楓", "営業部", "C"]]
    book = book_of({"現在": now, "2019年度": [head, ["和田 昇", "総務部", "A"]]})
    book.worksheets[0].row_dimensions[3].hidden = True
    book.worksheets[0].column_dimensions["C"].hidden = True
    book.worksheets[1].sheet_state = "hidden"
    return Listed(
        packed(book), {"現在!2": "森 茜/総務部", "現在!4": "湯浅 楓/営業部"}, passed=("評価",)
    )


@listed
def two_blocks_side_by_side() -> Listed:
    rows = [
        ["内線番号表"],
        ["部署", "氏名", "内線", None, "部署", "氏名", "内線"],
        ["総務部", "小松 敦", "101", None, "営業部", "坂本 巡", "201"],
        [None, "斎藤 操", "102", None, "営業部", "柴田 遥", "202"],
    ]
    return Listed(
        packed(book_of({"内線表": rows})),
        {
            "3": "小松 敦/総務部",
            "4": "斎藤 操/総務部",
            "3+": "坂本 巡/営業部",
            "4+": "柴田 遥/営業部",
        },
        {"4": "unit:blank_above"},
        passed=("内線",),
    )


@listed
def two_levels_of_units_and_roles() -> Listed:
    rows = [
        ["部", "課", "役職名", "氏名", "部門責任者", "PMS上の役割", "メール"],
        ["役員", None, "社長", "関口 仁", None, "代表者", "s@f.example"],
        ["管理部", "総務課", "部長", "相馬 澄", "○", "個人情報保護管理者", "o@f.example"],
        [None, None, "主任", "武田 暁", None, "内部監査責任者", "t@f.example"],
        [None, "経理課", None, "土屋 紬", "×", "内部監査員", "y@f.example"],
        ["事業部", None, None, "寺田(旧姓 戸田) 葵", None, "－", "a@f.example"],
    ]
    return Listed(
        packed(book_of({"体制": rows}, {"体制": ["A3:A5", "B3:B4"]})),
        {
            "2": "関口 仁/s@f.example/役員/representative",
            "3": "相馬 澄/o@f.example/管理部 総務課/head/privacy_manager",
            "4": "武田 暁/t@f.example/管理部 総務課/audit_manager",
            "5": "土屋 紬/y@f.example/管理部 経理課/auditor",
            "6": "寺田 葵/a@f.example/事業部",
        },
        {**dict.fromkeys(("3", "4", "5"), "unit:unit_joined"), "6": "name:name_parted"},
        passed=("役職名",),
    )


@listed
def posts_in_several_units() -> Listed:
    rows = [
        ["氏名", "所属", "役職"],
        ["山田 太郎", "総務部", "部長"],
        [None, "営業部", "部長代理"],
        ["鈴木 花子", "営業部（兼 総務部）"],
        ["佐藤 次郎", "総務部／営業部"],
        ["高橋 三郎", "総務・経理部"],
        ["ヤマグチ イズミ\n山口 泉★", "営業部"],
    ]
    return Listed(
        packed(book_of({"名簿": rows}, {"名簿": ["A2:A3"]})),
        {
            "2": "山田 太郎/総務部",
            "4": "鈴木 花子/営業部",
            "5": "佐藤 次郎/総務部",
            "6": "高橋 三郎/総務・経理部",
            "7": "山口 泉/ヤマグチ イズミ/営業部",
        },
        {"4": "unit:unit_first", "5": "unit:unit_first", "7": "name:name_parted"},
        {"名簿!3": "continued"},
        passed=("役職",),
    )


@listed
def a_card_for_each_person() -> Listed:
    sheets = {
        name: [
            ["社員カード"],
            ["氏名", name, "フリガナ", read],
            ["所属", "総務部", "入社日", "平成28年4月1日"],
            ["メールアドレス", mail, "備考", "持病あり"],
        ]
        for name, read, mail in (
            ("山田 太郎", "ヤマダ タロウ", "y@f.example"),
            ("鈴木 花子", "スズキ ハナコ", "s@f.example"),
        )
    }
    return Listed(
        packed(book_of(sheets)),
        {
            "山田 太郎!2": "山田 太郎/ヤマダ タロウ/y@f.example/総務部/2016-04-01",
            "鈴木 花子!2": "鈴木 花子/スズキ ハナコ/s@f.example/総務部/2016-04-01",
        },
        passed=("備考",),
    )
