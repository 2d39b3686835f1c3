"""What a change touches, for templates: area by area, as inputs of a form or in words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from flask import Blueprint, current_app, url_for
from flask_babel import lazy_gettext as _l, ngettext
from flask_babel.speaklater import LazyString

from pms_tracker.plan.changes.planned_changes import CHANGES, OF_CHANGES
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.plan.laws import impact_fields
from pms_tracker.plan.laws.impact_fields import AREAS, PARTS
from pms_tracker.plan.laws.law_lists import missing
from pms_tracker.plan.laws.laws import LAWS, OF_LAWS
from pms_tracker.plan.rules.document_rules import DocumentKind
from pms_tracker.plan.rules.impact_rules import Area
from pms_tracker.registers.register import Register
from pms_tracker.web.door.access import opens
from pms_tracker.web.door.reached import reaches
from pms_tracker.web.registers.register_pages import Named, Naming
from pms_tracker.web.words.register_words import said_by, say

# Where what a change asks for is done: a new entry of its register, else the page that leads on.
STEPS: Mapping[Area, tuple[str, LazyString]] = {
    Area.POLICY: ("policies.index", _l("方針を開いて改定する")),
    Area.PURPOSE: ("purposes.form", _l("利用目的を登録する")),
    Area.LEDGER: ("ledger.form", _l("個人情報を登録する")),
    Area.RISK: ("risks.form", _l("リスクを登録する")),
    Area.RULE: ("documents.index", _l("規程を開いて改定する")),
    Area.FORM: ("documents.index", _l("様式を開いて改定する")),
    Area.CONTRACTOR: ("contractors.form", _l("委託先を登録する")),
    Area.TRAINING: ("training_plans.form", _l("教育を計画する")),
    Area.PUBLICATION: ("acquisition_notices.form", _l("明示文を登録する")),
    Area.BODY: ("renewals.index", _l("Pマークの申請を開く")),
}
# Which area an entry is of that says what it came from; documents say so by their kind.
_OF_REGISTER = {page.partition(".")[0]: area for area, (page, _words) in STEPS.items()}
_OF_DOCUMENT = {DocumentKind.POLICY: Area.POLICY, DocumentKind.FORM: Area.FORM}
# The field in which an entry says from which entry of these registers it came.
_ORIGINS = {CHANGES.key: OF_CHANGES.name, LAWS.key: OF_LAWS.name}

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
def impact_steps(register: Register, row: Any) -> list[tuple[str, str] | None]:
    """Of each area where what is needed is done, with the words of the way there; nothing for what
    is not open, and for whoever may not go there."""
    said = impact_fields.of(register.values_of(row), areas_of(register))
    # A new entry says from the start what it came from.
    origin = {_ORIGINS[register.key]: register.name_of(row)}
    return [_step(area, origin) if each.is_open else None for area, each in said.items()]


def _step(area: Area, origin: Mapping[str, str]) -> tuple[str, str] | None:
    page, words = STEPS[area]
    if not (page in current_app.view_functions and reaches(page) and opens(page)):
        return None
    said: Mapping[str, Any] = origin if page.endswith(".form") else {}
    return url_for(page, **said), str(words)


@blueprint.app_template_global()
def impact_results(register: Register, naming: Iterable[Naming]) -> list[list[Named]]:
    """Of each area the entries that say they came from an entry, of all that name it."""
    areas = areas_of(register)
    came: dict[Area, list[Named]] = defaultdict(list)
    for its in naming:
        for one in its.entries if its.register.key in impact_registers() else ():
            came[_area_of(its.register, one.row, areas)].append(one)
    return [came[area] for area in areas]


def _area_of(register: Register, row: Any, areas: Collection[Area]) -> Area:
    if register is not DOCUMENTS:
        return _OF_REGISTER[register.key]
    area = _OF_DOCUMENT.get(row.kind, Area.RULE)
    return area if area in areas else Area.RULE


@blueprint.app_template_global()
def impact_registers() -> Collection[str]:
    """The registers whose entries stand beside the areas of what they came from."""
    return _OF_REGISTER.keys()


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
