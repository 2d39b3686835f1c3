"""An auditor from outside in the demo, whom the audit manager names."""

from collections.abc import Iterator

from pms_tracker.check.audits import auditors
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.kernel.independence import Role

OUTSIDER = auditors.Outsider(
    "宮坂 睦", "みやさか監査事務所", "みやさか むつみ", "miyasaka@miyasaka-audit.example"
)
NAMED = -60


class AuditorActs:
    """Whom the audit manager names."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        yield Act(self._desk.days.open(NAMED), Hour.PLAN, self._name)

    def _name(self) -> None:
        auditors.name_outsider(OUTSIDER, by=self._desk.cast.holder(Role.AUDIT_MANAGER))
