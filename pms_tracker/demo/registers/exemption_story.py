"""What of do's requirements does not concern a unit of the demo company this year."""

from collections.abc import Iterator
from functools import partial

from pms_tracker import clock
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.registers import approving
from pms_tracker.do.carried_out.exemptions import EXEMPTIONS
from pms_tracker.do.rules.carried_out_rules import Ground, Required
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people
from pms_tracker.registers import entries

# On which day from today it was approved; of which unit it is, of what, and why.
UNIT, REQUIRED = "諏訪教室", Required.CONTRACTORS
REASON = "教材の発送は本部が委託しており、この教室が契約している委託先はない。"


class ExemptionActs:
    """One decision, proposed by the privacy manager and approved by the representative."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        yield Act(self._desk.days.open(-1), Hour.FILE, partial(self._decide))

    def _decide(self) -> None:
        told = {
            "of_year": people.fiscal_year_of(clock.today()),
            "unit_id": self._desk.cast.unit_ids[UNIT],
            "required": REQUIRED,
            "ground": Ground.OTHER_UNIT,
            "reason": REASON,
        }
        row = entries.enter(EXEMPTIONS, told, by=self._desk.cast.holder(Role.PRIVACY_MANAGER))
        approving.hand_in(EXEMPTIONS, [row], self._desk)
        approving.approve(EXEMPTIONS, [row], self._desk)
