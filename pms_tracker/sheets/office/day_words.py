"""Days as cells have them: with a time, with 現在 behind; of a month alone, about its first."""

import re
from datetime import date
from unicodedata import normalize

from pms_tracker.kernel.era_dates import DayNotRead, parse_day

# What says how a day is meant, and none of it.
_BEHIND = re.compile(
    r"(?:[\sT]+[0-9]{1,2}[:時][0-9]{2}(?:[:分][0-9]{0,2}秒?)?|現在|時点|付け?|締結)+$"
)
_ABOUT = re.compile(r"^(?:約|おおよそ)|(?:頃|ごろ|初旬|上旬|から|より|以降|~)$")
_BRACKETS = re.compile(r"\([^)]*\)")
_MONTH = re.compile(r"(?P<year>[^年/.-]+)(?P<mark>年度?|[/.-])(?P<month>[0-9]{1,2})月?")


def day_in(text: str) -> tuple[date, bool] | None:
    """The day that words tell, and whether for sure: of a month alone it is its first day."""
    plain = normalize("NFKC", text).strip()
    said = _BEHIND.sub("", plain).strip()
    if (day := _day(said)) is not None:
        return day, True
    about = _ABOUT.sub("", _BRACKETS.sub("", said).strip()).strip()
    month = _MONTH.fullmatch(_BEHIND.sub("", about))
    found = _day(f"{month['year']}年{month['month']}月1日") if month else _day(about)
    return (found, False) if found is not None else None


def _day(text: str) -> date | None:
    try:
        return parse_day(text)
    except DayNotRead:
        return None
