"""Days as an office counts them, written by hand: working days, months, and ends of months."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from tests.reminders.oracle import NATIONAL, NEW_YEAR

ONE = timedelta(days=1)


def closed(day: date) -> bool:
    return day.weekday() > 4 or day in NATIONAL or (day.month, day.day) in NEW_YEAR


def opens(day: date) -> date:
    """The day itself, or the next on which somebody works."""
    while closed(day):
        day += ONE
    return day


@cache
def working(day: date, count: int) -> date:
    """So many working days after a day."""
    for _ in range(count):
        day = opens(day + ONE)
    return day


def last_open(first: date, last: date) -> date | None:
    """The last working day of some days, if there is one."""
    while last >= first:
        if not closed(last):
            return last
        last -= ONE
    return None


def months_on(day: date, count: int) -> date:
    """The same day some months later, or the last of a month that is too short."""
    at = day.year * 12 + day.month - 1 + count
    year, month = at // 12, at % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def first_of(day: date) -> date:
    return date(day.year, day.month, 1)


def between(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE


def runs(every: str, since: date, until: date) -> Iterator[tuple[date, date]]:
    """The days, weeks from Monday, months or quarters (from April) that touch some days."""
    if every == "day":
        yield from ((day, day) for day in between(since, until))
        return
    if every == "week":
        first, step = since - since.weekday() * ONE, None
    else:
        step = {"month": 1, "quarter": 3}[every]
        first = months_on(first_of(since), -((since.month - 4) % step))
    while first <= until:
        following = first + 7 * ONE if step is None else months_on(first, step)
        yield first, following - ONE
        first = following
