"""Pages of erasing somebody who left: what it does, said before; agreed to as any erasure is."""

from datetime import timedelta

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.act.erasures import erased_people
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.reminders.scan import reminders
from pms_tracker.trail import names
from pms_tracker.web.act.forms.case_forms import PersonErasureForm
from pms_tracker.web.door.access import me, requires, settings
from pms_tracker.web.record.steps import Done, step

blueprint = Blueprint("person_erasures", __name__, url_prefix="/act/erasures/people")

# Work that is due later than this is nobody's yet.
AHEAD = timedelta(days=3660)


def _open_for(who: Person) -> list[str]:
    """The records for which somebody still has something to do."""
    found = reminders.duties_of(people.viewer(who.id), clock.today() + AHEAD)
    return [each.reference for each in found if each.reference]


@blueprint.get("/<int:person_id>")
@requires(Permission.ERASE)
def form(person_id: int) -> ResponseReturnValue:
    who = people.person(person_id)
    erased_people.check_may_go(
        who, kept_days=settings().former_people_days, open_for=_open_for(who), by=me()
    )
    place = url_for(".ask", person_id=person_id)
    return _page(who, PersonErasureForm(formdata=None, place=place))


def _page(who: Person, asked: PersonErasureForm) -> ResponseReturnValue:
    page = render_template(
        "act/person_erasures/ask.html", who=who, number=names.number_of(who.id), form=asked
    )
    return page, asked.status


@blueprint.post("/<int:person_id>")
@requires(Permission.ERASE)
@step(PersonErasureForm, lambda form, person_id: _page(people.person(person_id), form), once=True)
def ask(form: PersonErasureForm, person_id: int) -> Done:
    who = people.person(person_id)
    erased_people.ask(
        who,
        reason=form.reason.data,
        kept_days=settings().former_people_days,
        open_for=_open_for(who),
        by=me(),
    )
    words = gettext(
        "消去を申請しました。個人情報保護管理者と監査責任者のうち、申請していない方が同意すると消去されます。"
    )
    return Done(words, url_for("erasures.index"))
