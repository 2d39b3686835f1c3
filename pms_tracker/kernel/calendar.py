"""The days a company works; holidays come in as a value."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
# Saturday and Sunday; Monday is 0.
WEEKEND = frozenset({5, 6})
LONGEST_CLOSURE = 366
# Has every (month, day) that there is.
LEAP_YEAR = 2000


class NoOpenDay(ValueError):
    """The calendar closes more than a year of days on end, so no open day can be given."""


def yearly_run(first: tuple[int, int], last: tuple[int, int]) -> frozenset[tuple[int, int]]:
    """The days of every year from one (month, day) to another, over New Year where `last` is before
    `first`; 29 February among them. Raises ValueError for a pair that is no day of any year."""
    day, end = date(LEAP_YEAR, *first), date(LEAP_YEAR, *last)
    found = {(day.month, day.day)}
    while day != end:
        day = (day + ONE_DAY).replace(year=LEAP_YEAR)
        found.add((day.month, day.day))
    return frozenset(found)


@dataclass(frozen=True)
class BusinessCalendar:
    """Weekends, national holidays and company holidays (営業日).

    `is_holiday` tells national holidays (国民の祝日, 振替休日 and 国民の休日 included);
    `company_holidays` are (month, day) pairs closed every year, `company_closures` single days;
    `weekend` are days of the week, Monday is 0.
    Raises ValueError for a pair that is no day of any year.
    """

    is_holiday: Callable[[date], bool]
    company_holidays: frozenset[tuple[int, int]] = field(default=frozenset())
    company_closures: frozenset[date] = field(default=frozenset())
    weekend: frozenset[int] = WEEKEND

    def __post_init__(self) -> None:
        for month, day in self.company_holidays:
            # A firm may close on 29 February in the years that have one.
            date(LEAP_YEAR, month, day)

    def is_closed(self, day: date) -> bool:
        return (
            day.weekday() in self.weekend
            or (day.month, day.day) in self.company_holidays
            or day in self.company_closures
            or self.is_holiday(day)
        )

    def next_open(self, day: date) -> date:
        """The day itself if open, else the first open day after it. May raise NoOpenDay."""
        return self._nearest_open(day, ONE_DAY)

    def previous_open(self, day: date) -> date:
        """The day itself if open, else the last open day before it. May raise NoOpenDay."""
        return self._nearest_open(day, -ONE_DAY)

    def add_business_days(self, day: date, n: int) -> date:
        """The n-th open day after `day` (before it, if n is negative); 0 is the day itself.

        The day counted from is not counted and may be closed. May raise NoOpenDay.
        """
        step = ONE_DAY if n > 0 else -ONE_DAY
        for _ in range(abs(n)):
            day = self._nearest_open(day + step, step)
        return day

    def business_days_between(self, start: date, end: date) -> int:
        """Open days after `start` up to and including `end`: the n of `add_business_days`.

        Negative if `end` is earlier: then open days before `start`, back to and including `end`.
        """
        if end < start:
            return -self._count_open(end, start - ONE_DAY)
        return self._count_open(start + ONE_DAY, end)

    def _nearest_open(self, day: date, step: timedelta) -> date:
        for _ in range(LONGEST_CLOSURE):
            if not self.is_closed(day):
                return day
            day += step
        raise NoOpenDay(day)

    def _count_open(self, first: date, last: date) -> int:
        length = (last - first).days + 1
        return sum(not self.is_closed(first + timedelta(days=i)) for i in range(length))
