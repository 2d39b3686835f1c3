"""Pages of units: who belongs to one and did before, its names, and how it ends."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.people.changes import naming, units
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Unit, UnitKind
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.people.people_forms import CloseForm, MergeForm, UnitChangeForm
from pms_tracker.web.record import record_history
from pms_tracker.web.record.steps import Done, step

blueprint = Blueprint("units", __name__, url_prefix="/people/units/<int:unit_id>")


@dataclass(frozen=True)
class Forms:
    """The forms of the page; one that was refused takes the place of its blank one."""

    change: UnitChangeForm
    close: CloseForm
    merge: MergeForm


def _forms(unit: Unit, refused: Form | None) -> Forms:
    change = refused if isinstance(refused, UnitChangeForm) else None
    changed = change or UnitChangeForm(
        formdata=None, version=unit.version, name=unit.name, kind=unit.kind.value
    )
    close = refused if isinstance(refused, CloseForm) else CloseForm(formdata=None)
    merge = refused if isinstance(refused, MergeForm) else MergeForm(formdata=None)
    merge.into_id.offer(_others(unit))
    return Forms(changed, close, merge)


def _others(unit: Unit) -> list[tuple[int, str]]:
    return [(each.id, each.name) for each in people.units(clock.today()) if each.id != unit.id]


@blueprint.get("")
@requires(Permission.SEE_PEOPLE)
def record(unit_id: int) -> ResponseReturnValue:
    return _page(people.unit(unit_id))


def _page(unit: Unit, refused: Form | None = None) -> ResponseReturnValue:
    forms = _forms(unit, refused)
    changed = str(forms.change.version.data) != str(unit.version)
    forms.change.version.data = str(unit.version)
    page = render_template(
        "people/unit.html",
        unit=unit,
        members=people.members_of(unit.id),
        former=naming.of_unit(unit.id),
        forms=forms,
        refused=refused,
        changed=changed,
        others=_others(unit),
        history=record_history.of(f"unit-{unit.id}"),
    )
    return page, refused.status if refused else 200


def _again(form: Form, unit_id: int) -> ResponseReturnValue:
    return _page(people.unit(unit_id), form)


def _done(words: str, unit_id: int) -> Done:
    return Done(words, url_for(".record", unit_id=unit_id))


@blueprint.post("")
@requires(Permission.KEEP_PEOPLE)
@step(UnitChangeForm, _again)
def change(form: UnitChangeForm, unit_id: int) -> Done:
    naming.change_unit(
        people.unit(unit_id),
        naming.UnitFacts(form.name.data.strip(), UnitKind(form.kind.data)),
        seen=form.version.number,
        since_on=form.since_on.data,
        by=me().actor,
    )
    return _done(gettext("部門の登録を変更しました。"), unit_id)


@blueprint.post("/close")
@requires(Permission.KEEP_PEOPLE)
@step(CloseForm, _again)
def close(form: CloseForm, unit_id: int) -> Done:
    unit = people.unit(unit_id)
    units.close(unit, until_on=form.day, by=me().actor, reason=form.why)
    return _done(gettext("部門を廃止しました。"), unit_id)


@blueprint.post("/merge")
@requires(Permission.KEEP_PEOPLE)
@step(
    MergeForm, _again, offer=lambda form, unit_id: form.into_id.offer(_others(people.unit(unit_id)))
)
def merge(form: MergeForm, unit_id: int) -> Done:
    units.merge(
        people.unit(unit_id),
        people.unit(form.into_id.data),
        since_on=form.since_on.data or clock.today(),
        by=me().actor,
        reason=form.why,
    )
    return _done(gettext("部門を統合しました。"), unit_id)
