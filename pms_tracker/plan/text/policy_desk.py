"""The desk for requests and complaints as a policy tells of it: role, telephone, mail, hours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pms_tracker.kernel.era_dates import fold

ROLE = re.compile(
    r".*?(?:[Dd]esk|[Oo]ffice|Customer (?:[Ss]upport|[Ss]ervices?|[Cc]are)|[Pp]rivacy [Tt]eam"
    r"|Guest Services|Department|Division"
    r"|(?:Privacy|Data [Pp]rotection) [Oo]fficer"
    r"|窓口|管理責任者|管理者|責任者|相談室|担当者?|事務局(?:\S{1,8}?[部課係室](?=[\s:(]|$))?)"
    # A word of an address for mail is no desk.
    r"(?!\S*@)"
)
# How a desk is called at its end where nothing says that it is one.
_ENDS = (
    r"(?:窓口|センター|事務局|相談[室所]|デスク|サポート|受付|担当者?|責任者|管理者|フロント|教頭|書記局|[寺社]務所|(?:総務|人事|経理|広報|企画|管理|業務|営業|法務|品質\S{0,2})グループ|事務[所室]|[本支]部|支店|支所|本店|班"
    r"|[部課係室](?!長))"
)
_PART = r"[^\s、。:()「」]"
_DESK = re.compile(rf"(?:{_PART}{{1,20}}\s)?{_PART}{{1,24}}?{_ENDS}(?:\s{_PART}{{1,16}}?{_ENDS})?")
# How far before its telephone a desk is looked for: a pattern of blanks costs their square.
_WIDEST = 120
# The words between a desk and its telephone, in one line.
_BEFORE_PHONE = re.compile(
    r"(?P<desk>\S.*?)[\s(:]*(?:お?電話(?:番号)?|tel(?:ephone)?\.?|℡|☎|直通|代表|フリー(?:ダイヤル|コール))[\s:(]*$"
    r"|(?P<near>\S.*?)[\s(]*$",
    re.I,
)
_PREFIX = re.compile(
    r"^(?:[・■●◆▼▶※\s]*)(?:(?:個人情報(?:に関する|の))?お?問い?合わ?せ先|ご?連絡先|窓口|宛先|送付先|請求先|(?:請求|申出|受付)の窓口|担当(?:部署|窓口)?|部署名?|部門名?|contact|att(?:n|ention)\.?)\s*(?::\s*|\t\s*|\s{2,})",
    re.I,
)
# Whose desk it is, where it says so itself.
_WHOSE = re.compile(r"\S{0,20}(?:会社|法人|組合|\(株\))\S{0,20}\s+(?=\S)")
_POSITION = re.compile(
    r"\s*:\s*\S*?(?:[部課室係店校長役者]|窓口|担当|センター|事務局)(?=\s|$)"
    # Behind a blank alone a name may stand.
    r"|\s+\S{0,12}?(?:[部課室係店校園院所支][次]?長|取締役|執行役員)(?=\s|$)"
)
_PHONE = re.compile(
    r"(?<![0-9-])(?:\+81[- ]?|\(?0)[0-9]{1,4}[-() ]{1,2}[0-9]{1,4}[-() ]{1,2}[0-9]{3,4}(?![0-9-])"
    r"|(?<![0-9-])0[0-9]{9,10}(?![0-9-])"
    r"|(?<![0-9-])0[0-9]{3,4} [0-9]{5,6}(?![0-9-])"
    r"|(?<![0-9.])0[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{3,4}(?![0-9.])"
    # North American: (555) 010-0199.
    r"|(?<![0-9-])(?:1-)?(?:\([2-9][0-9]{2}\)\s?|[2-9][0-9]{2}-)[0-9]{3}-[0-9]{4}(?![0-9-])"
    # Of any country: +353 1 555 0100, +44 (0)20 7946 0000.
    r"|(?<![0-9-])\+[1-9][0-9]{0,2}(?:[-() ]{1,2}[0-9]{1,5}){2,5}(?![0-9-])"
)
# As it is written from top to bottom: 〇三―一二三四―五六七八.
_UPRIGHT = re.compile(
    r"[〇一二三四五六七八九]{2,5}-[〇一二三四五六七八九]{1,4}-[〇一二三四五六七八九]{3,4}"
)
_FIGURES = {ord(kanji): str(n) for n, kanji in enumerate("〇一二三四五六七八九")}
# Within a house it may be all there is.
_EXTENSION = re.compile(r"内線(?:番号)?\s?:?\s?[0-9]{2,5}(?![0-9])")
# A telephone that takes facsimiles too.
_BOTH = r"(?:電話|tel(?:ephone)?)\s?[/・&及兼]\s?び?"
_FAX_BEFORE = re.compile(rf"(?P<both>{_BOTH})?(?:FAX|ファ[ック]クス|ファクシミリ)[^0-9]*$", re.I)
# So many lines away from the telephone what else a desk has may stand.
_NEAR = 4
# Some write the sign in words, against machines that collect addresses.
_AT = r"(?:@|\s?[\[({<](?:at|アットマーク|アット|@)[\])}>]\s?)"
_MAIL = re.compile(
    rf"[A-Za-z0-9][A-Za-z0-9_.+-]{{0,63}}{_AT}[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{2,63}}){{1,5}}"
)
# Who is written to, in a sentence.
_WRITTEN_TO = re.compile(
    r"(?:(?:chief )?(?:data protection|privacy) (?:officer|team|office|desk|lead|manager)"
    r"|個人情報\S{0,8}?窓口)",
    re.I,
)
_HOURS = re.compile(
    r"(?:受付|営業|対応|電話|相談|お?問い?合わ?せ)\S{0,6}?時間\s*:?\s*(?P<hours>[^\s:].*)"
    r"|(?P<span>(?:平日|月\S金\S?)?\s*[0-9]{1,2}(?::[0-9]{2}|時)\s*(?:[~〜-]|から)\s*[0-9].*)"
)
_HEADS_DESK = re.compile(
    r"[\[【〔〈《<]?\s?[^。、:]{0,20}?(?:窓口|お?問い?合わ?せ先?|連絡先|相談先|申出先)\s?[\]】〕〉》>]?"
)
_OPENING, _CLOSING = "(（[［【〔「『〈《<", ")）]］】〕」』〉》>"


@dataclass(frozen=True)
class Contact:
    """The desk as found; `role` without the name of the person who holds it, `phone` half-width."""

    role: str | None = None
    phone: str | None = None
    hours: str | None = None
    mail: str | None = None


def contact(lines: Sequence[str]) -> Contact:
    """The desk for requests and complaints: telephone, mail, hours, the role nearest above them.

    Where there is no telephone the role is that nearest above the address for mail.
    """
    folded = [fold(line)[0] for line in lines]
    mails = [(i, hit) for i, line in enumerate(folded) if (hit := _MAIL.search(line))]
    calls = [(i, hit) for i, line in enumerate(folded) if (hit := _phone(line))]
    calls = calls or [(i, hit) for i, line in enumerate(folded) if (hit := _EXTENSION.search(line))]
    at, hit = calls[0] if calls else (len(lines), None)
    told = (calls or mails)[:1]
    near = [line for i, _ in told for line in reversed(lines[max(0, i - _NEAR) : i + 1])]
    elsewhere = (
        line
        for line, half in zip(lines, folded, strict=True)
        if ":" in half or line.endswith("窓口")
    )
    beside = _beside(lines[at], hit.start()) if hit else None
    roles = (
        (None if calls else written(_WRITTEN_TO, line)) or _role(line) or _desk(line)
        for line in near
    )
    others = (_role(line) for line in elsewhere)
    sentence = (written(_WRITTEN_TO, line) for line in near)
    hours = (_hours(line) for line in [*lines[at:], *lines[:at]])
    return Contact(
        beside or next(filter(None, (*roles, *others, *sentence)), None),
        _alone(hit[0]) if hit else None,
        next(filter(None, hours), None),
        _address(mails, at),
    )


def _address(mails: Sequence[tuple[int, re.Match[str]]], at: int) -> str | None:
    """The address for mail near the telephone, else the first."""
    beside = (hit[0] for i, hit in mails if abs(i - at) <= _NEAR)
    return next(beside, mails[0][1][0] if mails else None)


def is_desk(line: str) -> bool:
    """Whether a line is no more than the name of a desk, and no heading above one."""
    return _desk(line) is not None and not re.search(r"窓口|問い?合|連絡先|受付$", line)


def heads_desk(line: str) -> bool:
    """Whether a line heads a desk and says no more: 【窓口】, お問い合わせ先."""
    return bool(_HEADS_DESK.fullmatch(fold(line[:41])[0]))


def has_phone(line: str) -> bool:
    """Whether a line tells a telephone number."""
    return _phone(fold(line)[0]) is not None


def _phone(folded: str) -> re.Match[str] | None:
    if upright := _UPRIGHT.search(folded):
        folded = folded.replace(upright[0], upright[0].translate(_FIGURES))
    for match in _PHONE.finditer(folded):
        before = _FAX_BEFORE.search(folded[: match.start()])
        if before is None or before["both"]:
            return match
    return None


def _beside(line: str, begin: int) -> str | None:
    """The desk just before its telephone in one line, as in 総務課（電話 03-…）で受けます。"""
    folded, origins = fold(line)
    match = _BEFORE_PHONE.fullmatch(folded, max(0, begin - _WIDEST), begin)
    if match is None:
        return None
    # Of a sentence only the words since the last particle or mark.
    group = "desk" if match["desk"] else "near"
    tail = re.split(
        r"[、。:]|^[A-Z][0-9]{0,2}[.)]\s*|(?<=[はがをにでとへもの])(?=[一-鿿ァ-ヶA-Za-z])",
        match[group],
    )[-1]
    start = match.end(group) - len(tail)
    if not _DESK.fullmatch(tail.strip()):
        return None
    return _alone(_bare(line[origins[start] : origins[match.end(group) - 1] + 1])) or None


def _desk(line: str) -> str | None:
    """A short line that is called as desks are, without what says that one is meant."""
    bare = _bare(line)
    if len(bare) > 30 or not _DESK.fullmatch(fold(bare)[0]):
        return None
    return _alone(bare)


def _bare(line: str) -> str:
    folded, origins = fold(line)
    at = 0
    for pattern in (_PREFIX, _WHOSE):
        match = pattern.match(folded, at)
        at = match.end() if match and match.end() < len(origins) else at
    return line[origins[at] if at else 0 :].strip(" \u3000・■●◆▼▶【】[]<>〈〉「」※")


def _role(line: str) -> str | None:
    if len(line) > 60 or "。" in line:
        return None
    line = _bare(line)
    folded, origins = fold(line)
    match = ROLE.match(folded)
    # 電話 0000-11-2233 担当: what stands before it is no part of its name.
    if match is None or _PHONE.search(match[0]):
        return None
    position = _POSITION.match(folded, match.end())
    end = (position or match).end()
    return _alone(line[: origins[end - 1] + 1].strip(" \u3000【】[]<>〈〉「」"))


def _hours(line: str) -> str | None:
    if len(line) > 80 or "。" in line or not re.search("[時:：︓﹕]", line):
        return None
    found = written(_HOURS, line, "hours") or written(_HOURS, line, "span")
    return _alone(found) or None if found else None


def _alone(found: str) -> str:
    """What was found without the brackets that only its surroundings open or close.

    It ends where a bracket closes that was opened before it.
    """
    found = found.lstrip(f"{_CLOSING} \u3000")
    opened: list[int] = []
    for at, char in enumerate(found):
        if char in _OPENING:
            opened.append(at)
        elif char in _CLOSING and opened:
            opened.pop()
        elif char in _CLOSING:
            found = found[:at]
            break
    return "".join(char for at, char in enumerate(found) if at not in opened).strip()


def written(pattern: re.Pattern[str], text: str, group: str | int = 0) -> str | None:
    """The part of the text as written that the pattern finds in its half-width form."""
    folded, origins = fold(text)
    match = pattern.search(folded)
    if match is None or not match[group]:
        return None
    return text[origins[match.start(group)] : origins[match.end(group) - 1] + 1]
