"""Pages that correct what is registered of a person, with both versions where two do at once."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.database import transaction
from pms_tracker.people.changes import naming
from pms_tracker.people.changes.naming import PersonFacts
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Language, Person
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import refused_into
from pms_tracker.web.people.people_forms import PersonChangeForm

blueprint = Blueprint("people_editing", __name__, url_prefix="/people/<int:person_id>/edit")


@blueprint.get("")
@requires(Permission.KEEP_PEOPLE)
def form(person_id: int) -> ResponseReturnValue:
    who = people.person(person_id)
    shown = PersonChangeForm(
        formdata=None,
        version=who.version,
        name=who.name,
        reading=who.reading,
        language=who.language.value,
    )
    return _page(who, shown)


def _page(who: Person, shown: PersonChangeForm) -> ResponseReturnValue:
    changed = str(who.version) != str(shown.version.data)
    # Whoever sends it once more has read what the other one entered.
    shown.version.data = str(who.version)
    page = render_template("people/edit.html", who=who, form=shown, changed=changed)
    return page, shown.status


@blueprint.post("")
@requires(Permission.KEEP_PEOPLE)
def save(person_id: int) -> ResponseReturnValue:
    sent = PersonChangeForm()
    if sent.validate_on_submit():
        wanted = PersonFacts(
            sent.name.data.strip(), sent.reading.data or "", Language(sent.language.data)
        )
        with refused_into(sent):
            with transaction():
                naming.change_person(
                    people.person(person_id),
                    wanted,
                    seen=sent.version.number,
                    since_on=sent.since_on.data,
                    by=me().actor,
                )
            flash(gettext("登録を変更しました。"), "done")
            return redirect(url_for("people.record", person_id=person_id))
    return _page(people.person(person_id), sent)
