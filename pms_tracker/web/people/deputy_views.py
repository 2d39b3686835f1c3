"""Naming a deputy (不在時代理) and taking one back, from the pages that show them."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.act.cases import turns
from pms_tracker.check.findings import disputes
from pms_tracker.people.changes import deputies
from pms_tracker.people.changes.deputies import Wanted
from pms_tracker.people.firm import people as persons
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Deputy
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.sent_once import taken_once
from pms_tracker.web.forms.shared_forms import refused_into
from pms_tracker.web.people import me as settings
from pms_tracker.web.people import people_views
from pms_tracker.web.people.absences import DeputyForm, shown

blueprint = Blueprint("deputies", __name__, url_prefix="/people/<int:person_id>/deputies")


@blueprint.post("/")
@requires(Permission.SEE_PEOPLE)
def name(person_id: int) -> ResponseReturnValue:
    """The absent person or the representative; everybody else is refused by the rule."""
    form = DeputyForm()
    shown(persons.person(person_id), form)
    if form.validate_on_submit():
        wanted = Wanted(
            form.deputy_id.data, form.since_on.chosen, form.until_on.chosen, form.reason.data or ""
        )
        with refused_into(form):
            with taken_once(_place(person_id)):
                made = deputies.name(persons.person(person_id), wanted, by=me())
                _hand_over(made)
            return _done(person_id, gettext("代理を決めました。二人にメールで知らせます。"))
    if person_id == me().person_id:
        return settings.page(deputy_form=form)
    return people_views.record_page(person_id, "deputy", form)


@blueprint.post("/<int:deputy_id>/end")
@requires(Permission.SEE_PEOPLE)
def end(person_id: int, deputy_id: int) -> ResponseReturnValue:
    with taken_once(_place(person_id)):
        ended = deputies.end(persons.person(person_id), deputy_id, by=me())
        _hand_over(ended)
    return _done(person_id, gettext("代理を終えました。二人にメールで知らせます。"))


def _hand_over(deputy: Deputy) -> None:
    held_by = (deputy.principal_id, deputy.deputy_id)
    turns.hand_over(held_by)
    disputes.hand_over(held_by)


def _done(person_id: int, words: str) -> ResponseReturnValue:
    flash(words, "done")
    return redirect(_place(person_id))


def _place(person_id: int) -> str:
    if person_id == me().person_id:
        return url_for("me.settings", _anchor="deputies")
    return url_for("people.record", person_id=person_id, _anchor="deputies")
