"""Rules of coverage (網羅): which audit covers what in a year, and what it still misses (R1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.plan.rules.year_rules import Year


class Covered(StrEnum):
    """How a unit or a requirement stands in a year: 実施済み, 予定, 未実施, 対象外."""

    DONE = "done"
    PLANNED = "planned"
    MISSING = "missing"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Visit:
    """An audit as coverage sees it: held on a day, or still planned for one.

    `reference` names its record, `past_id` one that was brought over from earlier papers (移行).
    `finished`: its report was received; until then an audit that was begun is under way.
    """

    planned_on: date
    held_on: date | None = None
    reference: str = ""
    past_id: int | None = None
    finished: bool = True

    @property
    def under_way(self) -> bool:
        return self.held_on is not None and not self.finished


@dataclass(frozen=True)
class Lifetime:
    """From when to when a unit was there; None: always, as far as anybody knows."""

    opened_on: date | None = None
    closed_on: date | None = None

    def touches(self, year: Year) -> bool:
        opened = self.opened_on is None or self.opened_on <= year.last
        return opened and (self.closed_on is None or self.closed_on >= year.first)


@dataclass(frozen=True)
class Cell:
    """How something stands in one year, with the audit that says so."""

    covered: Covered
    visit: Visit | None = None

    @property
    def day(self) -> date | None:
        return (self.visit.held_on or self.visit.planned_on) if self.visit else None

    def __str__(self) -> str:
        """In keys, the same in every language: `done 2026-05-12 AU-2026-001`."""
        if self.visit is None:
            return self.covered.value
        begun = ["under_way"] if self.visit.under_way else []
        named = self.visit.reference or "past"
        return " ".join((self.covered.value, *begun, str(self.day), named))


def judge(
    year: Year, visits: Iterable[Visit], today: date, lifetime: Lifetime | None = None
) -> Cell:
    """How a year stands, given its audits (R1): done once one was held and is finished; else
    planned, as long as one is under way or the year is not over; else missing. A unit is judged
    only for the time in which it was there.
    """
    known = list(visits)
    held = [each for each in known if each.held_on is not None and each.finished]
    if held:
        return Cell(Covered.DONE, max(held, key=lambda each: each.held_on or year.first))
    if lifetime is not None and not lifetime.touches(year):
        return Cell(Covered.OUTSIDE)
    begun = [each for each in known if each.under_way]
    ahead = begun or (known if year.last >= today else [])
    if ahead:
        return Cell(Covered.PLANNED, min(ahead, key=lambda each: each.planned_on))
    return Cell(Covered.MISSING)
