"""Rules of what was carried out, pure: how a unit stands with a requirement of do in a year."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.days import Days


class Carried(StrEnum):
    """How a unit stands with a requirement in a year: 実施済み, 予定, 遅れ, 対象外, 記録なし."""

    DONE = "done"
    PLANNED = "planned"
    LATE = "late"
    EXEMPT = "exempt"
    BLANK = "not_needed"


class Required(StrEnum):
    """What do asks of units year by year; the numbers are those of the PrivacyMark guideline."""

    LEDGER = "ledger"
    RISKS = "risks"
    CONTRACTORS = "contractors"
    TRAINING = "training"
    CHECKS = "checks"
    DISPOSALS = "disposals"


ITEMS = {
    Required.LEDGER: "J.3.1.1",
    Required.RISKS: "J.3.1.3",
    Required.CONTRACTORS: "J.9.4",
    Required.TRAINING: "J.4.2",
    Required.CHECKS: "J.6.1",
    Required.DISPOSALS: "J.9.2",
}


class Ground(StrEnum):
    """Why a requirement does not concern a unit for a year (対象外)."""

    NOTHING_HELD = "nothing_held"
    NOBODY_ASKED = "nobody_asked"
    OTHER_UNIT = "other_unit"
    PART_OF_YEAR = "part_of_year"
    OTHER = "other"


@dataclass(frozen=True)
class Exempted:
    """That somebody proposed a requirement as not concerning a unit, by the name of the record;
    it counts once a second person `approved` it."""

    reference: str
    approved: bool


@dataclass
class Cell:
    """A unit and a requirement in a year: how much is done, by when last, what is still open by
    which days, and what was proposed where there is nothing."""

    done: int = 0
    done_on: date | None = None
    open_days: list[date] = field(default_factory=list)
    exempted: Exempted | None = None

    def did(self, count: int, last: date | None) -> None:
        self.done += count
        self.done_on = max(filter(None, (self.done_on, last)), default=None)


@dataclass(frozen=True)
class Judged:
    """How a cell stands, with its figures: `day` is the last one done on, else the next one due."""

    carried: Carried
    done: int = 0
    planned: int = 0
    late: int = 0
    day: date | None = None
    exempted: Exempted | None = None


def judge(cell: Cell, year: Days, today: date) -> Judged:
    """Late as long as anything is overdue, else planned while anything is to come, else done. Where
    nothing was done nor asked it is blank, unless two persons decided that nothing was to be done:
    what comes afterwards counts nevertheless. What is overdue from an earlier year is late in the
    year that runs as well, for it is still to be done.
    """
    first, last = year.first or date.min, year.last or date.max
    running = first <= today <= last
    late = [
        day for day in cell.open_days if day < today and (day in year or (running and day < first))
    ]
    ahead = [day for day in cell.open_days if day >= today and day in year]
    figures = cell.done, len(ahead), len(late)
    if late:
        return Judged(Carried.LATE, *figures, min(late))
    if ahead:
        return Judged(Carried.PLANNED, *figures, min(ahead))
    if cell.done:
        return Judged(Carried.DONE, *figures, cell.done_on)
    its = cell.exempted
    stands = Carried.EXEMPT if its is not None and its.approved else Carried.BLANK
    return Judged(stands, exempted=its)
