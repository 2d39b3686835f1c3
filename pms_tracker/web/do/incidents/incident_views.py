"""An incident beside its register: its clocks on the record, and drafts of what is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker import clock
from pms_tracker.do.incidents import incidents
from pms_tracker.do.incidents.incident_drafts import CLIENT, FIELDS, Item, Paper, papers_of
from pms_tracker.do.incidents.incident_fields import PARTS, URGENT
from pms_tracker.do.incidents.incidents import INCIDENTS, reported
from pms_tracker.do.rules.incidents.incident_rules import Reported
from pms_tracker.do.rules.incidents.leak_rules import Clock, Office, day_of
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.kernel.words import Words
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers import entries
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.record.steps import Done, pressed
from pms_tracker.web.registers import draft_letters
from pms_tracker.web.registers.draft_letters import Written
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import day_text
from pms_tracker.web.words.labels import label
from pms_tracker.web.words.register_words import facts, say, title_of

blueprint = Blueprint("incident_drafts", __name__, url_prefix="/do/incidents")
OFFICES: Mapping[Office, LazyString] = {
    Office.COMMISSION: _l("個人情報保護委員会"),
    Office.COMMISSION_MY_NUMBER: _l("個人情報保護委員会（マイナンバー）"),
    Office.BODY: _l("Pマークの審査機関"),
    Office.CLIENT: _l("委託元"),
}


@dataclass(frozen=True)
class Shown:
    """One clock in words: why it runs, and what is said of its first and its final report; `due_on`
    where that one is still to be made; `settled_on` when it was decided that none is."""

    office: str
    why: str
    first: "Report | None"
    final: "Report | None"
    settled_on: date | None = None


@dataclass(frozen=True)
class Report:
    """A report that is to be made by a day, or was made on one."""

    made_on: date | None
    due_on: date
    detail: str = ""


@blueprint.get(f"/<ref({Kind.INCIDENT}):which>/drafts")
@requires(INCIDENTS.reader)
def drafts(which: Reference) -> ResponseReturnValue:
    row = entries.find(INCIDENTS, which, seen_by=me())
    return render_template(
        "do/incidents/drafts.html",
        register=INCIDENTS,
        which=which,
        title=title_of(INCIDENTS, row),
        papers=_papers(row),
    )


def _papers(row: Any) -> list[tuple[Paper, list[tuple[Words, list[tuple[str, str]]]]]]:
    """What is written of an incident, each item with what the record says of it."""
    said = {field.name: words for field, words in facts(INCIDENTS, row, whole=True)}
    return [
        (paper, [(item.name, _lines(item, said)) for item in paper.items])
        for paper in papers_of(row)
    ]


def _in_one(lines: list[tuple[str, str]]) -> str:
    if len(lines) == 1:
        return lines[0][1]
    return "\n".join(
        gettext("%(label)s：%(value)s", label=label, value=told) for label, told in lines
    )


@blueprint.get(f"/<ref({Kind.INCIDENT}):which>/drafts/<int:number>.pdf")
@requires(INCIDENTS.reader)
def draft_paper(which: Reference, number: int) -> ResponseReturnValue:
    row = entries.find(INCIDENTS, which, seen_by=me())
    written = [
        Written(
            say(paper.name),
            [(say(name), _in_one(lines)) for name, lines in items],
            _addressed(paper, row),
        )
        for paper, items in _papers(row)
    ]
    return draft_letters.answer(which, written, number)


def _addressed(paper: Paper, row: Any) -> str:
    """Whom a paper names at its head: the client; offices have forms of their own."""
    client = INCIDENTS.values_of(row)["client"] if paper is CLIENT else ""
    return gettext("%(company)s 御中", company=client) if client else ""


@blueprint.post(f"/<ref({Kind.INCIDENT}):which>/take-on")
@requires(Permission.HANDLE_REPORTS)
@pressed()
def take_on(which: Reference) -> Done:
    row = entries.find(INCIDENTS, which, seen_by=me(), for_update=True)
    incidents.take_on(row, by=me())
    return Done(gettext("対応を引き受けました。"), url_for("incidents.record", which=which))


def _lines(item: Item, said: Mapping[str, str]) -> list[tuple[str, str]]:
    """What an entry says of an item, each with what the field is called where there are several."""
    return [(say(FIELDS[name].label), said[name]) for name in item.fields if said.get(name)]


@blueprint.app_template_global()
def incident_parts() -> list[tuple[Words, tuple[str, ...], bool]]:
    """The fields of an incident by what they are about, and whether that is urgent."""
    return [
        (words, tuple(each.name for each in fields), fields in URGENT) for words, fields in PARTS
    ]


@blueprint.app_template_global()
def clocks_of(row: Any) -> tuple[list[Shown], int]:
    """Every clock of an incident, and which day today is; none of a near miss or a drill."""
    told = [shown_of(each, row.known_on) for each in reported(row)]
    return told, day_of(row.known_on, clock.today())


@blueprint.app_template_global()
def incident_is_judged(row: Any) -> bool:
    """Whether it is known to whom an incident is reported."""
    return incidents.is_judged(row)


@blueprint.app_template_global()
def incident_report_field(row: Any, field: str) -> str:
    """Where the day of the report that is due next is put in, whomever it goes to."""
    final = field == "commission_final_on"
    return incidents.field_of_report(row, final=final) or field


def shown_of(each: Reported, known_on: date) -> Shown:
    """A clock in words, of an event that was known on a day."""
    its = each.clock
    why = labels.between(map(label, its.classes))
    final = Report(each.final_on, its.final, _final_days(its, known_on)) if its.final else None
    return Shown(str(OFFICES[its.office]), why, _first(each, known_on), final, each.settled_on)


def _first(each: Reported, known_on: date) -> Report | None:
    its = each.clock
    if its.first is None:
        return None
    early, late = (day_of(its.known_on, day) for day in its.first)
    words = gettext("%(early)s〜%(late)s日目", early=early, late=late)
    made_on = each.first_on or each.final_on
    counted = _counted(late) if early == late else words
    return Report(made_on, its.first[1], _since(its.known_on, known_on, counted))


def _final_days(its: Clock, known_on: date) -> str:
    """How many days there are for a final report, and what moved the last of them."""
    words = _since(its.final_from, known_on, _counted(its.days))
    if its.moved_from is None:
        return words
    return gettext(
        "%(counted)s、%(day)sが休日のため次の平日",
        counted=words,
        day=day_text(its.moved_from, year=False),
    )


def _since(since: date | None, known_on: date, counted: str) -> str:
    """So many days, with the day that they are counted from where that is another."""
    if since is None or since == known_on:
        return counted
    day = day_text(since, year=False)
    return gettext("%(counted)s（1日目は%(day)s）", counted=counted, day=day)


def _counted(days: int | None) -> str:
    return gettext("%(days)s日目", days=days)
