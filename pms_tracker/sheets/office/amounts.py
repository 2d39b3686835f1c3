"""Amounts as offices write them: 1.5万件, 約300名, 100～200件, 5,000超; a number, or a range."""

import re
from dataclasses import dataclass
from unicodedata import normalize

_TIMES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "億": 100_000_000}
_TIME = "|".join(sorted(_TIMES, key=len, reverse=True))
_NUMBER = rf"(?P<{{0}}>[0-9]+(?:\.[0-9]+)?)(?P<{{0}}_times>{_TIME})?"
# What is counted one by one; boxes and volumes hold nobody knows how many.
_COUNTERS = r"(?:件|名|人|社|者|世帯|レコード)?(?:様|分)?"
# Sheets and the like are about as many as what they are about.
_ABOUT_AS_MANY = r"(?:枚|通|部|口|個|票|筆|組)"
_ABOUT = re.compile(
    r"^(?:約|およそ|おおよそ|おおむね|概ね|凡そ|常時|最大|延べ|のべ|計|推定|毎年|年間|月間)"
    r"|(?:程度|前後|ほど|くらい|位|弱|強|余り?|以内)$"
)
_RANGE = re.compile(
    _NUMBER.format("low") + _COUNTERS + r"(?:~|-|から|ないし|乃至)" + _NUMBER.format("high")
    + _COUNTERS
)  # fmt: skip
_ONE = re.compile(
    r"(?P<more>>=?|>)?" + _NUMBER.format("number") + rf"(?:{_ABOUT_AS_MANY}|{_COUNTERS})"
    r"(?P<bound>以上|超え?|を超える|より多い|以下|未満|\+|~|-)?"
)
_WITHIN = re.compile(r"[^0-9]+" + _NUMBER.format("number") + r"(?:件|名|人)[^0-9]*")
_BRACKETS = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_MORE = {"超", "超え", "を超える", "より多い"}


@dataclass(frozen=True)
class Amount:
    """From how many to how many; `most` is None where nobody says. `sure` is whether the words say
    it without about, brackets or another counter."""

    least: int
    most: int | None
    sure: bool = True


def amount(text: str) -> Amount | None:
    """The amount that a text says; None where it says none."""
    plain = re.sub(r"[\s,]", "", normalize("NFKC", text)).casefold()
    plain = re.sub(r"[〜−–―ー]", "~", plain)
    bare = _BRACKETS.sub("", plain)
    about = bare != plain
    while (less := _ABOUT.sub("", bare)) != bare:
        bare, about = less, True
    if found := _RANGE.fullmatch(bare):
        # 2～3千 are thousands both.
        times = found["low_times"] or found["high_times"]
        low, high = _whole(found["low"], times), _whole(found["high"], found["high_times"])
        return Amount(low, high, not about) if low <= high else None
    found = _ONE.fullmatch(bare)
    if found is None:
        # Words with one number that counts: 顧客500件.
        within = _WITHIN.fullmatch(bare)
        number = _whole(within["number"], within["number_times"]) if within else 0
        return Amount(number, number, sure=False) if within else None
    about |= re.search(_ABOUT_AS_MANY, bare) is not None
    return _bounded(_whole(found["number"], found["number_times"]), found, about=about)


def _bounded(number: int, found: re.Match[str], *, about: bool) -> Amount:
    bound = found["bound"] or ""
    if bound in _MORE or found["more"] == ">":
        return Amount(number + 1, None, not about)
    if bound in {"以上", "+", "~", "-"} or found["more"]:
        return Amount(number, None, not about)
    if bound in {"以下", "未満"}:
        return Amount(0, number if bound == "以下" else max(number - 1, 0), not about)
    return Amount(number, number, not about)


def _whole(number: str, times: str | None) -> int:
    # Digits as they stand: 0.3 is no number of the machine's.
    whole, _, part = number.partition(".")
    factor: int = _TIMES.get(times or "", 1)
    return int(whole) * factor + int(part or 0) * factor // int(10 ** len(part))
