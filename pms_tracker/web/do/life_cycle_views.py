"""The life cycle of an entry of the register, for the strip on its record page (取扱いの流れ)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint
from flask_babel import gettext, lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from pms_tracker import clock
from pms_tracker.do.ledger_facts import life_cycles
from pms_tracker.do.ledger_facts.life_cycles import Looked, Told
from pms_tracker.do.registers.risk_fields import LEVELS
from pms_tracker.do.rules.ledger.life_cycle_rules import Step
from pms_tracker.do.rules.risk_rules import Level
from pms_tracker.registers.fields import Field, Value
from pms_tracker.web.door.access import me
from pms_tracker.web.registers.register_pages import Naming
from pms_tracker.web.words import labels
from pms_tracker.web.words.register_words import said_by, say

blueprint = Blueprint("life_cycle", __name__)
STEPS: Mapping[Step, LazyString] = {
    Step.ACQUIRED: _p("life cycle", "取得"),
    Step.KEPT: _p("life cycle", "保管"),
    Step.USED: _p("life cycle", "利用"),
    Step.GIVEN: _p("life cycle", "提供・委託"),
    Step.DISPOSED: _p("life cycle", "廃棄"),
}
# The tone and the icon of the chip of a level.
CHIPS: Mapping[Level, tuple[str, str]] = {
    Level.LARGE: ("late", "warning"),
    Level.MEDIUM: ("soon", "half"),
    Level.SMALL: ("done", "ring"),
}
# As much as a cell has room for; the whole stands below, in the record itself.
LONGEST, MOST_RISKS = 48, 3


@dataclass(frozen=True)
class Cell:
    """One step in words; what of its risks has no room is `more`."""

    told: Told
    name: str
    facts: list[tuple[str, str]]
    missing: str
    chip: tuple[str, str, str] | None
    risks: list[str]
    more: int
    is_over: bool
    is_unlisted: bool


@blueprint.app_template_global()
def life_cycle_of(row: Any, naming: Sequence[Naming]) -> tuple[list[Cell], Looked | None]:
    """The steps of an entry in words, and its last review."""
    named = {each.register: [one.row for one in each.entries] for each in naming}
    cells = [_cell(each) for each in life_cycles.of(row, named)]
    return cells, life_cycles.last_look(row, me())


def _cell(told: Told) -> Cell:
    risks, until = told.dangers.risks, told.dangers.accepted_until
    return Cell(
        told,
        str(STEPS[told.step]),
        [(say(field.label), _short(field, value)) for field, value in told.facts],
        labels.between([say(each.label) for each in told.missing]),
        _chip(told.dangers.level),
        [each.reference for each in risks[:MOST_RISKS]],
        max(0, len(risks) - MOST_RISKS),
        until is not None and until < clock.today(),
        any(field.name == "entrusted_to" for field, _value in told.facts),
    )


def _chip(level: Level | None) -> tuple[str, str, str] | None:
    if level is None:
        return None
    return *CHIPS[level], gettext("リスク %(level)s", level=say(LEVELS[level]))


def _short(field: Field, value: Value) -> str:
    """A value on one line, cut where it is long."""
    words = labels.between([line for line in said_by(field, value).splitlines() if line.strip()])
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
