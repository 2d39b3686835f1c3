"""When something is due and when its reminders fall: counting, legal deadlines, stages."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count, takewhile
from typing import NamedTuple

from pms_tracker.kernel.calendar import ONE_DAY, BusinessCalendar

LADDER = (30, 14, 7, 1, 0)
EVERY = 7
PUBLIC_OFFICE_NEW_YEAR = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})


class Counting(StrEnum):
    """What the amount of a deadline counts."""

    CALENDAR_DAYS = "calendar_days"
    BUSINESS_DAYS = "business_days"
    MONTHS = "months"


class OnClosedDay(StrEnum):
    """What becomes of a deadline that falls on a closed day."""

    KEEP = "keep"
    NEXT_OPEN = "next_open"
    PREVIOUS_OPEN = "previous_open"


@dataclass(frozen=True)
class Deadline:
    """A span that states its own counting. ValueError if the amount is negative."""

    counting: Counting
    amount: int
    on_closed: OnClosedDay

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("a deadline never lies before its start")

    def due_on(self, start: date, calendar: BusinessCalendar) -> date:
        """The last day, which ends at 24:00; the start day is day 0 and may be closed."""
        counted = self._count(start, calendar)
        if self.on_closed is OnClosedDay.KEEP:
            return counted
        if self.on_closed is OnClosedDay.NEXT_OPEN:
            return calendar.next_open(counted)
        moved = calendar.previous_open(counted)
        # With no open day since the start, moving back would end it before it began.
        return moved if moved >= start else counted

    def _count(self, start: date, calendar: BusinessCalendar) -> date:
        if self.counting is Counting.CALENDAR_DAYS:
            return start + timedelta(days=self.amount)
        if self.counting is Counting.BUSINESS_DAYS:
            return calendar.add_business_days(start, self.amount)
        return add_months(start, self.amount)


def add_months(day: date, n: int) -> date:
    """The same day n months on (back, if negative), or the last of that month if it is shorter."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + n, 12)
    length = monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, length))


def last_day(begins_on: date, months: int) -> date:
    """The last day of a period of months that begins on a day: that before the same day of its last
    month, or the last of that month where it has no such day (Civil Code art. 143-2)."""
    same = add_months(begins_on, months)
    return same - ONE_DAY if same.day == begins_on.day else same


# Points of an on-site examination for the P-mark are answered within three months
# (improve.co.jp, privacymark4); a closed day moves nothing, since nobody says that it does.
EXAMINERS_ANSWER = Deadline(Counting.MONTHS, 3, OnClosedDay.KEEP)


def leak_final_report_due(known_on: date, days: int, is_holiday: Callable[[date], bool]) -> date:
    """Last day for the final report of a leak (確報): 30 days, or 60 where malice is possible.

    The day any department knew is day 1 and closed days count; a last day on a Saturday, Sunday,
    national holiday or 12-29 … 01-03 moves on to the next day that is none of these. A company's
    own holidays move nothing, hence `is_holiday` and no calendar. ValueError unless 30 or 60.
    APPI article 26, enforcement rules article 8, PPC guideline (general part).
    """
    if days not in (30, 60):
        raise ValueError(f"the law knows 30 or 60 days, not {days}")
    public_office = BusinessCalendar(is_holiday, PUBLIC_OFFICE_NEW_YEAR)
    return public_office.next_open(known_on + timedelta(days=days - 1))


def pmark_window(expires_on: date, is_holiday: Callable[[date], bool]) -> tuple[date, date]:
    """First and last day to apply for the renewal of a P-mark that is valid to `expires_on`.

    From eight months before expiry, plus a day, to four months before; a last day on a weekend or
    national holiday moves to the next business day. JIPDEC, renewal of the P-mark.
    """
    first = add_months(expires_on, -8) + ONE_DAY
    # Nothing says that the body's own new-year closure moves the day: assume the earlier one.
    return first, BusinessCalendar(is_holiday).next_open(add_months(expires_on, -4))


class ReminderStage(NamedTuple):
    """One rung of the ladder: days from the due day (negative before it), and its day."""

    stage: int
    falls_on: date


@dataclass(frozen=True)
class Stages:
    """The stage to mail, None if there is none yet, and those it overtakes, earliest first."""

    latest: int | None
    overtaken: tuple[int, ...]


def stages(
    due_on: date, started_on: date, ladder: tuple[int, ...] = LADDER, every: int = EVERY
) -> Iterator[ReminderStage]:
    """The stages of a due day in order, without end: the ladder, then one `every` so many days.

    `ladder` holds days before the due day. None falls before `started_on`; what was overdue
    before it has its first stage that day. ValueError for a negative rung or `every` below 1.
    """
    if min(ladder, default=0) < 0 or every < 1:
        raise ValueError("rungs lie before the due day, and days must pass between stages")
    behind = (started_on - due_on).days
    rungs = [-days for days in sorted(set(ladder), reverse=True) if -days >= behind]
    after = count(behind if behind > 0 else every, every)
    return (
        ReminderStage(stage, due_on + timedelta(days=stage))
        for numbers in (rungs, after)
        for stage in numbers
    )


def send_on(
    stage_on: date, started_on: date, calendar: BusinessCalendar, *, legal: bool = False
) -> date:
    """The day a stage is mailed: the business day before if closed, yet not before the start.

    Legal duties ignore closed days.
    """
    return stage_on if legal else max(started_on, calendar.previous_open(stage_on))


def latest_stage(
    due_on: date,
    today: date,
    started_on: date,
    calendar: BusinessCalendar,
    *,
    legal: bool = False,
    ladder: tuple[int, ...] = LADDER,
    every: int = EVERY,
) -> Stages:
    """Of the stages whose day of sending has come, the latest, and the earlier ones it overtakes.

    Knows nothing of what was mailed: the caller leaves out what its ledger already holds.
    """
    # A later stage is never mailed on an earlier day, so the first one to come ends the search.
    reached = [
        stage
        for stage, _ in takewhile(
            lambda rung: send_on(rung.falls_on, started_on, calendar, legal=legal) <= today,
            stages(due_on, started_on, ladder, every),
        )
    ]
    return Stages(reached[-1], tuple(reached[:-1])) if reached else Stages(None, ())
