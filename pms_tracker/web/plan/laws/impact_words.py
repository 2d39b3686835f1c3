"""What a change touches, for templates: area by area, as inputs of a form or in words."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint
from flask_babel import ngettext

from pms_tracker.plan.laws import impact_fields
from pms_tracker.plan.laws.impact_fields import AREAS, PARTS
from pms_tracker.plan.laws.law_lists import missing
from pms_tracker.plan.rules.impact_rules import Area
from pms_tracker.registers.register import Register
from pms_tracker.web.words.register_words import said_by, say

blueprint = Blueprint("impacts", __name__)


def areas_of(register: Register) -> list[Area]:
    """The areas that a register asks of."""
    names = {each.name for each in register.fields}
    return [each for each in AREAS if f"{each}_need" in names]


@blueprint.app_template_global()
def impact_areas(register: Register, form: Any) -> list[tuple[str, list[tuple[Any, Any]]]]:
    """Of each area its words, and its fields with their inputs."""
    return [
        (
            say(AREAS[area]),
            [(register.field(f"{area}_{part}"), form[f"{area}_{part}"]) for part in PARTS],
        )
        for area in areas_of(register)
    ]


@blueprint.app_template_global()
def impact_lines(register: Register, row: Any) -> list[tuple[str, ...]]:
    """Of each area its words and what is said of it."""
    return list(_lines(register, row))


def _lines(register: Register, row: Any) -> Iterator[tuple[str, ...]]:
    for area in areas_of(register):
        fields = [register.field(f"{area}_{part}") for part in PARTS]
        yield say(AREAS[area]), *(said_by(each, each.of(row)) for each in fields)


@blueprint.app_template_global()
def impact_note(register: Register, row: Any) -> str:
    """How many of what is needed is still to be done."""
    said = impact_fields.of(register.values_of(row), areas_of(register))
    count = sum(each.is_open for each in said.values())
    return ngettext("未対応 %(num)d件", "未対応 %(num)d件", count)


@blueprint.app_template_global()
def laws_missing() -> int:
    """How many norms of the list that is shipped are not registered."""
    return len(missing())
