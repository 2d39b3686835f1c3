"""Fiscal years (年度): on which day they start, which one a day belongs to, and their names."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.errors import BadInput

# Has no 29 February: what is a day of it is one of every year.
COMMON_YEAR = 2001
MONTHS = 12
# A month of which at least half lies in the year that starts in it is counted as its first.
MIDDLE = 15


class FiscalNaming(StrEnum):
    """How a fiscal year is called: by the year it starts in, or by both that it touches."""

    FIRST = "first"
    BOTH = "both"


@dataclass(frozen=True)
class FiscalStart:
    """The day on which every fiscal year starts. ValueError for one that not every year has."""

    month: int
    day: int = 1

    def __post_init__(self) -> None:
        date(COMMON_YEAR, self.month, self.day)

    def in_year(self, year: int) -> date:
        """The day in a calendar year."""
        return date(year, self.month, self.day)

    @property
    def nearest_month(self) -> int:
        """The calendar month that counts as the first of the year, where sheets are of months."""
        return self.month if self.day <= MIDDLE else self.month % MONTHS + 1


def fiscal_start(month: int, day: int) -> FiscalStart:
    """The start that somebody chose; raises BadInput for a day that not every year has."""
    try:
        return FiscalStart(month, day)
    except (ValueError, OverflowError) as refused:
        raise BadInput("fiscal_start_not_yearly") from refused


def fiscal_year(day: date, start: FiscalStart) -> int:
    """The 年度 of a day, by the calendar year it starts in."""
    return day.year if day >= start.in_year(day.year) else day.year - 1


def fiscal_year_bounds(year: int, start: FiscalStart) -> tuple[date, date]:
    """First and last day of the 年度 starting in `year`."""
    return start.in_year(year), start.in_year(year + 1) - ONE_DAY


def whole_months(first: date) -> tuple[date, date]:
    """The calendar months that stand for a year that starts on a day, where what is counted is
    counted by months: those that it has more of."""
    begins = first.replace(day=1) if first.day <= MIDDLE else add_months(first.replace(day=1), 1)
    return begins, add_months(begins, MONTHS) - ONE_DAY


def year_name(year: int, start: FiscalStart, naming: FiscalNaming) -> str:
    """What a fiscal year is called: 2026, or 2026/27 where it ends in the next calendar year."""
    if naming is FiscalNaming.FIRST or start == FiscalStart(1):
        return str(year)
    return f"{year}/{(year + 1) % 100:02}"
