"""Rules of work taken from clients (受託業務), pure: how soon a client hears of an incident by its
contract (Law art. 25 and 26-1, proviso)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

HOURS_A_DAY = 24
# A longer time is no time to tell of an incident in; what the clock of the client takes.
MOST_DAYS = 30


class Unit(StrEnum):
    """What a contract counts."""

    DAYS = "days"
    HOURS = "hours"


@dataclass(frozen=True)
class Taken:
    """Work that was taken: for whom, from when on, and within how many hours or days from knowing
    the client is told; None where the contract says nothing of it."""

    client: str
    term_from: date
    within: int | None = None
    unit: Unit = Unit.DAYS

    def binds(self, day: date) -> bool:
        """Whether what is known on a day is told by it: after its end as well."""
        return self.term_from <= day


def days_to_tell(taken: Taken) -> int | None:
    """Within how many days, that of knowing being the first; hours are counted as if it was known
    as the day began, so that no day is one too late."""
    if taken.within is None or taken.unit is Unit.DAYS:
        return taken.within
    return -(-taken.within // HOURS_A_DAY)


def soonest(taken: Iterable[Taken]) -> int | None:
    """The shortest of these times; None where no contract names one."""
    found = [days for each in taken if (days := days_to_tell(each)) is not None]
    return min(found, default=None)
