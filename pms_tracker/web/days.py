"""Days and instants as people read them: with weekday, in the era where the company says so."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import g
from flask_babel import get_locale, gettext, ngettext

from pms_tracker import clock
from pms_tracker.kernel.days import SOON
from pms_tracker.kernel.era_dates import wareki
from pms_tracker.people import people
from pms_tracker.people.models import Company
from pms_tracker.web.words import once

WEEKDAYS = "月火水木金土日"


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
    found = company()
    return found is not None and found.era_dates


def day_text(day: date | None, *, year: bool = True) -> str:
    """2026年11月24日(火), 令和8年11月24日(火) by setting, or Tue 24 Nov 2026."""
    if day is None:
        return ""
    if language() != "ja":
        return f"{day:%a} {day.day} {day:%b %Y}" if year else f"{day:%a} {day.day} {day:%b}"
    weekday = f"({WEEKDAYS[day.weekday()]})"
    if not year:
        return f"{day.month}月{day.day}日{weekday}"
    written = wareki(day) if _era_dates() else f"{day.year}年{day.month}月{day.day}日"
    return written + weekday


def instant_text(instant: datetime | None) -> str:
    """A day and the time by the company's wall clock."""
    if instant is None:
        return ""
    local = clock.local(instant)
    return f"{day_text(local.date())} {local:%H:%M}"


def due_words(day: date | None, *, done: bool = False) -> DueWords | None:
    """5日超過, きょうまで, あと3日, or just the day where it is far off or over."""
    if day is None:
        return None
    shown = day_text(day, year=day.year != clock.today().year)
    left = (day - clock.today()).days
    if done:
        return DueWords(shown, "later", shown)
    if left < 0:
        return DueWords(ngettext("%(num)d日超過", "%(num)d日超過", -left), "late", shown)
    if left == 0:
        return DueWords(gettext("きょうまで"), "soon", shown)
    words = ngettext("あと%(num)d日", "あと%(num)d日", left)
    return DueWords(words, "soon" if left <= SOON else "later", shown)
