"""Pages of who leaves and who is new: the list, one person's page, and the act of handing over."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pms_tracker.act.leaving import comings, heirs, holdings
from pms_tracker.act.rules import leaving_rules
from pms_tracker.act.rules.leaving_rules import FINISHED_BY_THEM, GOES_ON, Holding, What
from pms_tracker.do.pledges import pledge_duties
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.people.leaving import heir_forms, moving_lists
from pms_tracker.web.people.leaving.heir_forms import HeirsForm, ReturnForm
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words import labels

blueprint = Blueprint("leavers", __name__, url_prefix="/people/leavers")


@dataclass(frozen=True)
class Group:
    """What somebody holds of one kind, with the field of one heir for all of it, if any."""

    what: What
    rows: list[Holding]

    @property
    def name(self) -> object:
        return heir_forms.NAMES[self.what]

    @property
    def how(self) -> object:
        return heir_forms.HOW[self.what]


@blueprint.get("/")
@requires(Permission.GRANT_TOP_ROLES)
def index() -> ResponseReturnValue:
    """Who leaves and what is left, and who is new."""
    return render_template(
        "people/leavers/list.html",
        goings=comings.goings(),
        comings=comings.comings(),
        keeps_pledges=pledge_duties.are_kept(),
    )


@blueprint.get("/<int:person_id>")
@requires(Permission.GRANT_TOP_ROLES)
def record(person_id: int) -> ResponseReturnValue:
    return _page(people.person(person_id))


def _page(who: Person, form: Form | None = None, *, previewed: bool = False) -> ResponseReturnValue:
    """One person who leaves or is new; `previewed` with what would become whose."""
    held = holdings.of(who.id)
    shown = form if isinstance(form, HeirsForm) else heir_forms.blank(who, held)
    # Whoever sends it once more has read the list as it is now.
    shown.seen.data = leaving_rules.seen(held)
    departure = comings.departure_of(who.id)
    left = sum(each.is_left for each in held)
    memberships = people.memberships(who.id)
    is_new = who.left_on is None and comings.came_lately(memberships)
    page = render_template(
        "people/leavers/record.html",
        who=who,
        is_new=is_new,
        checks=[] if is_new else moving_lists.leaving(who, departure, left),
        joining=moving_lists.joining(who) if is_new else [],
        groups=_groups(each for each in held if each.what not in GOES_ON),
        goes_on=[each for each in held if each.what in GOES_ON],
        finished=FINISHED_BY_THEM,
        left=left,
        form=shown,
        waits=_names(heirs.waiting(held)),
        preview=_preview(shown, who) if previewed else None,
        refused=heir_forms.refusals(shown, who) if previewed else {},
        unreached=heir_forms.unreached(shown) if previewed else (),
        return_form=_return_form(who, form),
        units={unit.id: unit.name for unit in people.units()},
        names=heir_forms.NAMES,
        office=lambda title: labels.label(Role(title)),
    )
    return page, form.status if form else 200


def _groups(held: Iterable[Holding]) -> list[Group]:
    found: dict[What, list[Holding]] = {}
    for each in held:
        found.setdefault(each.what, []).append(each)
    return [Group(what, rows) for what, rows in found.items()]


def _names(waits: dict[str, int]) -> dict[str, str]:
    names = people.names(waits.values())
    return {key: names[person_id] for key, person_id in waits.items()}


def _preview(form: HeirsForm, who: Person) -> list[tuple[Holding, int, str]]:
    """What would become whose, by name."""
    chosen = form.chosen
    names = people.names(chosen.values())
    return [
        (each, chosen[each.key], names.get(chosen[each.key], ""))
        for each in form.held
        if each.key in chosen
    ]


def _return_form(who: Person, form: Form | None) -> ReturnForm:
    if isinstance(form, ReturnForm):
        return form
    departure = comings.departure_of(who.id)
    place = url_for(".take_back", person_id=who.id)
    if departure is None:
        return ReturnForm(formdata=None, place=place, seen="0")
    return ReturnForm(
        formdata=None,
        place=place,
        seen=str(departure.version),
        returned_on=departure.returned_on,
        note=departure.note,
    )


def _again(form: Form, person_id: int) -> ResponseReturnValue:
    return _page(people.person(person_id), form)


@blueprint.post("/<int:person_id>/preview")
@requires(Permission.GRANT_TOP_ROLES)
def preview(person_id: int) -> ResponseReturnValue:
    """What would become whose, and what stands against it; nothing is handed over yet."""
    who, form = people.person(person_id), heir_forms.sent()
    if form.validate_on_submit() and not form.chosen:
        form.refuse(gettext("引き継ぐ人を1人以上選んでください。"), 400)
    return _page(who, form, previewed=form.status == 200)


@blueprint.post("/<int:person_id>")
@requires(Permission.GRANT_TOP_ROLES)
@step(heir_forms.sent, _again, once=True)
def hand_over(form: HeirsForm, person_id: int) -> Done:
    count = heirs.hand_over(
        people.person(person_id),
        form.chosen,
        reason=form.reason.data or "",
        seen=form.seen.data or "",
        by=me(),
    )
    told = ngettext("%(num)d件を引き継ぎました。", "%(num)d件を引き継ぎました。", count)
    return Done(told, url_for(".record", person_id=person_id))


@blueprint.post("/<int:person_id>/returned")
@requires(Permission.GRANT_TOP_ROLES)
@step(ReturnForm, _again)
def take_back(form: ReturnForm, person_id: int) -> Done:
    seen = str(form.seen.data or "")
    comings.record_return(
        people.person(person_id),
        form.returned_on.data,
        form.note.data or "",
        seen=int(seen) if seen.isdecimal() else -1,
        by=me(),
    )
    return Done(gettext("返却を記録しました。"), url_for(".record", person_id=person_id))
