"""What the demo company entered in registers: a row each, its days counted from today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pms_tracker.check.audits.auditor_trainings import TRAININGS
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.do.registers.pledges import PLEDGES
from pms_tracker.do.registers.provisions import PROVISIONS
from pms_tracker.do.rules.pledge_rules import PledgeKind
from pms_tracker.do.rules.provision_rules import Abroad, Direction, Ground, Method
from pms_tracker.kernel.independence import Role
from pms_tracker.registers import entries, entry_fields
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Day, Field, Of, Pick
from pms_tracker.registers.register import Register

COURSE = "内部監査員養成研修"


@dataclass(frozen=True)
class Entered:
    """An entry, with names for persons and units, and days from today for days."""

    register: Register
    by: Role
    day: int
    values: Mapping[str, Any]


def _trained(name: str, obtained: int, until: int) -> Entered:
    told = {"person_id": name, "name": COURSE, "obtained_on": obtained, "valid_until": until}
    return Entered(TRAININGS, Role.AUDIT_MANAGER, -60, told)


ENTERED = (
    _trained("髙橋 正行", -400, 696),
    _trained("鈴木 彩乃", -380, 716),
    # This one has run out.
    _trained("加藤 慎司", -410, -45),
)

# Everybody was asked for a pledge on one day; these have not signed theirs yet.
ASKED, SIGNED, NOT_YET = -9, -4, frozenset({"岡田 アンナ", "清水 和枝"})


def _pledged(name: str) -> Entered:
    told = {"person_id": name, "kind": PledgeKind.JOINING, "asked_on": ASKED}
    signed = {} if name in NOT_YET else {"signed_on": SIGNED}
    return Entered(PLEDGES, Role.PRIVACY_MANAGER, SIGNED, {**told, **signed})


_MOCK_EXAM = {
    "counterpart": "北信模試センター株式会社",
    "address": "長野県長野市南長野1-2-3",
    "representative": "西沢 守",
}
_GIVEN, _TAKEN = Direction.PROVIDED, Direction.RECEIVED
PROVIDED: tuple[tuple[int, Mapping[str, Any]], ...] = (
    (
        -19,
        {
            **_MOCK_EXAM,
            "direction": _GIVEN,
            "ground": Ground.CONSENT,
            "unit_id": "教務部",
            "items": "氏名、学年、志望校",
            "whom": "公開模試の受験者一覧（2学期）",
            "method": Method.BATCH,
            "provided_on": -150,
            "last_on": -20,
            "consent": "入会申込書の同意欄",
            "rows": ("入会申込書",),
        },
    ),
    (
        -48,
        {
            "direction": _GIVEN,
            "ground": Ground.CONSENT,
            "counterpart": "フォトスタジオあずさ",
            "address": "長野県松本市中央4-5-6",
            "representative": "百瀬 弥生",
            "unit_id": "松本教室",
            "items": "氏名、クラス",
            "whom": "夏期講習の参加者一覧",
            "provided_on": -48,
            "consent": "記念写真の申込書",
            "note": "写真は教室で受け取り、配り終えた。",
        },
    ),
    (
        -33,
        {
            "direction": _GIVEN,
            "ground": Ground.LIFE,
            "counterpart": "みすず学園中学校",
            "unit_id": "松本教室",
            "items": "保護者の電話番号",
            "provided_on": -33,
            "reason": "帰宅の途中でけがをした生徒の保護者に、学校が急いで連絡するため。",
        },
    ),
    (
        -26,
        {
            "direction": _TAKEN,
            "ground": Ground.CONSENT,
            "counterpart": "信濃教材流通株式会社",
            "address": "長野県塩尻市大門7-8-9",
            "representative": "小林 草太",
            "unit_id": "出版部",
            "items": "氏名、住所、希望する書籍",
            "whom": "資料請求者の一覧（10月分）",
            "provided_on": -26,
            "origin": "同社の展示会で、本人が資料請求の用紙に記入した。",
            "consent": "資料請求の用紙の同意欄",
            "confirmed": "同社から申告を受け、用紙の写しを見た。",
            "rows": ("通信販売の注文データ",),
        },
    ),
    (
        -100,
        {
            "direction": _GIVEN,
            "ground": Ground.CONSENT,
            "counterpart": "一般財団法人ことば検定協会",
            "address": "東京都文京区本郷10-11-12",
            "representative": "大石 なつみ",
            "unit_id": "教務部",
            "items": "氏名、生年月日、受ける級",
            "whom": "団体受検の申込書に記した生徒",
            "method": Method.CONTRACT,
            "provided_on": -100,
            "last_on": -100,
        },
    ),
    (
        -24,
        {
            "direction": _GIVEN,
            "ground": Ground.CONSENT,
            "counterpart": "Maple Harbour Learning Inc.",
            "address": "カナダ ブリティッシュコロンビア州",
            "representative": "Alex Morrow",
            "unit_id": "教務部",
            "items": "氏名、英語の学習の段階",
            "whom": "オンライン英会話の受講者一覧",
            "method": Method.BATCH,
            "provided_on": -360,
            "abroad": Abroad.SYSTEM,
            "country": "カナダ",
            "done_checked_on": -300,
            "regime_checked_on": -300,
            "consent": "オンライン英会話の申込書",
        },
    ),
)


def _provided(day: int, told: Mapping[str, Any]) -> Entered:
    return Entered(PROVISIONS, Role.PRIVACY_MANAGER, day, told)


class RegisterActs:
    """What was entered in registers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        provided = (_provided(*each) for each in PROVIDED)
        for each in (*ENTERED, *map(_pledged, self._desk.cast.person_ids), *provided):
            yield Act(self._desk.days.open(each.day), Hour.FILE, partial(self._enter, each))

    def _enter(self, told: Entered) -> None:
        values = {
            name: self._value(told.register.field(name), value)
            for name, value in told.values.items()
        }
        entries.enter(told.register, values, by=self._desk.cast.holder(told.by))

    def _value(self, field: Field, value: Any) -> Any:
        cast = self._desk.cast
        if isinstance(field, Pick):
            named = cast.person_ids if field.one_of is Of.PERSON else cast.unit_ids
            return named[value]
        if isinstance(field, Entries):
            known = entry_fields.called([field.among], None)[field.among.key]
            return tuple(reference for name in value for reference in known[name])
        return self._desk.days.open(value) if isinstance(field, Day) else value
