"""What the charts draw and their tables say: plain values with the list behind each figure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Count:
    """A figure and the address of the list that shows exactly what it counts ("" for none)."""

    amount: int
    url: str = ""


@dataclass(frozen=True)
class Quarter:
    """One phase on the wheel. `there` is False while the phase has no families yet: drawn pale.

    `soon` is due within seven days and not late, `open` is all other open work, `done` was proven
    within the fiscal year shown. The four do not overlap.
    """

    phase: str
    label: str
    late: Count = Count(0)
    soon: Count = Count(0)
    open: Count = Count(0)
    done: Count = Count(0)
    there: bool = True


@dataclass(frozen=True)
class YearRow:
    """Something with a planned day in the year. `state` is done, late, under_way or todo.

    `actual_on` is the day it was done (or, under way, begun). A day may lie outside the year.
    """

    label: str
    url: str
    reference: str
    planned_on: date
    actual_on: date | None
    state: str


@dataclass(frozen=True)
class Year:
    """A fiscal year from its first to its last day; `due_cases` counts open cases by month."""

    name: str
    first: date
    last: date
    today: date
    rows: tuple[YearRow, ...]
    more: Count
    due_cases: tuple[Count, ...]
    earlier_url: str
    later_url: str


@dataclass(frozen=True)
class AgeBar:
    """Open cases that have been open for so many days: those in time and those past their day."""

    label: str
    in_time: Count
    late: Count


@dataclass(frozen=True)
class Breakdown:
    """Findings of one unit or requirement: this year's by grade, and their sum by quarter."""

    label: str
    nonconformities: Count
    observations: Count
    by_quarter: tuple[int, ...]


@dataclass(frozen=True)
class Closing:
    """Days from opening to closing of the cases closed in a quarter; None where none was."""

    label: str
    median: int | None
    cases: int


@dataclass(frozen=True)
class Cycle:
    """The whole page. `quarter_names` head the columns of every `by_quarter`."""

    quarters: tuple[Quarter, ...]
    year: Year
    ages: tuple[AgeBar, ...]
    units: tuple[Breakdown, ...]
    requirements: tuple[Breakdown, ...]
    quarter_names: tuple[str, ...]
    closing: tuple[Closing, ...]
    # Cases of the year whose cause was there before.
    repeats: Count = Count(0)


@dataclass(frozen=True)
class Line:
    """One bar and its row of the table: how many of each kind; `url` is the list of all kinds
    together, where there is one."""

    label: str
    counts: tuple[Count, ...]
    url: str = ""

    @property
    def total(self) -> int:
        return sum(each.amount for each in self.counts)

    @property
    def together(self) -> Count:
        """All kinds as one figure."""
        return Count(self.total, self.counts[0].url if len(self.counts) == 1 else self.url)

    @property
    def per_cent(self) -> int | None:
        """How much of the whole the first kind is, halves rounded up; None of nothing."""
        return (
            (200 * self.counts[0].amount + self.total) // (2 * self.total) if self.total else None
        )


@dataclass(frozen=True)
class Bars:
    """A chart of stacked bars: what is counted, in which kinds, all together and one by one.

    `rate` says what share the first kind's per cent is of; "" where none is told.
    """

    name: str
    title: str
    of: str
    heads: tuple[str, ...]
    kinds: tuple[str, ...]
    whole: Line
    lines: tuple[Line, ...]
    rate: str = ""
    note: str = ""


@dataclass(frozen=True)
class StepDays:
    """Days that closed cases spent in a step: `beyond` took longer than nine in ten did."""

    label: str
    cases: Count
    median: int | None
    most: int | None
    beyond: Count


@dataclass(frozen=True)
class BoardRow:
    """Open cases of a department or a person: how many, how many late, days since the oldest was
    opened; of a department also what was closed in the period."""

    label: str
    open: Count
    late: Count
    oldest: int | None
    closed: Count = Count(0)


@dataclass(frozen=True)
class StepNow:
    """Open cases in a step: days they have been in it so far, and days since the oldest of them
    was opened; `longest_held` are those that have been in it longest."""

    label: str
    cases: Count
    median: int | None
    longest: int | None
    age: int | None
    longest_held: Count


@dataclass(frozen=True)
class Month:
    """What was opened and what was closed in a month."""

    label: str
    opened: Count
    closed: Count


@dataclass(frozen=True)
class Boards:
    """Open cases as they stand now, and each month's beside what was closed in it."""

    units: tuple[BoardRow, ...]
    persons: tuple[BoardRow, ...]
    steps: tuple[StepNow, ...]
    months: tuple[Month, ...]


@dataclass(frozen=True)
class Measures:
    """The page of figures: open cases now, and what happened within a period."""

    all_open: Count
    boards: Boards
    ages: Bars
    steps: tuple[StepDays, ...]
    in_period: tuple[Bars, ...]

    @property
    def begun(self) -> bool:
        """Whether anything is counted at all."""
        counted = (self.ages, *self.in_period)
        return any(each.whole.total for each in counted) or bool(self.steps[0].cases.amount)
