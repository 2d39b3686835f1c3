"""Days of records, never in the future; runs of days in addresses; how near a due day is; times of
a day as people write them."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from unicodedata import normalize

from pms_tracker.kernel.errors import RuleBroken

# Days ahead within which something counts as due soon.
SOON = 7
_ONE = timedelta(days=1)
_TIME = re.compile(
    r"(?P<half>午前|午後|am|pm)?"
    r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::00)?|時(?:(?P<of>[0-9]{1,2})分?|(?P<past>半))?)",
    re.IGNORECASE,
)
_AFTER_NOON = {"午後", "pm"}


@dataclass(frozen=True)
class Days:
    """From the first to the last day, both included; None leaves a side open."""

    first: date | None = None
    last: date | None = None

    def __str__(self) -> str:
        return f"{self.first or ''}..{self.last or ''}"

    def __contains__(self, day: date) -> bool:
        return (self.first or day) <= day <= (self.last or day)

    def moved(self, by: timedelta) -> "Days":
        """The same run, so much later (earlier, if negative); an open side stays open."""
        first, last = (day and day + by for day in (self.first, self.last))
        return Days(first, last)


class Due(StrEnum):
    """How near a due day is: before today, within a week, or beyond."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"

    def days(self, today: date) -> Days:
        """The due days this means, seen from `today`; every day belongs to exactly one of them."""
        last_soon = today + SOON * _ONE
        return {
            Due.LATE: Days(None, today - _ONE),
            Due.SOON: Days(today, last_soon),
            Due.LATER: Days(last_soon + _ONE, None),
        }[self]


def refuse_future(day: date, today: date) -> None:
    """The day of a record may be past, as on paper, never future. Raises RuleBroken."""
    if day > today:
        raise RuleBroken("day_in_future")


def parse_day(text: str) -> date | None:
    """A day spelled exactly as ISO has it with dashes, or None."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if str(found) == text else None


def parse_days(text: str) -> Days | None:
    """What `str(Days(…))` gave, or None, as for two open sides or a last day before the first."""
    first, dots, last = text.partition("..")
    found = Days(parse_day(first), parse_day(last))
    if not dots or found == Days() or str(found) != text:
        return None
    backwards = found.first and found.last and found.last < found.first
    return None if backwards else found


class TimeNotRead(ValueError):
    """Words that are no time of a day."""


def read_time(text: str) -> time:
    """`18:30`, full-width, `18時30分` or `午後6時半`. Raises TimeNotRead."""
    match = _TIME.fullmatch(re.sub(r"\s", "", normalize("NFKC", text)))
    if match is None:
        raise TimeNotRead(text)
    minute = match["minute"] or match["of"] or ("30" if match["past"] else "0")
    half, hour = (match["half"] or "").casefold(), int(match["hour"])
    if half and hour > 12:
        raise TimeNotRead(text)
    try:
        return time(hour % 12 + 12 * (half in _AFTER_NOON) if half else hour, int(minute))
    except ValueError as none:
        raise TimeNotRead(text) from none
