"""Operation checks as the oracle knows them: what is due when, asked, read, and counted (§10)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.do.years.year_days import ONE, first_of, last_open, months_on, opens, runs, working
from tests.do.years.year_firm import MANAGER, Due, Staff
from tests.do.years.year_script import LAST

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Period:
    first: date
    due_on: date


@dataclass
class Fault:
    found: date
    mended: date | None = None
    # Whether it is a nonconformity, once that is asked.
    judged: bool = False


@dataclass
class Sheet:
    """A check of a unit, with whoever filled in which period on which day."""

    name: str
    unit: str
    every: str
    owner: str
    since: date
    until: date | None = None
    done: dict[date, tuple[date, str]] = field(default_factory=dict)
    read: dict[date, date] = field(default_factory=dict)
    faults: dict[date, Fault] = field(default_factory=dict)

    def __post_init__(self) -> None:
        beyond = months_on(LAST, 5)
        self._all = [
            Period(first, due_on)
            for first, last in runs(self.every, self.since, beyond)
            if (due_on := last_open(first, last)) and due_on >= self.since
        ]

    @property
    def periods(self) -> list[Period]:
        return [each for each in self._all if self.until is None or each.due_on <= self.until]

    def unread(self) -> date | None:
        """The month that is read next: the first in which something is due."""
        since = months_on(max(self.read), 1) if self.read else self.since
        due = next((each.due_on for each in self.periods if each.due_on >= since), None)
        return due and first_of(due)

    def doers(self, month: date) -> set[str]:
        its = [each.first for each in self.periods if first_of(each.due_on) == month]
        return {self.done[first][1] for first in its if first in self.done}

    def wanted(self, staff: Staff, day: date) -> Iterator[Due]:
        month = self.unread()
        if month is not None:
            yield from self._to_fill(month, day)
            last = months_on(month, 1) - ONE
            readers = [*staff.heads(self.unit, day), MANAGER]
            others = [each for each in readers if each not in self.doers(month)]
            for reader in staff.able(others, day) if day > last else ():
                yield Due("read_check_sheet", self.name, working(last, 5), reader)
        for first, fault in self.faults.items():
            if fault.mended is None:
                about = f"{self.name}/{first}"
                yield Due("mend_check_fault", about, working(fault.found, 5), self.owner)
        yield from self._to_judge()

    def _to_judge(self) -> Iterator[Due]:
        """The second fault of the one item that a sheet has, within a year, as they were found."""
        before: list[date] = []
        for first, fault in self.faults.items():
            again = any(fault.found - YEAR <= each for each in before)
            if again and not fault.judged:
                about = f"{self.name}/{first}"
                yield Due("judge_check_fault", about, working(fault.found, 5), MANAGER)
            before.append(fault.found)

    def _to_fill(self, month: date, day: date) -> Iterator[Due]:
        its = (
            each for each in self.periods if each.due_on >= month and each.first not in self.done
        )
        period = next(its, None)
        if period is None:
            return
        asked = opens(period.due_on + ONE) if self.every == "day" else period.due_on
        since = asked if self.every == "day" else period.first
        if day >= since:
            yield Due("fill_in_check", self.name, asked, self.owner)

    def counted(self, first: date, last: date) -> dict[str, int]:
        """What is told of a quarter once it is over: blank is blank, late is late, and a fault
        stands where the check is due that found it."""
        found = dict.fromkeys(("due", "done", "late", "blank", "faults", "mended"), 0)
        for each in self.periods:
            if first <= each.due_on <= last:
                done = self.done.get(each.first)
                state = "blank" if done is None else "late" if done[0] > each.due_on else "done"
                found["due"] += 1
                found[state] += 1
        due = [each.first for each in self.periods if first <= each.due_on <= last]
        its = [self.faults[each] for each in due if each in self.faults]
        found["faults"], found["mended"] = len(its), sum(each.mended is not None for each in its)
        return found
