"""What the demo company entered in registers: a row each, its days counted from today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pms_tracker.check.audits.auditor_trainings import TRAININGS
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.do.registers.pledges import PLEDGES
from pms_tracker.do.rules.pledge_rules import PledgeKind
from pms_tracker.kernel.independence import Role
from pms_tracker.registers import entries
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


class RegisterActs:
    """What was entered in registers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        for each in (*ENTERED, *map(_pledged, self._desk.cast.person_ids)):
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
        return self._desk.days.open(value) if isinstance(field, Day) else value
