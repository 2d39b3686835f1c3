"""Absences in the demo: a head who will be away for some days, and who stands in for them."""

from collections.abc import Iterator

from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.people.changes import deputies
from pms_tracker.people.changes.deputies import Wanted
from pms_tracker.people.firm import people

ABSENT, DEPUTY, REASON = "𠮷田 尚子", "小川 真由", "出張"
# Days from the day of loading.
FIRST, LAST = 3, 9


class AbsenceActs:
    """One deputy, named before the demo is looked at, whose days are still to come."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        yield Act(self._desk.days.open(-1), Hour.PLAN, self._name)

    def _name(self) -> None:
        cast, days = self._desk.cast, self._desk.days
        wanted = Wanted(cast.person_ids[DEPUTY], days.exactly(FIRST), days.exactly(LAST), REASON)
        principal = people.person(cast.person_ids[ABSENT])
        deputies.name(principal, wanted, by=cast.viewer(ABSENT))
