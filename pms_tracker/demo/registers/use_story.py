"""What the demo company used beyond its purposes: with consent, by law, and still being asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.registers import approving
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.use_rules import Consenter, ConsentWay, UseGround
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.do.uses.uses_beyond import USES_BEYOND
from pms_tracker.kernel.independence import Role
from pms_tracker.registers import entries

_DAYS = ("first_on", "last_on", "ended_on")


@dataclass(frozen=True)
class Told:
    """A use: of which entry, applied for and approved on which days from today, with what it says,
    days from today for days; and what it said on a later day, approved the day after."""

    of: str
    applied: int
    approved: int
    says: Mapping[str, Any]
    later: int = 0
    then: Mapping[str, Any] = field(default_factory=dict)


USES = (
    Told(
        *("生徒台帳", -210, -208),
        {
            "purpose": "警察からの捜査関係事項照会への回答",
            "scope": "照会のあった1人の在籍期間を、総務部が書面で回答する",
            "ground": UseGround.LAW,
            "reason": "刑事訴訟法197条2項に基づく照会",
            "headcount": 1,
            "first_on": -207,
            "last_on": -200,
        },
        *(-205, {"ended_on": -206}),
    ),
    Told(
        *("成績と指導記録", -75, -72),
        {
            "purpose": "合格体験記を入会案内に載せる",
            "scope": "卒業生の氏名、進学先、体験記を、教務部が入会案内に載せる",
            "ground": UseGround.CONSENT,
            "headcount": 24,
            "first_on": -50,
            "last_on": 120,
            "notice": "体験記を来年度の入会案内に載せます。断っても不利益はありません。",
            "ways": (ConsentWay.WRITTEN,),
            "consenters": (Consenter.SELF, Consenter.GUARDIAN),
            "guardians": "18歳未満の卒業生は、保護者が同意書に署名する",
        },
        *(-55, {"consents": 21, "refusals": 3, "refused": "S-1042、S-1077、S-1103"}),
    ),
    Told(
        *("通信販売の注文データ", -12, -10),
        {
            "purpose": "学習参考書についての調査を郵送する",
            "scope": "氏名と住所を、出版部が調査票の発送に使う",
            "ground": UseGround.CONSENT,
            "headcount": 180,
            "first_on": 20,
            "last_on": 80,
            "notice": "調査票をお送りするために、ご注文のときの住所を使います。",
            "ways": (ConsentWay.MAIL, ConsentWay.BUTTON),
            "consenters": (Consenter.SELF,),
        },
        *(-4, {"consents": 96, "refusals": 11}),
    ),
)


class UseActs:
    """How each use was applied for, approved, and what was written of it afterwards."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: dict[str, Any] = {}

    def __iter__(self) -> Iterator[Act]:
        day = self._desk.days.open
        for told in USES:
            yield Act(day(told.applied), Hour.FILE, partial(self._enter, told))
            yield Act(day(told.approved), Hour.DECIDE, partial(self._approve, told))
            yield Act(day(told.later), Hour.FILE, partial(self._change, told))
            yield Act(day(told.later + 1), Hour.DECIDE, partial(self._approve, told))

    def _enter(self, told: Told) -> None:
        its = select(PersonalInformation).where(PersonalInformation.name == told.of)
        row = session.scalars(its).one()
        says = {"rows": (LEDGER.name_of(row),), "unit_id": row.unit_id, **self._said(told.says)}
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        self._rows[told.of] = entries.enter(USES_BEYOND, says, by=by)
        approving.hand_in(USES_BEYOND, self._of(told), self._desk)

    def _change(self, told: Told) -> None:
        (row,) = self._of(told)
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        entries.change(USES_BEYOND, row, self._said(told.then), seen=row.version, by=by)
        approving.hand_in(USES_BEYOND, self._of(told), self._desk)

    def _approve(self, told: Told) -> None:
        approving.approve(USES_BEYOND, self._of(told), self._desk)

    def _of(self, told: Told) -> Sequence[Any]:
        return [self._rows[told.of]]

    def _said(self, says: Mapping[str, Any]) -> dict[str, Any]:
        day = self._desk.days.open
        return {name: day(value) if name in _DAYS else value for name, value in says.items()}
