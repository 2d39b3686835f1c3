"""What happened when in an incident, added by a press; and how many persons of which entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from wtforms import FieldList, Form as Part, FormField, HiddenField, StringField
from wtforms.validators import NumberRange, Optional

from pms_tracker.do.incidents import incident_course, incident_persons, incident_scope
from pms_tracker.do.incidents.incident_choices import MOST_PERSONS
from pms_tracker.do.incidents.incident_scope import Concerned
from pms_tracker.do.incidents.incidents import INCIDENTS, REPORTED_IN
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.incidents import incident_timeline_rules as rules
from pms_tracker.do.rules.incidents.incident_timeline_rules import Count, Turn
from pms_tracker.do.tables.incident_tables import IncidentEvent
from pms_tracker.kernel.days import TimeNotRead, read_time
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers import entries
from pms_tracker.registers.entry_fields import named
from pms_tracker.registers.imports.register_sheets import number_of
from pms_tracker.web.door.access import me, opens, requires
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.forms.many_rows import row_id
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.registers.register_forms import Readable
from pms_tracker.web.words.labels import LABELS
from pms_tracker.web.words.register_words import say, title_of

blueprint = Blueprint("incident_course", __name__, url_prefix="/do/incidents")
_ONE = f"/<ref({Kind.INCIDENT}):which>"
# What the fields of an entry say of its course, by the day that they tell.
_BY_FIELDS = (
    *("happened_on", "known_on", "notified_on", "closed_on"),
    *(name for two in REPORTED_IN.values() for name in two if name),
)


@dataclass(frozen=True)
class Happened:
    """One line of an incident's course: as its fields say, or a row of its own."""

    on: date
    at: str
    what: str
    words: str = ""
    by: str = ""
    event: IncidentEvent | None = None
    may_strike: bool = False


class CourseForm(shared.Form):
    """What happened: its kind is the button that is pressed, its time now unless one is said."""

    # Never drawn: a hidden field would come before the button of its name.
    turn = StringField()
    words = shared.LineField(_l("何があったか"), longest=rules.LONGEST)
    on = shared.DayField(_l("日"), past=True)
    at = shared.LineField(
        _l("時刻"), longest=20, more=[Readable(read_time, TimeNotRead, "entry_time")]
    )

    @property
    def kind(self) -> Turn:
        return next((each for each in Turn if each == self.turn.data), Turn.NOTE)

    @property
    def time(self) -> str:
        typed = (self.at.data or "").strip()
        return f"{read_time(typed):%H:%M}" if typed else ""


@blueprint.app_template_global()
def incident_course_of(row: Any) -> list[Happened]:
    """An incident's course, in the order in which things happened."""
    events = incident_course.of(row)
    names = people.names([each.written_by_id for each in events])
    is_open, manages = incident_course.is_open(row), Role.PRIVACY_MANAGER in me().roles
    lines = [_line(each, names, is_open=is_open, manages=manages) for each in events]
    told = ((INCIDENTS.field(name), INCIDENTS.field(name).of(row)) for name in _BY_FIELDS)
    lines += [Happened(day, "", say(field.label)) for field, day in told if day is not None]
    return sorted(lines, key=lambda each: (each.on, each.at))


def _line(event: IncidentEvent, names: Any, *, is_open: bool, manages: bool) -> Happened:
    own = event.struck_on is None and (manages or event.written_by_id == me().person_id)
    return Happened(
        *(event.happened_on, event.happened_at, str(LABELS[event.turn]), event.words),
        *(names.get(event.written_by_id, ""), event, own and is_open),
    )


@blueprint.app_template_global()
def incident_turns() -> list[tuple[Turn, str]]:
    """What may be added by a press."""
    return [(each, str(LABELS[each])) for each in Turn]


@blueprint.app_template_global()
def incident_course_form(which: Reference) -> CourseForm:
    """A form to add by."""
    return CourseForm(formdata=None, place=url_for("incident_course.add", which=which))


@blueprint.app_template_global()
def incident_concerned(row: Any) -> list[tuple[str, str, Count]]:
    """The entries that an incident names, as far as the reader may know: name, address, count."""
    lines = []
    for each in incident_scope.of(row, me()):
        opens_it = opens(f"{LEDGER.key}.record")
        url = url_for(f"{LEDGER.key}.record", which=number_of(LEDGER, each.row)) if opens_it else ""
        lines.append((named(LEDGER, each.row), url, each.count))
    return lines


@blueprint.app_template_global()
def incident_counts_of(row: Any, incidents: Sequence[Any]) -> dict[int, Count]:
    """How many persons of an entry of the register these incidents concern, by incident."""
    return dict(incident_scope.on_entry(row.id, [each.id for each in incidents]))


@blueprint.app_template_global()
def may_erase_incident_persons(row: Any) -> bool:
    return incident_persons.may_erase(row, me())


def _row(which: Reference, *, for_update: bool = False) -> Any:
    return entries.find(INCIDENTS, which, seen_by=me(), for_update=for_update)


def _course_page(form: CourseForm, which: Reference) -> ResponseReturnValue:
    row = _row(which)
    title = title_of(INCIDENTS, row)
    told = {"row": row, "which": which, "title": title, "form": form, "say": say}
    page = render_template("do/incidents/course.html", register=INCIDENTS, **told)
    return page, form.status


@blueprint.get(f"{_ONE}/course")
@requires(INCIDENTS.reader)
def shown(which: Reference) -> ResponseReturnValue:
    return _course_page(incident_course_form(which), which)


@blueprint.post(f"{_ONE}/course")
@requires(Permission.REPORT)
@step(CourseForm, _course_page, beside={"incident_note_empty": "words"}, once=True)
def add(form: CourseForm, which: Reference) -> Done:
    row, said = _row(which, for_update=True), form.words.data or ""
    incident_course.add(row, form.kind, said, on=form.on.data, at=form.time, by=me())
    return Done(gettext("経過に追加しました。"), url_for(".shown", which=which))


@blueprint.post(f"{_ONE}/course/<int:number>/strike")
@requires(Permission.REPORT)
@pressed()
def strike(which: Reference, number: int) -> Done:
    incident_course.strike(_row(which, for_update=True), number, by=me())
    return Done(gettext("経過の行を取り消しました。"), url_for(".shown", which=which))


class RowPart(Part):
    """How many persons of one entry."""

    row = HiddenField()
    now = shared.NumberField(
        _l("いま分かる人数"), validators=[Optional(), NumberRange(0, MOST_PERSONS)]
    )
    most = shared.NumberField(
        _l("最大の人数"), validators=[Optional(), NumberRange(0, MOST_PERSONS)]
    )


class ScopeForm(shared.Form):
    """How many persons of each entry that an incident names."""

    version = shared.VersionField()
    rows = FieldList(FormField(RowPart))

    @property
    def counts(self) -> dict[int, Count]:
        parts = [entry.form for entry in self.rows.entries]
        return {
            number: Count(part.now.data, part.most.data)
            for part in parts
            if (number := row_id(part.row))
        }


def _scope_page(form: ScopeForm, which: Reference) -> ResponseReturnValue:
    row = _row(which)
    concerned: Sequence[Concerned] = incident_scope.of(row, me())
    lines = {each.row.id: named(LEDGER, each.row) for each in concerned}
    form.version.data = row.version
    page = render_template(
        "do/incidents/scope.html",
        register=INCIDENTS,
        which=which,
        title=title_of(INCIDENTS, row),
        form=form,
        names=[lines.get(row_id(each.form.row) or 0, "") for each in form.rows.entries],
    )
    return page, form.status


@blueprint.get(f"{_ONE}/scope")
@requires(INCIDENTS.keeper)
def scope_form(which: Reference) -> ResponseReturnValue:
    row = _row(which)
    told = [
        {"row": each.row.id, "now": each.count.now, "most": each.count.most}
        for each in incident_scope.of(row, me())
    ]
    form = ScopeForm(formdata=None, place=url_for(".scope", which=which), rows=told)
    return _scope_page(form, which)


@blueprint.post(f"{_ONE}/scope")
@requires(INCIDENTS.keeper)
@step(ScopeForm, _scope_page)
def scope(form: ScopeForm, which: Reference) -> Done:
    row = _row(which, for_update=True)
    incident_scope.write(row, form.counts, seen=form.version.number, by=me())
    words = gettext("人数を記録しました。報告の期限は計算し直されています。")
    return Done(words, url_for(f"{INCIDENTS.key}.record", which=which))


@blueprint.post(f"{_ONE}/persons/erase")
@requires(INCIDENTS.keeper)
@pressed()
def erase_persons(which: Reference) -> Done:
    incident_persons.erase(_row(which, for_update=True), by=me())
    words = gettext("本人の氏名と連絡先を消去しました。")
    return Done(words, url_for(f"{INCIDENTS.key}.record", which=which))
