"""What a duty of the year is called: one from a lesson says no more than its case would."""

from collections.abc import Iterable

from flask_babel import gettext

from pms_tracker.act.cases import cases
from pms_tracker.plan.rules.year_rules import Row
from pms_tracker.plan.tables.year_tables import AnnualDuty
from pms_tracker.web.door.access import me

Planned = AnnualDuty | Row


class Titles:
    """The titles of duties for the viewer, whose cases are read in one statement."""

    def __init__(self, planned: Iterable[Planned]) -> None:
        origins = {each.because_of for each in planned if each.because_of}
        self._known = origins if me().sees_all else cases.known_among(origins, me())

    def knows(self, planned: Planned) -> bool:
        """Whether the viewer may read what a duty came from: its record is theirs, or the duty."""
        heir_id = planned.heir_id if isinstance(planned, AnnualDuty) else None
        mine = me().person_id in (planned.owner_id, planned.approver_id, heir_id)
        return not planned.because_of or mine or planned.because_of in self._known

    def __call__(self, planned: Planned) -> str:
        return planned.title if self.knows(planned) else gettext("教訓への対応")
