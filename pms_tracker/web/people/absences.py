"""Absences on a person's pages (不在時代理): who stands in for whom, and the form to name one."""

from flask_babel import lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.people.changes import deputies
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.questions import Question
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import DayField, Form, LineField, PickField
from pms_tracker.web.lists import choices


class DeputyForm(Form):
    """Who stands in, from which day to which; ids of its own, beside the other forms there."""

    deputy_id = PickField(_l("代理する人"), _l("代理する人を選んでください。"))
    since_on = DayField(_l("代理の初日"), _l("代理の初日を入力してください。"), id="deputy-since")
    until_on = DayField(
        _l("代理の最終日"), _l("代理の最終日を入力してください。"), id="deputy-until"
    )
    reason = LineField(_l("不在の理由"), longest=200, id="deputy-reason")


def shown(who: Person, form: Form | None = None) -> dict[str, object]:
    """What `people/deputies.html` shows of a person; the form only to those who may name."""
    today = clock.today()
    # Whoever does not work here is told nobody's name, and has nothing to hand over.
    works_here = me().may(Permission.SEE_PEOPLE)
    may_name = works_here and deputies.may_name(who, me()) and not people.has_left(who)
    wanted = form if isinstance(form, DeputyForm) else DeputyForm(formdata=None)
    if may_name:
        firm = Firm(today)
        others = [each for each in choices.people_of(firm) if each[0] != who.id]
        wanted.deputy_id.offer(others, readings=firm.readings())
    found = deputies.of(who.id, today)
    return {"absences": found, "may_name_deputy": may_name, "deputy_form": wanted}


def of_viewer() -> Question[list[deputies.Absence]]:
    """Those whom the viewer stands in for today, with the days; of nobody, nothing is asked."""
    today, mine = clock.today(), me().stands_in_for
    if not mine:
        return Question((), {}, list)

    def standing_in(found: list[deputies.Absence]) -> list[deputies.Absence]:
        return [row for row in found if row.principal_id in mine and row.since_on <= today]

    return deputies.question(me().person_id, today).then(standing_in)
