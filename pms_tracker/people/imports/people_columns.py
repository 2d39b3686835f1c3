"""The columns of lists of people: what each is called, and the words that a cell of it may have."""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar
from unicodedata import normalize

from pms_tracker.kernel.independence import Role
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.sheets.office.headings import Known
from pms_tracker.sheets.sheet_lines import BLANK

Value = TypeVar("Value")


class Column(StrEnum):
    """What a file tells of each person (LISTED)."""

    NAME = "name"
    READING = "reading"
    MAIL = "mail"
    UNIT = "unit"
    HEAD = "head"
    ROLE = "role"
    LANGUAGE = "language"
    SINCE = "since"


class Part(StrEnum):
    """What lists of offices have instead of a column, or beside: halves of names, units in two
    levels, what tells who left, and the one thing that no file may have."""

    FAMILY = "family"
    GIVEN = "given"
    FAMILY_READING = "family_reading"
    GIVEN_READING = "given_reading"
    DIVISION = "division"
    SECTION = "section"
    LEFT_ON = "left_on"
    STATUS = "status"
    MY_NUMBER = "my_number"


# What pages and the file to fill in call the columns: Japanese, English.
LISTED = {
    Column.NAME: ("氏名", "Full name"),
    Column.READING: ("フリガナ", "Reading"),
    Column.MAIL: ("メールアドレス", "Email"),
    Column.UNIT: ("部門", "Department"),
    Column.HEAD: ("責任者", "Head"),
    Column.ROLE: ("役割", "Role"),
    Column.LANGUAGE: ("言語", "Language"),
    Column.SINCE: ("入社日", "Since"),
}
PARTS = {
    Part.FAMILY: ("姓", "Family name"),
    Part.GIVEN: ("名", "Given name"),
    Part.FAMILY_READING: ("セイ", "Family name (reading)"),
    Part.GIVEN_READING: ("メイ", "Given name (reading)"),
    Part.DIVISION: ("部", "Division"),
    Part.SECTION: ("課", "Section"),
    Part.LEFT_ON: ("退職日", "Left on"),
    Part.STATUS: ("在籍区分", "Employment status"),
    Part.MY_NUMBER: ("個人番号", "My Number"),
}
_ALSO: Mapping[Column, str] = {
    Column.NAME: "名前 社員名 社員氏名 従業員名 従業員氏名 従業者名 従業者氏名 職員名 職員氏名 "
    "スタッフ名 お名前 漢字氏名 氏名漢字 姓名 氏名姓名 employee",
    Column.READING: "ふりがな カナ かな 読み 読み方 よみ よみがな 読み仮名 ヨミ ヨミガナ 氏名カナ "
    "氏名かな カナ氏名 氏名フリガナ 氏名ふりがな 氏名読み 社員名カナ 従業員名カナ 従業員氏名カナ "
    "カナ名 kana furigana",
    Column.MAIL: "メール eメール mail emailaddress mailaddress 電子メール 会社メール "
    "会社メールアドレス 社用メール 社用メールアドレス 業務用メール 業務用メールアドレス 社内メール "
    "メールアドレス会社",
    Column.UNIT: "所属 部署 部門名 部署名 所属名 所属部署 所属部署名 所属部門 所属部門名 所属先 "
    "現所属 現部署 配属 配属先 配属部署 勤務部署 部課 部課名 所属部課 所属組織 組織 組織名 勤務先 "
    "勤務店舗 店舗 店舗名 拠点 拠点名",
    Column.HEAD: "部門責任者 部署責任者 unithead departmenthead",
    Column.ROLE: "roles pms役割 pms上役割 pms体制 個人情報保護体制 個人情報保護体制役割 "
    "個人情報保護役割 個人情報保護上役割 pms担当",
    Column.LANGUAGE: "表示言語 displaylanguage",
    Column.SINCE: "所属の開始日 所属開始日 開始日 入社年月日 入社日付 採用日 採用年月日 雇入日 "
    "雇入年月日 雇い入れ日 雇い入れ年月日 雇入れ日 雇入れ年月日 就職日 入職日 入所日 配属日 "
    "配属年月日 着任日 sinceon startdate",
}
_OF_PARTS: Mapping[Part, str] = {
    Part.FAMILY: "氏 苗字 名字 漢字姓 姓漢字 lastname surname",
    Part.GIVEN: "漢字名 名漢字 firstname",
    Part.FAMILY_READING: "せい 姓カナ 姓かな 姓フリガナ 姓ふりがな 姓読み 氏カナ 苗字カナ",
    Part.GIVEN_READING: "めい 名カナ 名かな 名フリガナ 名ふりがな 名読み",
    Part.DIVISION: "部名 事業部 所属部",
    Part.SECTION: "課名 係 室 班 グループ チーム 部課係 課係 課室 所属課",
    Part.LEFT_ON: "退職年月日 退社日 退社年月日 離職日 離職年月日 退職予定日 退職日付 退所日 退職 "
    "退社",
    Part.STATUS: "在籍 在籍状況 在籍状態 在職 在職区分 在職状況 在職状態 就業状況 勤務状況 "
    "就労状況 ステータス 状態 状況 在退 在退区分 在籍退職 勤務 勤務形態 勤務区分 status",
    Part.MY_NUMBER: "マイナンバー 個人番号マイナンバー マイナンバー個人番号 特定個人情報 mynumber "
    "individualnumber",
}
ROLES = {
    Role.REPRESENTATIVE: ("代表者", "Representative"),
    Role.PRIVACY_MANAGER: ("個人情報保護管理者", "Privacy manager"),
    Role.AUDIT_MANAGER: (
        *("監査責任者", "Audit manager"),
        *("個人情報保護監査責任者", "内部監査責任者"),
    ),
    Role.AUDITOR: ("監査員", "Auditor", "内部監査員"),
    Role.ADMINISTRATOR: ("システム管理者", "System administrator", "administrator"),
}
LANGUAGES = {
    Language.JA: ("日本語", "Japanese", "ja", "日"),
    Language.EN: ("英語", "English", "en", "英"),
}
HEAD = {
    True: ("はい", "○", "◯", "〇", "●", "✓", "✔", "責任者", "1", "head", "yes", "y", "true", "x"),
    False: ("いいえ", "×", "-", "ー", "なし", "0", "no", "n", "false"),
}


def plain_word(text: str) -> str:
    """A word as it is compared: width, case and blanks make no difference."""
    return BLANK.sub("", normalize("NFKC", text)).casefold()


def by_word(words: Mapping[Value, Collection[str]]) -> dict[str, Value]:
    """What each word means, as it is compared."""
    return {plain_word(word): value for value, named in words.items() for word in named}


def _halves() -> Iterator[tuple[str, str]]:
    """Headings of halves of names beneath what both are of: 氏名 over 姓 and 名."""
    of_names = ((Part.FAMILY, "姓 氏 苗字 名字"), (Part.GIVEN, "名"))
    of_readings = ((Part.FAMILY_READING, "セイ せい 姓 氏"), (Part.GIVEN_READING, "メイ めい 名"))
    for column, parts in ((Column.NAME, of_names), (Column.READING, of_readings)):
        for whole in (LISTED[column][0], *_ALSO[column].split()):
            for part, words in parts:
                yield from ((f"{whole}{word}", part.value) for word in words.split())


def _known() -> Known:
    words = [
        (word, key.value)
        for key, names in (*LISTED.items(), *PARTS.items())
        for word in (*names, key.value)
    ]
    words += [
        (word, key.value)
        for key, several in (*_ALSO.items(), *_OF_PARTS.items())
        for word in several.split()
    ]
    words += _halves()
    marks = [(word, word) for word in ("有", "無", "はい", "いいえ", "該当")]
    roles = [(word, words[0]) for words in ROLES.values() for word in words]
    return Known.of(
        words,
        {Column.ROLE.value: roles, Column.HEAD.value: marks},
        [Column.HEAD.value],
        [Column.UNIT.value],
        exact=[each.value for each in Part],
        labels=[word for names in LISTED.values() for word in names],
        title=Column.NAME.value,
        enough=[Column.NAME.value, Part.FAMILY.value],
    )


# The words by which the columns are known in a file.
KNOWN = _known()
