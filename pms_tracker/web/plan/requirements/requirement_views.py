"""Pages of requirement sets: all of them, and one edition with what its items are mapped to."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p

from pms_tracker.database import LARGEST
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.policies import mappings, requirements as plan_requirements
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.plan.requirements.set_rows import LISTED
from pms_tracker.plan.tables.policy_tables import Requirement, RequirementSet
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.lists import choices, list_files
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.lists.short_lists import ShortList
from pms_tracker.web.plan.requirements.set_forms import MapForm, UnmapForm
from pms_tracker.web.record import links, record_history
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.refusals.row_words import own_language

blueprint = Blueprint("requirements", __name__, url_prefix="/plan/requirements")

# Characters of a requirement in a box of many.
SHORT = 60


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    sets = requirement_sets.listed()
    return render_template(
        "plan/requirements/list.html",
        sets=sets,
        policies=plan_requirements.of_policies(),
        shipped=requirement_sets.offered(),
    )


ShortList(
    "requirement-sets",
    _p("list", "要求事項"),
    (
        Column("key", _l("短い名前"), lambda row: row.shown.key),
        Column("title", _l("題名"), lambda row: row.shown.title, width=40),
        Column("edition", _l("版"), lambda row: row.shown.edition, Kind.NUMBER, width=6),
        Column("count", _p("of a set", "項目"), lambda row: row.count, Kind.NUMBER, width=8),
        Column("mapped", _l("対応あり"), lambda row: row.mapped, Kind.NUMBER, width=10),
        Column("valid_from", _l("使い始める日"), lambda row: row.shown.valid_from, Kind.DAY),
    ),
    requirement_sets.listed,
).at(blueprint, Permission.SEE_RECORDS)


def _asked(key: str) -> tuple[RequirementSet, list[RequirementSet]]:
    """The edition that the address asks for, and all of them; raises NotFound."""
    edition = request.args.get("edition", "")
    if not edition:
        return requirement_sets.by_key(key)
    if not edition.isascii() or not edition.isdecimal() or len(edition) > len(str(LARGEST)):
        raise NotFound("no_such_set")
    return requirement_sets.by_key(key, int(edition))


@blueprint.get("/<key>")
@requires(Permission.SEE_RECORDS)
def record(key: str) -> ResponseReturnValue:
    shown, editions = _asked(key)
    return _page(shown, editions, MapForm(formdata=None))


def _page(
    shown: RequirementSet, editions: list[RequirementSet], form: MapForm
) -> ResponseReturnValue:
    items = requirement_sets.items(shown.id)
    superseded = requirement_sets.is_superseded(shown)
    keeps = me().may(Permission.KEEP_REQUIREMENTS) and not superseded
    if keeps:
        _offer(form, shown, items)
    mapped = mappings.mapped_to(shown.id)
    page = render_template(
        "plan/requirements/record.html",
        shown=shown,
        editions=editions,
        superseded=superseded,
        items=items,
        mapped=mapped,
        missing=[each for each in items if each.id not in mapped],
        place=place,
        proposed=len(mappings.proposed(shown.id)) if keeps else 0,
        keeps=keeps,
        form=form,
        names=people.names([each.recorded_by_id for each in editions]),
        history=record_history.of(requirement_sets.name_of(shown.key)),
    )
    return page, form.status


def place(row: mappings.Told) -> tuple[str, str]:
    """What a requirement is called beside another, and where it is shown."""
    family = mappings.family_of(row)
    if row.set_key is None:
        return f"{family} {row.path}", f"{links.url_of(family)}#clause-{row.path}"
    address = url_for(".record", key=row.set_key, edition=row.edition, _anchor=f"item-{row.path}")
    return f"{family} {row.path}", address


def _offer(form: MapForm, shown: RequirementSet, items: list[Requirement]) -> None:
    titles = [(each.id, f"{each.path} {choices.requirement_title(each.text)}") for each in items]
    form.item_id.offer([(number, title[:SHORT]) for number, title in titles])
    others = plan_requirements.in_force(most=None)
    form.other_id.offer(
        [
            (row.id, f"{mappings.family_of(row)} {row.path} {row.text}"[:SHORT])
            for row in others
            if row.set_key != shown.key
        ]
    )


@blueprint.get("/<key>/export.csv", defaults={"kind": "csv"})
@blueprint.get("/<key>/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_RECORDS)
def export(key: str, kind: str) -> ResponseReturnValue:
    """An edition as a file that can be brought in again as it is."""
    shown, _editions = _asked(key)
    mapped = mappings.mapped_to(shown.id)
    values = (
        lambda row: row.path,
        lambda row: choices.requirement_title(row.text),
        lambda row: row.text.partition("\n")[2],
        lambda row: "; ".join(mappings.name_of(each) for each in mapped.get(row.id, ())),
    )
    columns = [
        list_files.Column(key.value, names[own_language()], value, width=width)
        for (key, names), value, width in zip(LISTED.items(), values, (12, 36, 60, 36), strict=True)
    ]
    rows = list_files.whole(requirement_sets.items(shown.id))
    return list_files.answer(
        list_files.Sheet(shown.title, f"{shown.key}-{shown.edition}", columns, rows), kind
    )


def _offer_items(form: MapForm, key: str) -> None:
    shown, _editions = _asked(key)
    _offer(form, shown, requirement_sets.items(shown.id))


@blueprint.post("/<key>/map")
@requires(Permission.KEEP_REQUIREMENTS)
@step(MapForm, lambda form, key: _page(*_asked(key), form), offer=_offer_items)
def map_item(form: MapForm, key: str) -> Done:
    shown, _editions = _asked(key)
    if requirement_sets.is_superseded(shown):
        raise RuleBroken("edition_superseded")
    mappings.map_items(form.item_id.data, form.other_id.data, by=me().actor)
    return _done(key, gettext("対応を登録しました。"))


@blueprint.post("/<key>/unmap")
@requires(Permission.KEEP_REQUIREMENTS)
@pressed()
def unmap_item(key: str) -> Done:
    shown, _editions = _asked(key)
    form = UnmapForm()
    if not form.validate_on_submit() or not (form.one.data + form.other.data).isdecimal():
        raise NotFound("no_such_requirement")
    if requirement_sets.is_superseded(shown):
        raise RuleBroken("edition_superseded")
    pair = {int(form.one.data), int(form.other.data)}
    if pair.isdisjoint(each.id for each in requirement_sets.items(shown.id)):
        raise NotFound("no_such_requirement")
    mappings.unmap(*pair, by=me().actor)
    return _done(key, gettext("対応を外しました。"))


def _done(key: str, words: str) -> Done:
    """To the edition that was shown."""
    edition = request.args.get("edition") or None
    return Done(words, url_for(".record", key=key, edition=edition))
