"""The norms that the demo company is held to: the list that is shipped, checked once a year."""

from collections.abc import Iterator
from typing import Any

from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.registers import approving
from pms_tracker.kernel.independence import Role
from pms_tracker.plan.laws import law_checks, law_lists
from pms_tracker.plan.laws.law_checks import Found
from pms_tracker.plan.laws.laws import LAWS
from pms_tracker.plan.rules.impact_rules import Need
from pms_tracker.plan.rules.law_rules import CheckResult
from pms_tracker.registers import entries

# Days from today on which the list was drafted, approved, and checked; the guidelines not yet.
# Not before the day of the list, which tells of an amendment of the same year.
DRAFTED, APPROVED, CHECKED = -20, -16, -13
NOT_YET = "guide_abroad"
# What the amendment of the law touches: whether, what to do or why not, and by when from today.
TOUCHED: dict[str, tuple[Need, str, int]] = {
    "rule": (Need.NEEDED, "個人情報取扱規程に、16歳未満の本人の取扱いを追加する。", 120),
    "form": (Need.NEEDED, "入会申込書に、法定代理人の同意欄を設ける。", 150),
    "purpose": (Need.NOT_NEEDED, "利用目的は変わらない。", 0),
    "training": (Need.NEEDED, "年度の教育の内容に改正点を加える。", 60),
    "risk": (Need.NEEDED, "入会手続のリスクを見直す。", 12),
}


class LawActs:
    """The list drafted, approved and checked, and what its amendment touches."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: list[Any] = []

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        yield Act(days.open(DRAFTED), Hour.FILE, self._draft)
        yield Act(days.open(DRAFTED), Hour.SUBMIT, self._hand_in)
        yield Act(days.open(APPROVED), Hour.DECIDE, self._approve)
        yield Act(days.open(CHECKED), Hour.DONE, self._check)

    @property
    def _by(self) -> Any:
        return self._desk.cast.holder(Role.PRIVACY_MANAGER)

    def _draft(self) -> None:
        codes = [each.code for each in law_lists.shipped().norms]
        self._rows = law_lists.draft(codes, by=self._by)
        for row in self._rows:
            if row.code == "appi":
                entries.change(LAWS, row, self._touched(), seen=row.version, by=self._by)

    def _touched(self) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for area, (need, what, days) in TOUCHED.items():
            said |= {f"{area}_need": need, f"{area}_what": what}
            if need is Need.NEEDED:
                due_on = self._desk.days.open(days)
                said |= {f"{area}_unit": "総務部", f"{area}_due": due_on}
        return said

    def _hand_in(self) -> None:
        approving.hand_in(LAWS, self._rows, self._desk)

    def _approve(self) -> None:
        approving.approve(LAWS, self._rows, self._desk)

    def _check(self) -> None:
        at = "e-Gov法令検索、個人情報保護委員会のウェブサイト"
        unchanged, amended = CheckResult.UNCHANGED, CheckResult.AMENDED
        found = [
            Found(row.id, row.version, amended if row.code == "appi" else unchanged, at)
            for row in self._rows
            if row.code != NOT_YET
        ]
        law_checks.record(found, by=self._by)
