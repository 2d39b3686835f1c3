"""Words of lists of people that are not what they seem: titles that name a unit or none, names with
something beside them, and what says that somebody left."""

import re
from unicodedata import normalize

from pms_tracker.kernel.search_text import katakana
from pms_tracker.sheets.office.marks import yes_or_no
from pms_tracker.sheets.office.row_kinds import names_unit
from pms_tracker.sheets.sheet_lines import one_line

_ENDS = re.compile(r"^[\s【〔\[<〈《「『◆◇■□●○◎▼▽▶▲△★☆・※]+|[\s】〕\]>〉》」』]+$")
_BRACKETS = re.compile(r"[(\[〔【][^()\[\]〔〕【】]{0,60}[)\]〕】]")
# What lists are called, beside what they are of.
_LISTS = re.compile(
    r"(?:全?(?:社員|従業員|従業者|職員|所属者?|在籍者?|スタッフ))?(?:名簿|一覧表?|台帳|リスト|名表)$"
)
_UNITS = {"本社", "本部", "本店", "本校", "本館", "支店", "支社", "事務局"}
# What lists are grouped by beside units: how people are employed, and whether they still are.
_NO_UNIT = re.compile(
    r"社員|職員|従業[員者]|スタッフ|契約|嘱託|パート|アルバイト|派遣|委託|臨時|常勤|役員|出向|休職|在籍"
    r"|在職|退職|名簿|一覧|台帳|リスト|シート|sheet|^table|^[0-9年月日度./-]+(?:現在|版)?$|^[男女]性?$"
    r"|最新|データ|原本|控え?$|コピー|copy|data|ver|全体|全社|全員|全部署|まとめ|集計|メイン|main|印刷|作業"
    r"|人数|合計|株式会社|有限会社|合同会社|法人",
    re.IGNORECASE,
)
# What units do, by which offices call them without saying that they are one.
_GROUP = re.compile(
    r"(?:第?[一二三四五1-5])?(?:営業|総務|経理|人事|労務|事務|管理|企画|開発|製造|生産|工務|教務|庶務"
    r"|広報|法務|財務|会計|情報|システム|物流|購買|品質|業務|販売|配送|倉庫|技術|設計|施工|現場|店舗"
    r"|サービス|サポート|マーケティング|教材|教室|経営|監査|秘書|・|／|/)+"
)
# What parts units in a cell, for sure or where all parts are such; and units that somebody has
# besides.
_SURELY, _PERHAPS = re.compile(r"[、,，;；\n]"), re.compile(r"[・／/+＋&＆]")
_ALSO = re.compile(r"[(（\[【][^()（）\[\]【】]{0,60}兼[^()（）\[\]【】]{0,60}[)）\]】]")
# In brackets behind a unit: how it stands with whoever is there, and nothing of the unit.
_STANDS = re.compile(
    r"[(（\[【][^()（）\[\]【】]{0,30}"
    r"(?:休職|休業|産休|育休|病休|時短|出向|応援|長欠|休暇|研修中|試用)"
    r"[^()（）\[\]【】]{0,30}[)）\]】]"
)
_LEFT = r"(?:退職|退社|離職)"
_WHO_LEFT = re.compile(rf"(?:既|中途|定年)?{_LEFT}(?:済み?|した)?(?:者|社員|職員|従業員)?")
_STATUS_LEFT = re.compile(rf"{_LEFT}(?!金|給付|年金|所得)|解雇|死亡|転籍|辞職|定年")
_STILL = re.compile(r"予定|見込|以外|なし|無|再雇用|嘱託|継続")
_NOBODY = re.compile(
    r"(?:空席|欠員|空き|未定|未配属|募集中?|採用予定|採用中|検討中|不在|該当者?な[しい]|なし|無し)"
)
_KANA = re.compile(r"[ァ-ヺー・\s]+")
# What stands before or behind a name and is none of it.
_AROUND = re.compile(r"^[※★☆◎○●＊*▲△◆◇■□]+\s*|\s*(?:[※★☆◎○●＊*▲△◆◇■□]+|様|さん)$")


def _plain(words: str) -> str:
    """A title as it is told: without marks, brackets around it, and counts."""
    bare = _ENDS.sub("", normalize("NFKC", words))
    return _ENDS.sub("", _BRACKETS.sub("", bare)).strip()


def unit_in(words: str) -> str:
    """The unit that a title names beside the company or what the list is; empty where none does."""
    if not words:
        return ""
    for part in _plain(words).split():
        said = _LISTS.sub("", part)
        if (names_unit(said) or said in _UNITS) and not _NO_UNIT.search(said):
            return said
    return ""


def group_named(words: str) -> str:
    """The unit that a title between rows stands for, also where it ends as no unit does: ■本館 is
    one, ■パート is none."""
    found = unit_in(words)
    if found or not words:
        return found
    said = one_line(_LISTS.sub("", _plain(words)))
    # Without marks around them words between rows may be anything.
    is_marked = _ENDS.search(words) is not None or is_group(said)
    return said if is_marked and not _NO_UNIT.search(said) else ""


def sheet_named(words: str) -> str:
    """The unit that a sheet beside others is named by; empty where its name may be any."""
    said = one_line(_LISTS.sub("", _plain(words)))
    return unit_in(words) or ("" if _NO_UNIT.search(said) else said)


def is_group(words: str) -> bool:
    """Whether words are what a unit does, and no name of a person: 営業, 総務・経理."""
    return _GROUP.fullmatch(_plain(words)) is not None


def of_those_who_left(*titles: str) -> bool:
    """Whether a title over a row says that it is of those who left: 退職者, ■退職者一覧."""
    said = (_LISTS.sub("", _plain(each)) for each in titles if each)
    return any(_WHO_LEFT.fullmatch(each) for each in said)


def status_says_left(status: str) -> bool:
    """Whether a status is that of somebody who left."""
    plain = normalize("NFKC", status)
    if yes_or_no(plain) is False or plain.strip() == "退":
        return True
    return bool(said_left(plain))


def said_left(words: str) -> str:
    """The word by which somebody is said to have left, wherever it stands; empty if none does."""
    plain = normalize("NFKC", words)
    found = None if _STILL.search(plain) else _STATUS_LEFT.search(plain)
    return found[0] if found else ""


def without_standing(words: str) -> str:
    """A unit without what is said in brackets of whoever is there: 新宿店 of 新宿店（休職中）."""
    return one_line(_STANDS.sub("", words))


def one_unit(words: str) -> tuple[str, str]:
    """The first of the units that a cell names, and all of the cell where that is not all: it
    names more, or what somebody has besides. Of 総務・経理部 nothing is parted."""
    plain = _ALSO.sub("", words)
    parts = [part for each in _SURELY.split(plain) if (part := one_line(each))]
    if len(parts) == 1:
        weakly = [one_line(each) for each in _PERHAPS.split(plain)]
        parts = weakly if all(map(names_unit, weakly)) else parts
    more = plain != words or len(parts) > 1
    return parts[0] if parts else "", words if more else ""


def leaves_later(words: str) -> bool:
    """Whether what stands where a last day belongs says that it is still to come."""
    return re.search(r"予定|在籍|在職|現職|勤務|継続", words) is not None


def names_nobody(name: str) -> bool:
    """Whether what stands where a name belongs is none: 空席, （募集中）."""
    bare = _ENDS.sub("", normalize("NFKC", name)).strip("() ")
    return any(_NOBODY.fullmatch(each) for each in (_plain(name), bare))


def name_in(text: str) -> tuple[str, str]:
    """The name in a cell, and its reading where the cell has that too; the name alone of what has
    marks before it, or something in brackets: a former name, a firm."""
    lines = [each.strip() for each in text.splitlines() if each.strip()]
    readings = [each for each in lines if _is_kana(each)]
    if len(lines) == 2 and len(readings) == 1:
        (reading,) = readings
        return name_in(next(each for each in lines if each != reading))[0], reading
    plain = one_line(text)
    folded = plain.replace("（", "(").replace("）", ")")
    within = [each[0][1:-1].strip() for each in _BRACKETS.finditer(folded)]
    name = one_line(_BRACKETS.sub(" ", _AROUND.sub("", folded)))
    said = [each for each in within if _is_kana(each)]
    return (name, said[0] if said else "") if name else (plain, "")


def _is_kana(text: str) -> bool:
    return _KANA.fullmatch(katakana(text)) is not None
