"""Days of the demo, counted from the day it is loaded, and the acts that happen on them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from pms_tracker.kernel.due_dates import Deadline
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.plan.rules.year_rules import Year


class Hour(IntEnum):
    """When on a day an act happens: what follows from another act of that day comes later."""

    SCAN = 7
    PLAN = 9
    FILE = 10
    SUBMIT = 13
    DECIDE = 15
    DONE = 16
    JUDGE = 17
    CLOSE = 18


@dataclass(frozen=True)
class Act:
    """One use case, to be run on its day and at its hour."""

    day: date
    hour: Hour
    run: Callable[[], object]


class Days:
    """Days as offsets from the day the demo is loaded; acts of the past fall on open days."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._calendar = business_calendar()

    def exactly(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def open(self, offset: int) -> date:
        """The day or, where the company is closed, the last open day before it."""
        return self.open_day(self.exactly(offset))

    def open_day(self, day: date) -> date:
        return self._calendar.previous_open(day)

    def month_end(self, year: Year, month: int) -> date:
        """The last open day of the month so many months after a fiscal year's first."""
        return year.end_of_month(month, self._calendar)

    def is_open(self, day: date) -> bool:
        return not self._calendar.is_closed(day)

    def start_of(self, step: Deadline, offset: int) -> date:
        """The open day on which a step of business days has to begin to fall due with an offset.

        Where that is a closed day, the step falls due beside it: later, or earlier if past.
        """
        due_on = self.exactly(offset)
        near = self._calendar.next_open if offset >= 0 else self._calendar.previous_open
        return self._calendar.add_business_days(near(due_on), -step.amount)
