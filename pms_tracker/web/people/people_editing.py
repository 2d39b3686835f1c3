"""Pages that correct what is registered of a person, with both versions where two do at once."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.people.changes import naming
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Language, Person
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.people.people_forms import PersonChangeForm
from pms_tracker.web.record.steps import Done, step

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
@step(PersonChangeForm, lambda sent, person_id: _page(people.person(person_id), sent))
def save(sent: PersonChangeForm, person_id: int) -> Done:
    wanted = naming.PersonFacts(
        sent.name.data.strip(), sent.reading.data or "", Language(sent.language.data)
    )
    naming.change_person(
        people.person(person_id),
        wanted,
        seen=sent.version.number,
        since_on=sent.since_on.data,
        by=me().actor,
    )
    return Done(gettext("登録を変更しました。"), url_for("people.record", person_id=person_id))
