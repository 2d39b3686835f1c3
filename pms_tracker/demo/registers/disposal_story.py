"""What the demo company disposed of: what its register says is due, and a hard disk besides."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from pms_tracker import clock
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.registers import approving
from pms_tracker.do.disposals import disposals_due
from pms_tracker.do.disposals.disposals import DISPOSALS
from pms_tracker.do.disposals.disposals_due import BATCHES, Line
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.disposal_rules import Decision
from pms_tracker.do.rules.ledger.ledger_rules import Disposal as Way, Medium
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import parse_reference
from pms_tracker.registers import entries, entry_fields
from pms_tracker.registers.edition_rules import DRAFTED, WAITS

# Days from today on which what was due was drafted, approved, and then disposed of: twice.
ROUNDS = ((-212, -208, -200), (-50, -46, -40))
# Of this entry nothing was disposed of: the tax office was to see it.
HELD = "給与と源泉徴収の書類"
HOLD = {"hold_reason": "税務調査で、書類の提示を求められている。"}
HOLD_FOR = timedelta(days=300)
# An old computer, whose disk a contractor destroyed; the certificate has not come yet.
DRAFTED_DISK, APPROVED_DISK, DONE_DISK = -24, -20, -9
DISK: dict[str, Any] = {
    "decision": Decision.DISPOSE,
    "batch": "入れ替えた編集用パソコン1台に残った注文データ",
    "methods": (Way.DESTROYED, Way.ENTRUSTED),
    "medium": (Medium.ELECTRONIC,),
    "contractor": "アルプス情報処理サービス株式会社",
}
DISK_OF = "通信販売の注文データ"
PULPED_BY = "信濃紙資源株式会社"
DOER, WITNESS = "清水 和枝", "岡田 アンナ"
PAPER, DATA = "段ボール2箱", "86件"
CERTIFICATE = "廃棄証明書.txt"
CERTIFIED = "廃棄証明書\n{batch}\n数量：{amount}\n溶解処理を完了しました。\n{day}\n{contractor}\n"


class DisposalActs:
    """What was due, round by round, and what was not foreseen."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: list[Any] = []
        self._disk: Any = None

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        for drafted, approved, done in ROUNDS:
            yield Act(days.open(drafted), Hour.FILE, self._draft_due)
            yield Act(days.open(drafted), Hour.SUBMIT, self._hand_in)
            yield Act(days.open(approved), Hour.DECIDE, self._approve)
            yield Act(days.open(done), Hour.FILE, self._do_all)
        yield Act(days.open(DRAFTED_DISK), Hour.FILE, self._draft_disk)
        yield Act(days.open(DRAFTED_DISK), Hour.SUBMIT, self._hand_in)
        yield Act(days.open(APPROVED_DISK), Hour.DECIDE, self._approve)
        disk = partial(self._record, {"amount": "ハードディスク1台"})
        yield Act(days.open(DONE_DISK), Hour.FILE, lambda: disk(self._disk))

    @property
    def _by(self) -> Any:
        return self._desk.cast.holder(Role.PRIVACY_MANAGER)

    def _draft_due(self) -> None:
        """Whatever has outlived its period by then."""
        lines, _asides = disposals_due.shown(self._by)
        for each in lines:
            if each.batch.ends_on < clock.today():
                self._draft(each)

    def _draft(self, line: Line) -> None:
        year = f"{line.batch.year}年度{'以前' if line.batch.earlier else ''}"
        words = f"{line.row.name}：{BATCHES[line.span.start] % {'year': year}}"
        named = parse_reference(disposals_due.draft(line.row, line.batch.year, words, by=self._by))
        assert named is not None
        row = entries.find(DISPOSALS, named, seen_by=self._by)
        if Way.DISSOLVED in DISPOSALS.field("methods").of(row):
            self._change(row, {"contractor": PULPED_BY})
        self._rows.append(row)

    def _draft_disk(self) -> None:
        known = entry_fields.called([LEDGER], None)[LEDGER.key]
        unit_id = self._desk.cast.unit_ids["出版部"]
        due_on = self._desk.days.open(DONE_DISK)
        told = {**DISK, "rows": tuple(known[DISK_OF]), "unit_id": unit_id, "due_on": due_on}
        self._disk = entries.enter(DISPOSALS, told, by=self._by)
        self._rows.append(self._disk)

    def _hand_in(self) -> None:
        drafts = [row for row in self._rows if row.state in DRAFTED]
        approving.hand_in(DISPOSALS, drafts, self._desk)

    def _approve(self) -> None:
        waits = [row for row in self._rows if row.state in WAITS]
        approving.approve(DISPOSALS, waits, self._desk)

    def _do_all(self) -> None:
        for row in self._rows:
            if row.done_on is not None or row.hold_until is not None:
                continue
            if self._is_held(row):
                self._change(row, {**HOLD, "hold_until": clock.today() + HOLD_FOR})
                continue
            if row.contractor:
                self._record({"amount": PAPER, "certificate_on": clock.today()}, row)
                self._certify(row)
            else:
                self._record({"amount": DATA}, row)

    def _certify(self, row: Any) -> None:
        words = CERTIFIED.format(
            batch=row.batch, amount=PAPER, day=clock.today(), contractor=row.contractor
        )
        self._desk.attach(DISPOSALS.name_of(row), (CERTIFICATE, words), by=self._by)

    def _is_held(self, row: Any) -> bool:
        named = entry_fields.rows(LEDGER, row.rows).values()
        return any(each.name == HELD for each in named)

    def _record(self, told: dict[str, Any], row: Any) -> None:
        who = {"done_by": DOER, "witness": WITNESS}
        self._change(row, {"done_on": clock.today(), **who, **told})

    def _change(self, row: Any, values: dict[str, Any]) -> None:
        entries.change(DISPOSALS, row, values, seen=row.version, by=self._by)
