"""How long something may be used or kept (利用期限, 保管期限): from an event, or without end."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pms_tracker.kernel.words import N_

LONGEST_WORDS, MOST = 200, 999


class SpanKind(StrEnum):
    """When a span ends; `UNREAD` are words that could not be read, as they are."""

    AFTER = "after"
    FOREVER = "forever"
    AS_NEEDED = "as_needed"
    PURPOSE = "purpose"
    UNREAD = "unread"


class Start(StrEnum):
    """What a span is counted from."""

    ACQUIRED = "acquired"
    CONTRACT_END = "contract_end"
    WITHDRAWAL = "withdrawal"
    RETIREMENT = "retirement"
    LAST_DEAL = "last_deal"
    YEAR_END = "year_end"
    PAID = "paid"
    NOT_HIRED = "not_hired"


class Unit(StrEnum):
    """What a span is counted in."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


ENDLESS = {
    SpanKind.FOREVER: N_("永年"),
    SpanKind.AS_NEEDED: N_("都度"),
    SpanKind.PURPOSE: N_("利用目的達成まで"),
}
STARTS = {
    Start.ACQUIRED: N_("取得"),
    Start.CONTRACT_END: N_("契約終了"),
    Start.WITHDRAWAL: N_("退会・卒業"),
    Start.RETIREMENT: N_("従業者の退職"),
    Start.LAST_DEAL: N_("最終取引"),
    Start.YEAR_END: N_("年度末"),
    Start.PAID: N_("支払完了"),
    Start.NOT_HIRED: N_("不採用決定"),
}


@dataclass(frozen=True)
class Span:
    """A span: `length` units after `start`, 0 until it. `ground` is why; `words` are those that
    could not be read."""

    kind: SpanKind = SpanKind.AFTER
    start: Start = Start.ACQUIRED
    length: int = 0
    unit: Unit = Unit.YEAR
    ground: str = ""
    words: str = ""

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it: what its kind has, and no more."""
        held: dict[str, Any] = {"kind": self.kind.value}
        if self.kind is SpanKind.AFTER:
            held |= {"start": self.start.value, "length": self.length, "unit": self.unit.value}
        more = {"ground": self.ground, "words": self.words}
        return held | {name: words for name, words in more.items() if words}

    @property
    def code(self) -> str:
        """As machines write it: contract_end+5year, forever; the ground in brackets."""
        told = self.words if self.kind is SpanKind.UNREAD else self.kind.value
        if self.kind is SpanKind.AFTER:
            told = f"{self.start}+{self.length}{self.unit}"
        return f"{told}({self.ground})" if self.ground else told


def from_kept(held: Mapping[str, Any]) -> Span:
    """A span as JSON kept it."""
    return Span(
        SpanKind(held["kind"]),
        Start(held.get("start", Start.ACQUIRED)),
        held.get("length", 0),
        Unit(held.get("unit", Unit.YEAR)),
        held.get("ground", ""),
        held.get("words", ""),
    )
