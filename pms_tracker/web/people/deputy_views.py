"""Naming a deputy (不在時代理) and taking one back, from the pages that show them."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.act.cases import turns
from pms_tracker.check.findings import disputes
from pms_tracker.people.changes import deputies
from pms_tracker.people.firm import people as persons
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Deputy
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.people import me as settings, people_views
from pms_tracker.web.people.absences import DeputyForm, shown
from pms_tracker.web.record.steps import Done, pressed, step

blueprint = Blueprint("deputies", __name__, url_prefix="/people/<int:person_id>/deputies")


def _offer(form: DeputyForm, person_id: int) -> None:
    shown(persons.person(person_id), form)


def _again(form: DeputyForm, person_id: int) -> ResponseReturnValue:
    if person_id == me().person_id:
        return settings.page(deputy_form=form)
    return people_views.record_page(person_id, "deputy", form)


@blueprint.post("/")
@requires(Permission.SEE_PEOPLE)
@step(DeputyForm, _again, offer=_offer, once=True)
def name(form: DeputyForm, person_id: int) -> Done:
    """The absent person or the representative; everybody else is refused by the rule."""
    since_on, until_on = form.since_on.chosen, form.until_on.chosen
    wanted = deputies.Wanted(form.deputy_id.data, since_on, until_on, form.reason.data or "")
    _hand_over(deputies.name(persons.person(person_id), wanted, by=me()))
    return _done(person_id, gettext("代理を決めました。二人にメールで知らせます。"))


@blueprint.post("/<int:deputy_id>/end")
@requires(Permission.SEE_PEOPLE)
@pressed(once=True)
def end(person_id: int, deputy_id: int) -> Done:
    _hand_over(deputies.end(persons.person(person_id), deputy_id, by=me()))
    return _done(person_id, gettext("代理を終えました。二人にメールで知らせます。"))


def _hand_over(deputy: Deputy) -> None:
    held_by = (deputy.principal_id, deputy.deputy_id)
    turns.hand_over(held_by)
    disputes.hand_over(held_by)


def _done(person_id: int, words: str) -> Done:
    own = person_id == me().person_id
    place = url_for("me.settings") if own else url_for("people.record", person_id=person_id)
    return Done(words, f"{place}#deputies")
