"""Days as people in Japan write them, in Japanese or English: read, found in a text, by era."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class _Era(NamedTuple):
    name: str
    letter: str
    year_before: int
    first: date
    last: date


# A day of change carries both names by law (明治45年7月30日 is 大正元年7月30日) up to 昭和; the two
# later changes took effect at midnight. 明治 starts where Japan's calendar became Gregorian.
_ERAS = (
    _Era("令和", "R", 2018, date(2019, 5, 1), date.max),
    _Era("平成", "H", 1988, date(1989, 1, 8), date(2019, 4, 30)),
    _Era("昭和", "S", 1925, date(1926, 12, 25), date(1989, 1, 7)),
    _Era("大正", "T", 1911, date(1912, 7, 30), date(1926, 12, 25)),
    _Era("明治", "M", 1867, date(1873, 1, 1), date(1912, 7, 30)),
)
_ERA_OF = {key: era for era in _ERAS for key in (era.name, era.letter, era.name[0])}
FIRST_DAY = _ERAS[-1].first
LAST_YEAR = 2999

_DIGITS = "〇一二三四五六七八九"
_KANJI = _DIGITS + "零十百千"
_BLANK = r"[^\S\r\n]{0,8}"
_NUMBER = rf"(?:[0-9]{_BLANK}[0-9]?|[{_KANJI}]{{1,4}})"
_NAMES = "|".join(_BLANK.join(era.name) for era in _ERAS)
_INITIALS = "".join(era.name[0] for era in _ERAS)
_ERA = rf"(?P<era>{_NAMES}|(?<![A-Za-z0-9])[MTSHRmtshr])"
_OTHER_YEAR = (
    rf"\({_BLANK}(?:(?P<other_era>{_NAMES}){_BLANK}(?P<other_era_year>元|{_NUMBER})"
    rf"|(?P<other_year>[0-9]{{4}})){_BLANK}年{_BLANK}\){_BLANK}"
)
_WRITTEN = re.compile(
    rf"(?:{_ERA}{_BLANK}(?P<era_year>元|{_NUMBER})"
    rf"|(?<![0-9{_KANJI}])(?P<year>[0-9](?:{_BLANK}[0-9]){{3}}|[{_KANJI}]{{2,8}}))"
    rf"{_BLANK}年{_BLANK}(?:{_OTHER_YEAR})?"
    rf"(?P<month>{_NUMBER}){_BLANK}月{_BLANK}(?P<day>{_NUMBER}){_BLANK}日"
)
# 平30.6.1: only with figures all through, since 平 and 大 begin many words.
_SHORT_ERA = rf"(?P<era>{_NAMES}|(?<![A-Za-z0-9])[MTSHRmtshr]|(?<![一-鿿])[{_INITIALS}])"
_PUNCTUATED = re.compile(
    rf"(?:{_SHORT_ERA}{_BLANK}(?P<era_year>元|[0-9]{{1,2}})"
    r"|(?<![A-Za-z0-9])(?P<year>[0-9]{4}))"
    rf"{_BLANK}(?P<mark>[./-]){_BLANK}(?P<month>[0-9]{{1,2}})"
    rf"{_BLANK}(?P=mark){_BLANK}(?P<day>[0-9]{{1,2}})(?![0-9])(?!(?P=mark)[0-9])"
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_MONTH_NAME = (
    rf"(?P<month_name>sept|{'|'.join(f'{each[:3]}(?:{each[3:]})?' for each in _MONTHS)})\.?"
)
_DAY_NUMBER = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_ENGLISH = tuple(
    re.compile(written, re.IGNORECASE)
    for written in (
        rf"(?<![A-Za-z0-9])(?<![0-9][./-]){_DAY_NUMBER}{_BLANK}-?(?:of)?{_BLANK}{_MONTH_NAME}"
        rf"{_BLANK}[,-]?{_BLANK}(?P<year>[0-9]{{4}})(?![0-9])",
        rf"(?<![A-Za-z0-9]){_MONTH_NAME}{_BLANK}{_DAY_NUMBER}"
        rf"{_BLANK},?{_BLANK}(?P<year>[0-9]{{4}})(?![0-9])",
    )
)
# 25/04/2022, 04/25/2022: which is the month, only a figure above twelve tells.
_YEAR_LAST = re.compile(
    r"(?<![A-Za-z0-9])(?<![0-9][./-])(?P<first>[0-9]{1,2})(?P<mark>[./-])(?P<second>[0-9]{1,2})"
    r"(?P=mark)(?P<year>(?:19|20)[0-9]{2})(?![0-9])(?![./-][0-9])"
)
_MONTH_ALONE = (
    re.compile(
        rf"(?:(?:{_ERA}){_BLANK}(?:元|{_NUMBER})|(?<![0-9{_KANJI}])(?:[0-9]{{4}}|[{_KANJI}]{{4}}))"
        rf"{_BLANK}年{_BLANK}{_NUMBER}{_BLANK}月(?!{_BLANK}[0-9{_KANJI}])"
    ),
    re.compile(rf"(?<![A-Za-z0-9]){_MONTH_NAME},?{_BLANK}[0-9]{{4}}(?![0-9])", re.IGNORECASE),
)
# 12/1, 12月1日: of no year, so only what happened is read of it. The month comes first.
_NO_YEAR = re.compile(
    r"(?P<month>[0-9]{1,2})(?:[./-](?P<day>[0-9]{1,2})|月(?P<day_of_month>[0-9]{1,2})日)"
)
_LETTERS = re.compile(r"[A-Za-z]{3}")
_EIGHT_DIGITS = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_WEEKDAY = re.compile(r"(?:\([日月火水木金土](?:曜日?)?\)|[日月火水木金土]曜日?)$")
_ENGLISH_WEEKDAY = r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_ENGLISH_WEEKDAYS = re.compile(rf"^{_ENGLISH_WEEKDAY},?|,?\({_ENGLISH_WEEKDAY}\)$", re.IGNORECASE)
# Without a figure, as \d knows those of every width, there is no date.
_NUMBERED = re.compile(rf"[\d{_KANJI}①-⓿]")
_KANJI_NUMBER = re.compile(
    "".join(rf"(?:([一二三四五六七八九]?){unit})?" for unit in "千百十") + "([一二三四五六七八九]?)"
)
_DASHES = dict.fromkeys("‐‒–—―−", "-")


class DayNotRead(ValueError):
    """Text that is no day.

    `reason` is "not_a_date" (values: month, if there is no such month; year, if the text gives two
    years that differ), "year_out_of_range" for one that nobody means, "no_such_day" (values: year,
    month, last_day) or "era_not_begun" (values: era, first_day), so that a form can say what to
    enter instead.
    """

    def __init__(self, reason: str, **values: int | str | date) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


@dataclass(frozen=True)
class FoundDay:
    """A date at text[start:end]; without a `day` it is refused, `problem` says why.

    `problem` is a reason of DayNotRead, "no_day" for a month alone, or beside a day "era_ended"
    (values: era, last_day), since the year is counted past its era's end, as texts written before
    the change rightly do, and "day_or_month" (values: other), since 01/04 may be either of two.
    """

    start: int
    end: int
    quote: str
    day: date | None
    problem: str | None = None
    values: Mapping[str, int | str | date] = field(default_factory=dict, compare=False)


class _HalfWidth(dict[int, str]):
    """What each character becomes, found once for each that texts are written with."""

    def __missing__(self, ordinal: int) -> str:
        pieces = unicodedata.normalize("NFKC", chr(ordinal))
        folded = "".join(_DASHES.get(piece, piece) for piece in pieces)
        # What lies beyond the basic plane is too much to keep.
        return self.setdefault(ordinal, folded) if ordinal < 0x10000 else folded


_HALF_WIDTH = _HalfWidth()


def fold(text: str) -> tuple[str, list[int]]:
    """Half-width text (NFKC, one kind of dash) and, for each character, where it came from."""
    folded = text if text.isascii() else text.translate(_HALF_WIDTH)
    # No character becomes nothing: as many as before are each in its place.
    if len(folded) == len(text):
        return folded, list(range(len(text)))
    pieces = (_HALF_WIDTH[ord(character)] for character in text)
    return folded, [i for i, piece in enumerate(pieces) for _ in piece]


def parse_past_day(text: str, today: date) -> date:
    """Read one day of what happened, as `parse_day` does; without a year it is the last such day up
    to today, of this year or the last. Raises DayNotRead."""
    match = _NO_YEAR.fullmatch(_compact(text))
    if match is None:
        return parse_day(text)
    month, day = int(match["month"]), int(match["day"] or match["day_of_month"])
    if (month, day) <= (today.month, today.day):
        return _existing_day(today.year, month, day)
    return _existing_day(today.year - 1, month, day)


def _compact(text: str) -> str:
    """A day as it is typed, without blanks and its weekday."""
    compact = re.sub(r"[\s\u200b\ufeff]", "", fold(text)[0]).replace("ー", "-")
    return _ENGLISH_WEEKDAYS.sub("", _WEEKDAY.sub("", compact))


def parse_day(text: str) -> date:
    """Read one day as typed in a form: 2026/11/24, 20261124, 令和8年11月24日, R8.11.24, 元年, 十月,
    24 Nov 2026, November 24, 2026.

    Blanks, full width and a weekday at the end are tolerated; the weekday is not compared. An era
    year past the era's end counts on (平成31年5月1日 is 2019-05-01). Raises DayNotRead.
    """
    compact = _compact(text)
    for pattern in (_WRITTEN, _PUNCTUATED, *_ENGLISH, _EIGHT_DIGITS):
        if match := pattern.fullmatch(compact):
            return _read(match)[0]
    raise DayNotRead("not_a_date")


def find_days(text: str, *, month_first: bool | None = None) -> list[FoundDay]:
    """Find every date in running text, in reading order, also glued to other words.

    A date needs a year and a day. Eight digits in a row are not taken for a date here: they may as
    well be a registration number. 01/04/2022 is a day whose month is doubtful, unless it is known
    whether the text puts the month first.
    """
    if not _NUMBERED.search(text):
        return []
    folded, origins = fold(text)
    found = [
        FoundDay(start, end, text[start:end], *outcome)
        for match in (*_matches(folded), *_YEAR_LAST.finditer(folded))
        if (outcome := _outcome(match, month_first)) is not None
        for start, end in [(origins[match.start()], origins[match.end() - 1] + 1)]
    ]
    return sorted(found, key=lambda hit: hit.start)


def find_months(text: str) -> list[FoundDay]:
    """Find the months that have no day: 2022年4月, April 2022."""
    if not _NUMBERED.search(text):
        return []
    folded, origins = fold(text)
    spans = {
        (origins[match.start()], origins[match.end() - 1] + 1)
        for pattern in _MONTH_ALONE
        for match in pattern.finditer(folded)
    }
    days = find_days(text) if spans else []
    return [
        FoundDay(start, end, text[start:end], None, "no_day")
        for start, end in sorted(spans)
        if not any(hit.start < end and start < hit.end for hit in days)
    ]


def puts_month_first(text: str) -> bool | None:
    """Whether a text's days such as 04/25/2022 have the month first; None where nothing tells."""
    if not _NUMBERED.search(text):
        return None
    first = second = False
    for match in _YEAR_LAST.finditer(fold(text)[0]):
        first = first or int(match["second"]) > 12 >= int(match["first"])
        second = second or int(match["first"]) > 12 >= int(match["second"])
    return None if first == second else first


def wareki(day: date) -> str:
    """Write a day by era: 令和8年11月24日, 令和元年5月1日. Raises ValueError before 1873-01-01."""
    for era in _ERAS:
        if day >= era.first:
            count = day.year - era.year_before
            return f"{era.name}{'元' if count == 1 else count}年{day.month}月{day.day}日"
    raise ValueError(f"no era date before {FIRST_DAY.isoformat()}")


def read_number(written: str) -> int:
    """Read 24, 元, 二十四 or 二四, with stray blanks. Raises DayNotRead for 十十."""
    compact = re.sub(r"\s", "", written).replace("零", "〇")
    if compact == "元":
        return 1
    if compact.isdecimal():
        return int(compact)
    if all(character in _DIGITS for character in compact):
        return int("".join(str(_DIGITS.index(character)) for character in compact))
    match = _KANJI_NUMBER.fullmatch(compact)
    if match is None:
        raise DayNotRead("not_a_date")
    parts = zip(match.groups(), (1000, 100, 10, 1), strict=True)
    # A unit alone counts once (十 is 10), a missing unit (None) or last digit ("") not at all.
    return sum(
        unit * (_DIGITS.index(digit) if digit else int(unit > 1))
        for digit, unit in parts
        if digit is not None
    )


def _matches(folded: str) -> Iterator[re.Match[str]]:
    # Most lines that hold a figure hold nothing of a day: what it needs is looked for first.
    if "年" in folded:
        yield from _WRITTEN.finditer(folded)
    for pattern in _ENGLISH if _LETTERS.search(folded) else ():
        yield from pattern.finditer(folded)
    for match in _PUNCTUATED.finditer(folded):
        # "S3-1-2" is a form's or a room's number; people put full stops or slashes there.
        is_room = len(match["era"] or "") == 1 and match["mark"] == "-"
        before = folded[max(0, match.start() - 2) : match.start()]
        # What the same mark joins to a figure is a longer number.
        goes_on = before[:1].isdigit() and before[1:] == match["mark"]
        if not is_room and not goes_on:
            yield match


_Outcome = tuple[date | None, str | None, Mapping[str, int | str | date]]


def _outcome(match: re.Match[str], month_first: bool | None) -> _Outcome | None:
    try:
        if "first" in match.groupdict():
            return _year_last(match, month_first)
        day, ended = _read(match)
    except DayNotRead as unread:
        # Nothing named (a year nobody means), or figures that may be a version or a section.
        figures = "mark" in match.groupdict() and (match.groupdict().get("era") or "").isascii()
        if not unread.values or (figures and unread.reason != "no_such_day"):
            return None
        return None, unread.reason, unread.values
    if ended is None:
        return day, None, {}
    return day, "era_ended", {"era": ended.name, "last_day": ended.last}


def _year_last(match: re.Match[str], month_first: bool | None) -> _Outcome:
    first, second, year = (int(match[group]) for group in ("first", "second", "year"))
    doubtful = max(first, second) <= 12 and first != second
    if second > 12 or (doubtful and month_first):
        first, second = second, first
    day = _existing_day(year, second, first)
    if doubtful and month_first is None:
        return day, "day_or_month", {"other": date(year, first, second)}
    return day, None, {}


def _read(match: re.Match[str]) -> tuple[date, _Era | None]:
    groups = match.groupdict()
    era = _era(groups.get("era"))
    year = _year(era, groups.get("era_year"), groups["year"])
    if year > LAST_YEAR or (era is None and year < FIRST_DAY.year):
        raise DayNotRead("year_out_of_range")
    if groups.get("other_era") or groups.get("other_year"):
        other_era = _era(groups["other_era"])
        if _year(other_era, groups["other_era_year"], groups["other_year"]) != year:
            raise DayNotRead("not_a_date", year=year)
    day = _existing_day(year, _month(groups), read_number(groups["day"]))
    if era is None:
        return day, None
    if day < era.first:
        raise DayNotRead("era_not_begun", era=era.name, first_day=era.first)
    return day, era if day > era.last else None


def _era(written: str | None) -> _Era | None:
    return _ERA_OF[re.sub(r"\s", "", written).upper()] if written else None


def _year(era: _Era | None, era_year: str | None, western_year: str | None) -> int:
    if era is None:
        return read_number(western_year or "")
    return era.year_before + read_number(era_year or "")


def _month(groups: Mapping[str, str]) -> int:
    if name := groups.get("month_name"):
        return next(i for i, each in enumerate(_MONTHS, 1) if each[:3] == name[:3].lower())
    return read_number(groups["month"])


def _existing_day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise DayNotRead("not_a_date", month=month)
    last_day = monthrange(year, month)[1]
    if not 1 <= day <= last_day:
        raise DayNotRead("no_such_day", year=year, month=month, last_day=last_day)
    return date(year, month, day)
