"""Pages of erasing somebody who left: what it does, said before; agreed to as any erasure is."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
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
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.sent_once import taken_once
from pms_tracker.web.forms.shared_forms import refused_into
from pms_tracker.web.shell.pages import settings

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
def ask(person_id: int) -> ResponseReturnValue:
    who, asked = people.person(person_id), PersonErasureForm()
    open_for = _open_for(who)
    if asked.validate_on_submit():
        with refused_into(asked):
            with taken_once(url_for("erasures.index")):
                erased_people.ask(
                    people.person(person_id),
                    reason=asked.reason.data,
                    kept_days=settings().former_people_days,
                    open_for=open_for,
                    by=me(),
                )
            flash(gettext("消去を申請しました。もう一方の管理者の同意で消去されます。"), "done")
            return redirect(url_for("erasures.index"))
    return _page(who, asked)
