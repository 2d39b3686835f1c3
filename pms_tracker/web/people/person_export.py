"""All that is held of a person as a file: of oneself, or for whoever answers for what is held."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.database import transaction
from pms_tracker.people.accounts import security_log
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.people.tables.security_tables import Event
from pms_tracker.trail import trail
from pms_tracker.trail.trail_tables import TrailEntry
from pms_tracker.upkeep import about_person
from pms_tracker.upkeep.about_person import Line
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Column, Sheet
from pms_tracker.web.people.person_words import column_words, table_words
from pms_tracker.web.record import record_history, subjects
from pms_tracker.web.sign_in import security_log_views
from pms_tracker.web.words import labels
from pms_tracker.web.words.trail.trail_words import field_label, move_label

blueprint = Blueprint("person_export", __name__)

# What a workbook holds, its heading and a last line left aside: nothing of a person is cut.
MOST = 1_048_574
PEOPLE = frozenset({"principal_id", "deputy_id"})


@dataclass(frozen=True)
class Row:
    """One line of the file: what is held, of which record, under what name, and what it is."""

    section: str
    subject: str
    field: str
    value: str


COLUMNS = (
    Column("section", _l("区分"), lambda row: row.section, width=26),
    Column("subject", _l("番号・対象"), lambda row: row.subject, width=24),
    Column("field", _l("項目"), lambda row: row.field, width=26),
    Column("value", _l("内容"), lambda row: row.value, width=60),
)


@blueprint.post("/me/data")
@requires(Permission.OWN_SETTINGS)
def own() -> ResponseReturnValue:
    return _answer(me().person_id)


@blueprint.post("/people/<int:person_id>/data")
@requires(Permission.EXPORT_PERSONS)
def of_person(person_id: int) -> ResponseReturnValue:
    return _answer(person_id)


def _answer(person_id: int) -> ResponseReturnValue:
    """The file, noted in the trail and in the security log.

    Whoever made a report, or deals with one, is named to themselves and to those who see reports.
    """
    viewer = me()
    with transaction():
        who = people.person(person_id)
        found = _rows(who, reports=viewer.sees_all or viewer.person_id == person_id)
        title = gettext("%(name)sさんに関する記録", name=who.name)
        trail.note(about_person.called(person_id)[0], "data_exported", by=viewer.actor)
        security_log.note_now(
            Event.PERSON_EXPORTED, person_id=person_id, by_id=viewer.person_id, rows=len(found)
        )
    sheet = Sheet(title, f"person-{person_id}", COLUMNS, list_files.whole(found), most=MOST)
    packed = io.BytesIO()
    list_files.write_xlsx(sheet, packed)
    response = Response(packed.getvalue(), mimetype=list_files.XLSX)
    response.headers["Content-Disposition"] = list_files.disposition(sheet, "xlsx")
    response.headers["Cache-Control"] = "no-store"
    return response


def _rows(who: Person, *, reports: bool) -> Sequence[Row]:
    lines = about_person.lines(who.id, reports=reports)
    entries = about_person.entries(who.id, reports=reports)
    about = {each.reference for each in lines} | {each.reference for each in entries}
    named = subjects.of(about - {""})
    units = {unit.id: unit.name for unit in people.units()}
    names = people.names(
        each.value for each in lines if each.column in PEOPLE and isinstance(each.value, int)
    )
    return [
        *(_held(each, named, names if each.column in PEOPLE else units) for each in lines),
        *(row for each in entries for row in _of_entry(each, who.id, named)),
    ]


def _held(line: Line, named: Mapping[str, subjects.Subject], called: Mapping[int, str]) -> Row:
    value = _said(line.value)
    if line.column in {*PEOPLE, "unit_id"} and isinstance(line.value, int):
        value = called.get(line.value, "")
    elif line.table == "security_event" and isinstance(line.value, str):
        value = {
            "kind": security_log_views.kind_words,
            "about": security_log_views.about_words,
        }.get(line.column, str)(line.value)
    subject = named[line.reference].words if line.reference else ""
    return Row(table_words(line.table), subject, column_words(line.table, line.column), value)


def _of_entry(
    entry: TrailEntry, person_id: int, named: Mapping[str, subjects.Subject]
) -> Sequence[Row]:
    """What was done, by them or to their own data; of the latter also what changed there."""
    section, subject = table_words(about_person.TRAIL), named[entry.reference].words
    rows = [Row(section, subject, move_label(entry.move), _said(entry.at))]
    if entry.reference in about_person.called(person_id):
        (happened,) = record_history.of_entries([entry])
        reason = [(field_label("reason"), "", happened.reason)] if happened.reason else []
        rows += [
            Row(section, subject, field, f"{before} → {after}" if before else after)
            for field, before, after in (*happened.changes, *reason)
        ]
    return rows


def _said(value: object) -> str:
    """A value as it is read; nothing as nothing."""
    if isinstance(value, bool):
        return gettext("はい") if value else gettext("いいえ")
    if isinstance(value, datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, StrEnum):
        return str(labels.in_words(value))
    # Days in ISO, as the trail keeps them.
    return trail.as_text(value) or ""
