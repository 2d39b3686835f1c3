"""Auditors in the demo: what qualifies them, one of it running out, and one from outside."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from pms_tracker.check.audits import auditors
from pms_tracker.check.audits.auditor_trainings import TRAININGS
from pms_tracker.check.audits.auditors import Outsider
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.kernel.independence import Role
from pms_tracker.registers import entries
from pms_tracker.registers.fields import Values

COURSE = "内部監査員養成研修"
# Who went through it when, and for how many days it is valid; the last has run out.
TRAINED = (("髙橋 正行", -400, 1096), ("鈴木 彩乃", -380, 1096), ("加藤 慎司", -410, 365))
OUTSIDER = Outsider(
    "宮坂 睦", "みやさか監査事務所", "みやさか むつみ", "miyasaka@miyasaka-audit.example"
)
NAMED = -60


class AuditorActs:
    """What the audit manager enters about auditors."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        yield Act(days.open(NAMED), Hour.PLAN, self._name)
        for name, obtained, valid in TRAINED:
            begun = days.open(obtained)
            wanted = {
                "name": COURSE,
                "obtained_on": begun,
                "valid_until": begun + timedelta(days=valid),
            }
            yield Act(days.open(NAMED), Hour.FILE, partial(self._enter, name, wanted))

    def _name(self) -> None:
        auditors.name_outsider(OUTSIDER, by=self._desk.cast.holder(Role.AUDIT_MANAGER))

    def _enter(self, name: str, wanted: Values) -> None:
        cast = self._desk.cast
        told = {**wanted, "person_id": cast.person_ids[name]}
        entries.enter(TRAININGS, told, by=cast.holder(Role.AUDIT_MANAGER))
