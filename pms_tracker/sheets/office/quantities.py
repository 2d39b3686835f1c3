"""What cells say in figures: amounts and days.

Amounts are numbers or ranges: 1.5万件, 約300名, 100～200件, 5,000超. Days may have a time or 現在
behind; of a month alone it is about its first, or its last where that is a limit; a year that is
left out stands in a title.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from pms_tracker.kernel.era_dates import DayNotRead, parse_day
from pms_tracker.kernel.locales.fiscal_years import FiscalStart, fiscal_year_bounds

# Whatever is longer says no amount and no day, and is not searched for one.
LONGEST = 200
_TIMES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "億": 100_000_000}
_TIME = "|".join(sorted(_TIMES, key=len, reverse=True))
_NUMBER = rf"(?P<{{0}}>[0-9]+(?:\.[0-9]+)?)(?P<{{0}}_times>{_TIME})?"
# What is counted one by one; boxes and volumes hold nobody knows how many.
_COUNTERS = r"(?:件|名|人|社|者|世帯|レコード)?(?:様|分)?"
# Sheets and the like are about as many as what they are about.
_ABOUT_AS_MANY = r"(?:枚|通|部|口|個|票|筆|組)"
_ABOUT = re.compile(
    r"^(?:約|about|approx\.?|およそ|おおよそ|おおむね|概ね|凡そ|常時|最大|延べ|のべ|計|推定|毎年|年間|月間|毎月|[年月](?=約?[0-9]))"
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
_IN_PARTS = re.compile(r"([0-9]{1,4})万([0-9]{1,4})(千)?")
_WITHIN = re.compile(r"[^0-9]+" + _NUMBER.format("number") + r"(?:件|名|人)[^0-9]*")
_BRACKETS = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_MORE = {"超", "超え", "を超える", "より多い"}
# What says how a day is meant, and none of it.
_BEHIND = re.compile(
    r"(?:[\sT]*(?:午前|午後|am|pm)?[\sT]*(?<![0-9])[0-9]{1,2}"
    r"(?::[0-9]{2}(?::[0-9]{0,2})?|時(?:[0-9]{1,2}分?|半)?)(?:頃|ごろ)?|現在|時点|付け?|締結)+$",
    re.IGNORECASE,
)
_ABOUT_DAY = re.compile(r"^(?:約|おおよそ)|(?:頃|ごろ|から|より|以降|まで|~|中|内)$")
# The thirds of a month: the first day of each, and the last.
_THIRDS = {"初旬": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, None)}
_THIRD = re.compile(r"の?(?P<third>初旬|上旬|中旬|下旬)$")
_MONTH = re.compile(r"(?P<year>[^年/.-]+)(?P<mark>年度?|[/.-])(?P<month>[0-9]{1,2})月?")
_FISCAL = re.compile(r"(?P<year>.+?)年度の?(?:末|末日|中|内|まで|終わり)?")
# From a day to another: 2024/4/1～2027/3/31.
_RUN = re.compile(
    r"(?P<first>.*[0-9日月])\s*(?:~|から|より|-(?=\D|[0-9]{4}))\s*(?P<last>.*?)(?:まで)?"
)
# A day with words behind it that say what was done on it: 2025/10/23 速報, R7.7.3（電話）.
_BEFORE = re.compile(r"(?P<day>\S{0,12}[0-9]日?)[\s(:、]{0,3}(?P<words>[^0-9]{1,40})")
# Days without a year; of a day alone, a title tells the month too.
_OF_YEAR = re.compile(r"(?P<month>[0-9]{1,2})(?:月|[/.])(?P<day>[0-9]{1,2})日?(?:\([^)]*\))?")
_OF_MONTH = re.compile(r"(?P<day>[0-9]{1,2})日?(?:\([^)]*\))?")
# The year or month that a title tells: 2026年度, 令和8年4月, 2026.4; a sheet may be 4月 alone.
_TITLED = re.compile(
    r"(?P<year>[0-9]{4}|(?:令和|平成|[RH])\s*(?:[0-9]{1,2}|元))"
    r"(?:\s*(?P<fiscal>年度)|(?:\s*年\s*|[./])(?P<month>[0-9]{1,2})(?![0-9]|月\s*[0-9]|[./][0-9])|\s*年(?!\s*[0-9]))"
)
# A year in which a form was made is none of its rows.
_OF_FORM = re.compile(r"改[訂定]|制定|作成|更新|施行|第[0-9]+版")
_MONTH_ALONE = re.compile(r"(?P<month>[0-9]{1,2})月(?:分|度)?")


@dataclass(frozen=True)
class Amount:
    """From how many to how many; `most` is None where nobody says. `sure` is whether the words say
    it without about, brackets or another counter."""

    least: int
    most: int | None
    sure: bool = True


def amount(text: str) -> Amount | None:
    """The amount that a text says; None where it says none."""
    if len(text) > LONGEST:
        return None
    plain = re.sub(r"[\s,]", "", normalize("NFKC", text)).casefold()
    plain = re.sub(r"[〜−–―ー]", "~", plain)
    # 1万5千 is one number.
    plain = _IN_PARTS.sub(_one_number, plain)
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


def _one_number(found: re.Match[str]) -> str:
    return str(int(found[1]) * 10_000 + int(found[2]) * (1_000 if found[3] else 1))


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


def day_in(text: str, *, until: bool = False) -> tuple[date, bool] | None:
    """The day that words tell, and whether for sure: of a month alone it is its first day, and its
    last where something lasts `until` then, or is due."""
    if len(text) > LONGEST:
        return None
    plain = normalize("NFKC", text).strip()
    said = _BEHIND.sub("", plain).strip()
    if (day := _day(said)) is not None:
        return day, True
    end = _MONTH.fullmatch(said.removesuffix("日").removesuffix("末").removesuffix("の"))
    if said.endswith(("末", "末日")) and end and (last := _last_of(end)) is not None:
        return last, True
    about = _ABOUT_DAY.sub("", _BRACKETS.sub("", said).strip()).strip()
    found = _in_month(_BEHIND.sub("", about), until=until) or _day(about)
    return (found, False) if found is not None else None


def _in_month(text: str, *, until: bool) -> date | None:
    """The first day of a month or of a third of it, or the last."""
    third = _THIRD.search(text)
    first, last = _THIRDS[third["third"]] if third else (1, None)
    month = _MONTH.fullmatch(_THIRD.sub("", text))
    if month is None:
        return None
    if until and last is None:
        return _last_of(month)
    return _day(f"{month['year']}年{month['month']}月{last if until else first}日")


def year_end_in(text: str, start: FiscalStart) -> tuple[date, bool] | None:
    """The last day of the fiscal year that words name, as an office means it that is to have done
    something within 2026年度; not for sure."""
    plain = normalize("NFKC", text).strip()
    found = _FISCAL.fullmatch(plain) if len(plain) <= LONGEST else None
    # The year of an era is that of its day in summer.
    day = _day(f"{found['year']}年7月1日") if found else None
    return (fiscal_year_bounds(day.year, start)[1], False) if day is not None else None


def day_before(text: str, *, until: bool = False) -> date | None:
    """The day that words begin with, whatever they say behind it; with `until` also that to which
    a run lasts whose first day nobody says: ～2026/3/31."""
    if len(text) > LONGEST:
        return None
    plain = re.sub(r"[〜−–]", "~", normalize("NFKC", text).strip())
    if until and plain.startswith("~"):
        found = day_in(plain[1:].removesuffix("まで"), until=True)
        return found[0] if found else None
    behind = _BEFORE.fullmatch(plain)
    return _day(behind["day"]) if behind else None


def _last_of(month: re.Match[str]) -> date | None:
    """The last day of a month; an era's year is read as it is written."""
    first = _day(f"{month['year']}年{month['month']}月1日")
    return first and first.replace(day=monthrange(first.year, first.month)[1])


def bare_number(text: str) -> str:
    """A number without marks of thousands, and without what it counts."""
    return re.sub(r"[\s,]|[件名人回個社]$", "", normalize("NFKC", text).strip())


def days_of_run(text: str) -> tuple[date, date] | None:
    """The first and the last day of a run that is written from one to the other."""
    parts = parts_of_run(text)
    days = [_day(each) or _in_month(each, until=place > 0) for place, each in enumerate(parts)]
    first, last = days if len(days) == 2 else (None, None)
    return (first, last) if first is not None and last is not None and first <= last else None


def parts_of_run(text: str) -> tuple[str, ...]:
    """The words for the first and the last day of a run; none for what is written as no run."""
    run = _RUN.fullmatch(re.sub(r"[〜−–]", "~", normalize("NFKC", text).strip()))
    return (run["first"].strip(), run["last"].strip()) if run and run["last"] else ()


def day_within(text: str, titles: Iterable[str], first_month: int) -> date | None:
    """The day of words without a year, by titles that tell it, the nearest first; a fiscal year
    begins with `first_month`."""
    found = _month_and_day(text) or _OF_MONTH.fullmatch(normalize("NFKC", text).strip())
    if found is None:
        return None
    year, fiscal, month = _told_by(titles)
    month = int(found.groupdict().get("month") or month)
    if not year or not month:
        return None
    later = fiscal and month < first_month
    return _day(f"{year + later}年{month}月{found['day']}日")


def day_in_year(text: str, year: int) -> date | None:
    """The day of words that tell month and day alone, or begin with these, in a year."""
    found = _month_and_day(text)
    return _day(f"{year}年{found['month']}月{found['day']}日") if found else None


def _month_and_day(text: str) -> re.Match[str] | None:
    plain = normalize("NFKC", text).strip()
    before = _BEFORE.fullmatch(plain) if len(plain) <= LONGEST else None
    return _OF_YEAR.fullmatch(plain) or (_OF_YEAR.fullmatch(before["day"]) if before else None)


def _told_by(titles: Iterable[str]) -> tuple[int, bool, int]:
    """The year that titles tell, whether it is a fiscal one, and the month; 0 where none does."""
    year, fiscal, month = 0, False, 0
    for title in titles:
        plain = normalize("NFKC", title).strip()
        alone = _MONTH_ALONE.fullmatch(plain)
        told = None if _OF_FORM.search(plain) else _TITLED.search(plain)
        if told and not year:
            # The year of an era is that of its day in summer.
            day = _day(f"{told['year']}年7月1日")
            year, fiscal = (day.year, bool(told["fiscal"])) if day else (0, False)
        month = month or int((alone or told or {"month": 0})["month"] or 0)
    return year, fiscal, month


def _day(text: str) -> date | None:
    try:
        return parse_day(text)
    except DayNotRead:
        return None
