"""How a company reminds: at which stages of each kind of duty, and whom only once a week."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from pms_tracker.kernel.calendar import ONE_DAY, BusinessCalendar
from pms_tracker.kernel.due_dates import EVERY, LADDER, send_on

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Ladder:
    """Days before the due day (0 is the day itself), and after it one stage every so many days."""

    before: tuple[int, ...] = LADDER
    every: int = EVERY


DEFAULT = Ladder()


@dataclass(frozen=True)
class Habits:
    """`ladders` by kind of duty, `weekdays` by person (Monday is 0), for those who hear weekly.

    `scanned_on` is the last day before today whose scan came to its end; a weekly day since then
    was missed, by a server that was off or died, and is caught up with today. Where `done_today`,
    today's came to its end as well: what comes up since is said tomorrow.
    """

    ladders: Mapping[str, Ladder] = field(default_factory=dict)
    weekdays: Mapping[int, int] = field(default_factory=dict)
    scanned_on: date | None = None
    done_today: bool = False

    def after(self, day: date) -> "Habits":
        """The same once the scan of a day came to its end."""
        return replace(self, scanned_on=day, done_today=False)

    def ladder(self, kind: str) -> Ladder:
        return self.ladders.get(kind, DEFAULT)

    @property
    def longest(self) -> timedelta:
        """How long before a due day the earliest stage of any kind falls."""
        most = (max(each.before, default=0) for each in (DEFAULT, *self.ladders.values()))
        return timedelta(days=max(most))

    def heard_on(
        self,
        person_id: int,
        due_on: date,
        legal: bool,
        *,
        ready_on: date,
        today: date,
        started_on: date,
        calendar: BusinessCalendar,
    ) -> date:
        """The day, today or later, on which a duty's stage is heard of that is ready on a day.

        Who hears weekly waits for their next weekly day, yet never beyond the day on which the
        due day's own reminder is mailed: what is due before the next weekly day is heard of on
        its due day at the latest, and what is late as soon as by everybody.
        """
        day = max(ready_on, today)
        weekday = self.weekdays.get(person_id)
        if weekday is None:
            return day
        since = day
        if day == today:
            since = min(today, self.scanned_on + ONE_DAY if self.scanned_on else started_on)
        latest = send_on(due_on, started_on, calendar, legal=legal)
        return max(day, min(next_weekly(since, weekday, calendar), latest))


def next_weekly(day: date, weekday: int, calendar: BusinessCalendar) -> date:
    """The first weekly day from a day on; one that is closed is kept on the open day before it."""
    named = day + timedelta(days=(weekday - day.weekday()) % 7)
    while (kept := calendar.previous_open(named)) < day:
        named += WEEK
    return kept
