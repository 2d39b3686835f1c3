"""Marks of Japanese office sheets: ○ and ×, 有 and 無, ticked boxes, 〃, lists in one cell."""

import re
from collections.abc import Callable, Sequence
from unicodedata import normalize


def word_set(words: str) -> frozenset[str]:
    """Words that are parted by blanks."""
    return frozenset(words.split())


_YES = word_set(
    "○ 〇 ◯ ⭕ o ◎ ● レ ✓ ✔ ☑ ✅ ■ v 有 有り あり 有る ある 該当 該当あり 要 対象 済 含む"
)
_NO = word_set(
    "× ✕ ✖ ✗ x ✘ 無 無し なし 無い ない 非該当 該当なし 否 不要 対象外 □ ☐ 含まない 該当しない "
    "不可 禁止 しない していない 行わない 行っていない 実施しない 実施していない "
    "委託しない 委託していない 委託なし 提供しない 提供していない 提供なし 共同利用しない 予定なし "
    "国内 国内のみ 日本 日本国内 日本のみ"
)
# That there is nothing of what a column asks for; none of these refuses what was asked for.
_NONE = word_set("無 無し なし 無い ない 非該当 該当なし 該当無し 該当しない 対象外 国内 国内のみ")
# Neither quite.
_HALF = word_set("△ ▲ ▽ ▼ 一部 一部あり 任意 場合により 場合による 必要時 必要時のみ")
# What stands where a name belongs, and names nobody.
_NOBODY = word_set(
    "未定 検討中 社内 自社 自社内 当社 都度 適宜 必要に応じて 必要に応じ "
    "原則なし 原則しない 原則禁止 "
    "法令に基づく場合のみ 法令に基づく場合 本人の同意があれば可 本人同意による 同意がある場合のみ"
)
# Some of it is rather it than not; what is denied or asked is neither.
_SOME = re.compile(r"^(?!.*(?:な[いし]|[無非不未]|せず|[?？])).*(?:一部|含[むみま]|有|あ[りる])")
# What names nothing: it is denied, asked or not known.
_NAMES_NONE = re.compile(
    r"な[いし]|[無非不未]|せず|[?？]|確認中|検討中|要確認|^(?:一般|通常|普通|標準)$"
)
# What stands where a day belongs: that it has not been, and that there is one, or will be.
_NOT_YET = re.compile(
    r"未(?:済|提出|実施|完了|締結|契約|受領|回収|返却|対応|着手|取得|確認|受講|送付|報告|通知|了)?"
)
_NO_DAY = word_set(
    "未定 不明 調整中 検討中 準備中 手続中 手続き中 対応中 実施中 作業中 継続中 契約中 督促中 "
    "依頼中 随時 常時 都度 実施済 実施済み 完了 完了済 対応済 対応済み 提出済 提出済み "
    "締結済 締結済み 定めなし 定め無し 期限なし 期限の定めなし 期間の定めなし 無期限 "
    "契約に含む 契約書に含む 本契約に含む 自動更新"
)
# What stands where there is nothing; Japanese keyboards have many of them.
DASHES = word_set("- ー － ― — – ‐ ─ ━ − ｰ --- -- n/a na none nil ／ / ＼")
_SAME_AS_ABOVE = word_set(
    "〃 ″ ” “ \" '' 々 仝 ↓ ⇓ ｢〃｣ 「〃」 同 同上 上同 同じ 同前 上に同じ 上記と同じ 上記に同じ "
    "上と同じ 上記同様 同様 ditto"
)
_SAME_AS_LEFT = word_set("同左 ← 左に同じ 左記と同じ 左同")
_ON, _OFF = "■☑✓✔☒●◉レ", "□☐○◯〇"
_TICKABLE = re.compile(r"([■☑✓✔☒●◉□☐○◯〇]|レ(?=[\s　]))\s*([^■☑✓✔☒●◉□☐○◯〇\n]+)")
_BULLET = re.compile(
    r"^\s*(?:([・･●○◆◇■□▪►▶※*•‣⁃-])(?!\1)|[0-9０-９]{1,2}[.)．）]|[(（][0-9０-９]{1,2}[)）]|[①-⑳㉑-㉟])\s*"
)
# Numbers of a list within a line: ①氏名②住所, 1.氏名 2.住所.
_CIRCLED = re.compile(r"[①-⑳㉑-㉟]")
_COUNTED = re.compile(
    r"(?<![0-9０-９A-Za-z.．])[(（]?([0-9０-９]{1,2})[.．)）](?![0-9０-９])|([①-⑳㉑-㉟])"
)
# Marks that begin each of several things in one line.
_DISCS = re.compile(r"[■●◆◇▪►▶](?=\s*\w)")
# What names a firm by law: in its name ・ parts nothing.
_FIRM = re.compile(r"[㈱㈲㈳㈶]|[(（][株有社財医学福][)）]|(?:株式|有限|合同|合名|合資)会社|法人")
_BETWEEN = frozenset("\n;,、，；")
_OPEN, _SHUT = frozenset("(（[［「『【〔"), frozenset(")）]］」』】〕")
_WORD = re.compile(r"[A-Za-zぁ-ヿ一-鿿]{2}")
_KATAKANA = re.compile(r"[ァ-ヺー]")


def plain_mark(text: str) -> str:
    """A mark as it is compared: without blanks and brackets, in small letters."""
    return re.sub(r"[\s()（）。.]", "", text).casefold()


def yes_or_no(text: str) -> bool | None:
    """What a mark says; None for what is none."""
    mark = plain_mark(text)
    for shape in (mark, normalize("NFKC", mark)):
        if shape in _YES:
            return True
        if shape in _NO or shape in DASHES:
            return False
    chosen = ticked(text)
    return yes_or_no(chosen[0]) if chosen and len(chosen) == 1 and chosen[0] != text else None


def is_half(text: str) -> bool:
    """Whether a mark says neither yes nor no: △, 任意."""
    return plain_mark(normalize("NFKC", text)) in _HALF


def names_nobody(text: str) -> bool:
    """Whether words that stand where a name belongs are none: 必要に応じて, 自社."""
    return plain_mark(normalize("NFKC", text)) in _NOBODY


_BESIDE = re.compile(
    r"\s*(?P<mark>[^\sA-Za-z(（【［\[:：]{1,4})\s*"
    r"(?:[(（【［\[](?P<within>.+)[)）】］\]]|[:：]\s*(?P<after>.+))\s*",
    re.DOTALL,
)


def mark_beside(text: str) -> tuple[bool, str] | None:
    """What a mark says that has words beside it, and these: 有（㈱A社）, なし：自社のみ; None for
    what begins with no mark."""
    found = _BESIDE.fullmatch(text)
    says = yes_or_no(found["mark"]) if found else None
    if found is None or says is None:
        return None
    return says, (found["within"] or found["after"]).strip()


def has_some(text: str) -> bool:
    """Whether words say that there is some of it: 一部含む."""
    return _SOME.match(text) is not None


def names_some(text: str) -> bool:
    """Whether words that stand where a mark belongs name some of what the mark asks for: 病歴."""
    return not is_half(text) and _NAMES_NONE.search(text) is None and bool(_WORD.search(text))


def says_no_day(text: str) -> bool:
    """Whether what stands where a day belongs says that it has not been: 未提出, なし."""
    mark = plain_mark(normalize("NFKC", text))
    return _NOT_YET.fullmatch(mark) is not None or yes_or_no(text) is False


def tells_no_day(text: str) -> bool:
    """Whether what stands where a day belongs leaves open which: 未定, 実施済, ○."""
    return plain_mark(normalize("NFKC", text)) in _NO_DAY or yes_or_no(text) is True


def is_dash(text: str) -> bool:
    """Whether a cell says only that there is nothing to say."""
    return plain_mark(text) in DASHES


def says_none(text: str) -> bool:
    """Whether a cell says that there is nothing of what its column asks for."""
    return normalize("NFKC", plain_mark(text)) in _NONE


def same_as(text: str) -> str:
    """ "above" or "left" where a cell repeats another, else nothing."""
    mark = plain_mark(text)
    if mark in _SAME_AS_ABOVE:
        return "above"
    return "left" if mark in _SAME_AS_LEFT else ""


def ticked(text: str) -> list[str] | None:
    """The words whose boxes are ticked in a cell that offers several (■紙 □電子); None for a cell
    that offers none, or in which all boxes look alike: those are bullets."""
    found = _TICKABLE.findall(text)
    on = [words.strip() for box, words in found if box in _ON]
    off = [box for box, _words in found if box in _OFF]
    if not found or _TICKABLE.match(text.lstrip()) is None or not (off or _boxes(found)):
        return None
    return on


def _boxes(found: Sequence[tuple[str, str]]) -> bool:
    """Ticks are ticks even where every one is set; squares and discs alone may be bullets."""
    return all(box in "☑✓✔☒レ" for box, _words in found)


def listed(text: str) -> list[str]:
    """The names in one cell, parted by line breaks, commas, or where there are none by ・ and /.

    Things that are numbered are parted wherever they stand. Brackets keep together what stands in
    them; ・ within a word of katakana, or in the name of one firm, parts nothing.
    """
    lines = [_BULLET.sub("", line) for line in _numbered(text).splitlines()]
    found = _parted("\n".join(lines), _firmly)
    if len(found) == 1:
        parts = _parted(found[0], _weakly)
        firms = sum(_FIRM.search(each) is not None for each in parts)
        found = parts if firms in {0, len(parts)} else found
    return found


def _numbered(text: str) -> str:
    """A text with a line for each thing that is numbered or marked in it, from the first on."""
    numbers = [*_COUNTED.finditer(text)]
    counts = [int(normalize("NFKC", each[1] or each[2])) for each in numbers]
    if counts != [*range(1, len(counts) + 1)]:
        numbers = [*_CIRCLED.finditer(text)]
    if len(numbers) < 2:
        numbers = [*_DISCS.finditer(text)]
    if len(numbers) < 2 or text[: numbers[0].start()].strip():
        return text
    starts = [each.start() for each in numbers]
    ends = [*starts[1:], len(text)]
    return "\n".join(text[a:b].strip(" \t\u3000") for a, b in zip(starts, ends, strict=True))


def _firmly(before: str, char: str, after: str) -> bool:
    # 約４，２００名 is one number.
    return char in _BETWEEN and not (char in ",，" and before.isdecimal() and after.isdecimal())


def _weakly(before: str, char: str, after: str) -> bool:
    if char in "・･":
        return not (_KATAKANA.match(before) and _KATAKANA.match(after))
    return char in "/／"


def _parted(text: str, parts: Callable[[str, str, str], bool]) -> list[str]:
    """A text parted at characters, with what stands before and after them, outside of brackets."""
    pieces, depth = [""], 0
    closed = sum(char in _OPEN for char in text) == sum(char in _SHUT for char in text)
    for at, char in enumerate(text):
        depth += closed * ((char in _OPEN) - (char in _SHUT))
        if depth <= 0 and parts(text[at - 1 : at], char, text[at + 1 : at + 2]):
            pieces.append("")
        else:
            pieces[-1] += char
    return [each.strip() for each in pieces if each.strip()]
