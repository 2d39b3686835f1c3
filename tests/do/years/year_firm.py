"""Who is where, and who is asked for what, as the oracle knows it: from the events alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pms_tracker.kernel.independence import Role
from tests.cast import ACCOUNTS, BEGAN, PERSONS
from tests.do.years.year_days import ONE

MANAGER, REPRESENTATIVE = "privacy_manager", "representative"


class Due(NamedTuple):
    """Something that somebody is to do by a day: `about` is what, in the oracle's own words."""

    kind: str
    about: str
    due_on: date
    who: str


@dataclass
class Stay:
    unit: str
    since: date
    until: date | None = None
    heads: bool = False

    def lasts(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass
class Worker:
    stays: list[Stay] = field(default_factory=list)
    signs_in: bool = True
    auditor: bool = False
    has_role: bool = False
    left: date | None = None

    def here(self, day: date) -> bool:
        return self.left is None or day <= self.left

    def units(self, day: date) -> set[str]:
        return {each.unit for each in self.stays if each.lasts(day)}


def _cast() -> dict[str, Worker]:
    return {
        name: Worker(
            [Stay(unit, BEGAN, heads=is_head)] if unit else [],
            name in ACCOUNTS,
            Role.AUDITOR in roles,
            bool(roles),
        )
        for name, (_name, unit, roles, is_head) in PERSONS.items()
    }


@dataclass
class Staff:
    """Everybody, as they come and go."""

    workers: dict[str, Worker] = field(default_factory=_cast)

    def join(self, name: str, unit: str, day: date, *, mail: bool) -> None:
        worker = self.workers.setdefault(name, Worker(signs_in=mail))
        worker.stays.append(Stay(unit, day))

    def pause(self, name: str, day: date) -> None:
        for each in self.workers[name].stays:
            each.until = day

    def leave(self, name: str, last: date) -> None:
        worker = self.workers[name]
        worker.left = last
        for each in worker.stays:
            each.until = min(last, each.until or last)

    def merge(self, unit: str, into: str, since: date) -> None:
        for worker in self.workers.values():
            for each in [each for each in worker.stays if each.unit == unit]:
                if each.until is None:
                    each.until = since - ONE
                    if worker.left is None:
                        worker.stays.append(Stay(into, since))

    def heads(self, unit: str, day: date) -> list[str]:
        return [
            name
            for name, worker in self.workers.items()
            if any(each.unit == unit and each.heads and each.lasts(day) for each in worker.stays)
        ]

    def able(self, names: Iterable[str], day: date) -> list[str]:
        """The first of these who can sign in, if anybody."""
        able = (
            each for each in names if self.workers[each].signs_in and self.workers[each].here(day)
        )
        return list(able)[:1]

    def answers_for(self, unit: str, day: date) -> str:
        """The head of a unit; of one without, whoever runs the PMS."""
        return (self.able(self.heads(unit, day), day) or [MANAGER])[0]

    def beside(self, name: str, day: date) -> list[str]:
        """Who sees to something for somebody: their head, else whoever runs the PMS."""
        units = self.workers[name].units(day)
        heads = [each for unit in units for each in self.heads(unit, day)]
        others = [each for each in (*heads, MANAGER, REPRESENTATIVE) if each != name]
        return self.able(others, day)

    def asked(self, audience: str, day: date) -> list[str]:
        """Whom a training is for on a day."""
        here = {
            name: worker
            for name, worker in self.workers.items()
            if worker.here(day) and (worker.units(day) or worker.has_role)
        }
        if audience == "all":
            return list(here)
        if audience == "auditors":
            return [name for name, worker in here.items() if worker.auditor]
        return [name for name, worker in here.items() if audience in worker.units(day)]
