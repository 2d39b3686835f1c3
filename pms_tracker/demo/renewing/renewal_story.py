"""The demo company's renewal of the PrivacyMark: applied for in time, examined, and remarked on."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from pms_tracker import clock
from pms_tracker.act.renewals.examiner_remarks import REMARKS
from pms_tracker.act.renewals.renewals import RENEWALS
from pms_tracker.act.rules.renewal.renewal_rules import Body
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.kernel.independence import Role
from pms_tracker.registers import entries

# Days from today: registered, then one step after the other; the term ends so long after today.
REGISTERED, EXPIRES = -95, 150
STEPS = {"submitted_on": -60, "formal_on": -46, "documents_on": -24, "on_site_on": -12}
REMARKED = -8
READY = ("様式1", "様式2", "様式3", "様式4", "様式5", "様式6", "様式7", "様式8", "規程")
# What was remarked: number, item of the guide, unit, words, and the answer if there is one.
SAID = (
    ("1", "J.3.1.1", "教務部", "面談記録の保管場所が、台帳の記載と一部異なっていた。", ""),
    (
        *("2", "J.9.2", "諏訪教室", "書庫の鍵の管理簿に、返却時刻の記入のない日があった。"),
        "鍵の管理簿の様式を改め、返却時刻を記入しないと鍵を返せない手順にした。",
    ),
)


class RenewalActs:
    """A renewal from its window to the remarks of the examination."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._row: Any = None

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        yield Act(days.open(REGISTERED), Hour.FILE, self._register)
        for name, day in STEPS.items():
            yield Act(days.open(day), Hour.FILE, partial(self._reach, name))
        yield Act(days.open(REMARKED), Hour.FILE, self._remark)

    @property
    def _by(self) -> Any:
        return self._desk.cast.holder(Role.PRIVACY_MANAGER)

    def _register(self) -> None:
        told = {
            "body": Body.JUAS,
            "expires_on": self._desk.days.today + timedelta(days=EXPIRES),
            "registration": "99000123(05)",
        }
        self._row = entries.enter(RENEWALS, told, by=self._by)

    def _reach(self, name: str) -> None:
        ready = {"ready": READY, "spared": ("様式9",), "receipt": "R-0417"}
        self._change({name: clock.today(), **ready})

    def _remark(self) -> None:
        self._change({"remarked_on": clock.today()})
        for item, requirement, unit, what, answer in SAID:
            told: dict[str, Any] = {
                "renewal": (RENEWALS.name_of(self._row),),
                "item": item,
                "requirement": requirement,
                "unit_id": self._desk.cast.unit_ids[unit],
                "what": what,
                "found_on": clock.today(),
            }
            if answer:
                told |= {"answer": answer, "answered_on": clock.today()}
            entries.enter(REMARKS, told, by=self._by)

    def _change(self, values: dict[str, Any]) -> None:
        entries.change(RENEWALS, self._row, values, seen=self._row.version, by=self._by)
