"""Who comes and goes in the demo: a teacher who leaves while checks are his, and a newcomer."""

from collections.abc import Iterator

from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import leaving, staffing
from pms_tracker.people.firm import people

LEAVER, LAST = "伊藤 雄大", 25
JOINER, READING, WHERE, CAME = "石井 直人", "いしい なおと", "教務部", -12


class MovingActs:
    """A departure that was announced, whose last day is still to come; and somebody new."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        yield Act(self._desk.days.open(CAME), Hour.PLAN, self._come)
        yield Act(self._desk.days.open(-1), Hour.CLOSE, self._announce)

    def _come(self) -> None:
        cast, by = self._desk.cast, self._desk.cast.holder(Role.ADMINISTRATOR).actor
        mail = "ishii@sakura-gakushusha.example"
        who = staffing.add_person(JOINER, reading=READING, mail=mail, by=by)
        since_on = self._desk.days.open(CAME)
        staffing.enrol(who, people.unit(cast.unit_ids[WHERE]), since_on=since_on, by=by)

    def _announce(self) -> None:
        cast = self._desk.cast
        who = people.person(cast.person_ids[LEAVER])
        by = cast.holder(Role.ADMINISTRATOR)
        leaving.leave_by(by, who, on=self._desk.days.exactly(LAST))
