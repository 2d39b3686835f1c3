"""Days and instants as people read them: with weekday, in the era where reader or company wish."""

from calendar import day_abbr, month_abbr
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, ngettext

from pms_tracker import clock, locale_in_use
from pms_tracker.kernel import era_dates as era_dates
from pms_tracker.kernel.days import SOON
from pms_tracker.people.firm import people
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Company
from pms_tracker.web.door.access import requires, viewer_or_none
from pms_tracker.web.words.word_cache import once

WEEKDAYS = "月火水木金土日"
# Business days are counted no further than this many days away.
COUNTED = 400

blueprint = Blueprint("days", __name__)

# What `manner` says: words that were drawn for one are not those of another.
Manner: TypeAlias = tuple[str, bool, str]


@dataclass(frozen=True)
class DueWords:
    """How a due day is said: words, tone (late, soon, later) and the day itself."""

    words: str
    tone: str
    day: str


def language() -> str:
    """The reader's language, ja or en."""
    return once("language", None, lambda: str(get_locale() or "ja")[:2])


def company() -> Company | None:
    """The company, read once per request."""
    if "company" not in g:
        g.company = people.company()
    found: Company | None = g.company
    return found


def _era_dates() -> bool:
    return once("era", None, _reads_eras)


def _reads_eras() -> bool:
    viewer = viewer_or_none()
    if viewer is not None and viewer.era_dates is not None:
        return viewer.era_dates
    found = company()
    return found is not None and found.era_dates


def manner() -> Manner:
    """All that decides in which words something is told: the reader's language, whether years are
    told by era, and what the company calls things itself and goes by."""
    return once("manner", None, _manner)


def _manner() -> Manner:
    found = company()
    own = ""
    if found is not None:
        own = f"{found.grade_names}{found.area_names}{found.locale_pack}{found.time_zone}"
        own += f"{found.fiscal_naming}{found.fiscal_start_month}/{found.fiscal_start_day}"
    return language(), _era_dates(), own


def day_text(day: date | None, *, year: bool = True) -> str:
    """2026年11月24日(火), 令和8年11月24日(火) by setting, or Tue 24 Nov 2026."""
    if day is None:
        return ""
    if language() != "ja":
        return f"{day:%a} {day.day} {day:%b %Y}" if year else f"{day:%a} {day.day} {day:%b}"
    weekday = f"({WEEKDAYS[day.weekday()]})"
    if not year:
        return f"{day.month}月{day.day}日{weekday}"
    written = era_dates.wareki(day) if _era_dates() else f"{day.year}年{day.month}月{day.day}日"
    return written + weekday


def short_day(day: date, *, year: bool = False) -> str:
    """A day in figures where room is scarce: 4/10, or 10 Apr; with its year where that differs."""
    if language() != "ja":
        return f"{day.day} {day:%b} {day.year}" if year else f"{day.day} {day:%b}"
    return f"{day.year}/{day.month}/{day.day}" if year else f"{day.month}/{day.day}"


def typed_day(day: date) -> str:
    """A day as a form shows it, to be typed over: 2026/04/10, or 10 Apr 2026."""
    return f"{day:%Y/%m/%d}" if language() == "ja" else short_day(day, year=True)


def month_text(day: date) -> str:
    """The month of a day with its year: 2026年11月, 令和8年11月 by setting, or November 2026."""
    if language() != "ja":
        return f"{day:%B %Y}"
    return (
        f"{era_dates.wareki(day).partition('月')[0]}月"
        if _era_dates()
        else f"{day.year}年{day.month}月"
    )


def weekday_name(weekday: int) -> str:
    """月 or Mon; Monday is 0."""
    return day_abbr[weekday] if language() != "ja" else WEEKDAYS[weekday]


def fiscal_year_text(year: int) -> str:
    """2026年度 or FY 2026, as the company calls the year that starts in a calendar year."""
    return gettext("%(year)s年度", year=locale_in_use.year_name(year))


def month_name(month: int, *, short: bool = False) -> str:
    """4月 or Apr; 4 or A where twelve of them share a narrow line."""
    if language() != "ja":
        return month_abbr[month][:1] if short else month_abbr[month]
    return str(month) if short else f"{month}月"


def instant_text(instant: datetime | None) -> str:
    """A day and the time by the company's wall clock."""
    if instant is None:
        return ""
    local = clock.local(instant)
    return f"{day_text(local.date())} {local:%H:%M}"


def due_words(day: date | None, *, done: bool = False) -> DueWords | None:
    """5日超過, 今日まで, あと3日, or just the day where it is far off or over."""
    if day is None:
        return None
    return once("due", (day, done), lambda: _due_words(day, done=done))


def _due_words(day: date, *, done: bool) -> DueWords:
    shown = day_text(day, year=day.year != clock.today().year)
    left = (day - clock.today()).days
    if done:
        return DueWords(shown, "later", shown)
    if left < 0:
        return DueWords(ngettext("%(num)d日超過", "%(num)d日超過", -left), "late", shown)
    if left == 0:
        return DueWords(gettext("今日まで"), "soon", shown)
    words = ngettext("あと%(num)d日", "あと%(num)d日", left)
    return DueWords(words, "soon" if left <= SOON else "later", shown)


def reading(day: date | None, typed: str = "") -> str:
    """How a typed day was understood: 令和8年12月18日(金)・18営業日後."""
    if not isinstance(day, date):
        return ""
    said = day_text(day)
    if language() == "ja" and day >= era_dates.FIRST_DAY:
        said = f"{era_dates.wareki(day)}({WEEKDAYS[day.weekday()]})"
    away = _away(day)
    said = gettext("%(day)s・%(away)s", day=said, away=away) if away else said
    return said + _after_its_era(typed)


def _after_its_era(typed: str) -> str:
    """The remark on 平成31年5月1日, which is read as the day that is meant."""
    for hit in era_dates.find_days(typed[:40]):
        last = hit.values.get("last_day")
        if hit.problem == "era_ended" and isinstance(last, date):
            return gettext("（%(era)sは%(last)sまで）", era=hit.values["era"], last=day_text(last))
    return ""


def _away(day: date) -> str:
    today = clock.today()
    if day == today:
        return gettext("今日")
    if abs((day - today).days) > COUNTED:
        return ""
    count = business_calendar().business_days_between(today, day)
    if count == 0:
        # Only closed days are in between.
        next_to = {1: gettext("明日"), -1: gettext("昨日")}
        return next_to.get((day - today).days, "")
    if day > today:
        return ngettext("%(num)d営業日後", "%(num)d営業日後", count)
    return ngettext("%(num)d営業日前", "%(num)d営業日前", -count)


@blueprint.get("/days")
@requires(Permission.OWN_SETTINGS)
def read() -> ResponseReturnValue:
    """How a day is understood while somebody types it; nothing where it cannot be read yet."""
    return _read(past=False)


@blueprint.get("/days/past")
@requires(Permission.OWN_SETTINGS)
def read_past() -> ResponseReturnValue:
    """The same of a day of what happened, which may have no year."""
    return _read(past=True)


def _read(*, past: bool) -> ResponseReturnValue:
    try:
        typed = request.args.get("typed", "")[:40]
        day = era_dates.parse_past_day(typed, clock.today()) if past else era_dates.parse_day(typed)
        words = reading(day, typed)
    except era_dates.DayNotRead:
        words = ""
    return words, {"Content-Type": "text/plain; charset=utf-8"}


def day_trouble(trouble: era_dates.DayNotRead) -> str:
    """What to enter instead of a day that could not be read."""
    if trouble.reason == "no_such_day" and {"month", "last_day"} <= set(trouble.values):
        return gettext(
            "%(month)s月は%(last)s日までです。1〜%(last)s日で入力してください。",
            month=trouble.values["month"],
            last=trouble.values["last_day"],
        )
    if trouble.reason == "era_not_begun":
        era, first_on = trouble.values["era"], trouble.values["first_day"]
        assert isinstance(first_on, date)
        return gettext(
            "%(era)sは%(first_day)sからです。年号か西暦を確かめてください。",
            era=era,
            first_day=day_text(first_on),
        )
    if trouble.reason == "year_out_of_range":
        return gettext(
            "%(first)s年から%(last)s年までの日付を入力してください。",
            first=era_dates.FIRST_DAY.year,
            last=era_dates.LAST_YEAR,
        )
    return gettext("日付として読み取れません。例：2026/11/24、令和8年11月24日、R8.11.24")
