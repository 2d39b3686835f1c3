"""Preparing a checklist: where its rows come from, their order, and which are taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists, kept_rows
from pms_tracker.check.day import checklist_rows
from pms_tracker.check.preparing import checklist_preparing, question_templates, risk_questions
from pms_tracker.check.rules import checklist_rules
from pms_tracker.check.rules.audit_rules import OPEN
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.check.checklists import walk_page
from pms_tracker.web.check.checklists.preparing_forms import OwnQuestionForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.words import labels

blueprint = Blueprint(
    "preparing", __name__, url_prefix="/check/audits/<ref(AU):reference>/checklist/prepare"
)


@dataclass(frozen=True)
class Offer:
    """A row that may be added: how it is named in the form, what it asks, and beside it."""

    value: str
    question: str
    about: str
    ticked: bool = True


def _page(audit: Audit, form: OwnQuestionForm | None = None) -> ResponseReturnValue:
    viewer, rows = me(), checklist_rows.rows(audit)
    criteria = checklist_preparing.Criteria(audit, rows)
    if form is None:
        place = url_for(".ask", reference=audit.reference)
        form = OwnQuestionForm(place=place)
    form.requirement_id.offer([(row.id, _named(row)) for row in criteria.told])
    before = checklist_preparing.last_checklist(audit)
    team = audits.team_ids(audit.id)
    html = render_template(
        "check/preparing/page.html",
        audit=audit,
        unit=people.unit(audit.unit_id),
        rows=rows,
        words_of=walk_page.words_of,
        methods_words=walk_page.methods_words,
        requirement_words=walk_page.requirement_words,
        may=checklist_rules.may_prepare(viewer.person_id, viewer.roles, team)
        and audit.state in OPEN,
        again=_again(audit, criteria),
        measures=_measures(audit, criteria),
        origin_words=walk_page.origin_words,
        template=_template(audit, criteria),
        undoable=kept_rows.offered(audit, viewer),
        before=before,
        last=_last(before, criteria) if before else [],
        form=form,
    )
    return html, form.status


def _named(row: Any) -> str:
    title = row.text.partition("\n")[0]
    return f"{row.path} {title[:40]}"


def _again(audit: Audit, criteria: checklist_preparing.Criteria) -> list[Offer]:
    """Earlier findings that the checklist does not ask about yet."""
    found = checklist_preparing.earlier_findings(audit, me())
    wanted = {
        row.earlier_finding_id
        for row in checklist_preparing.from_findings(found)
        if criteria.lacks(row)
    }
    return [
        Offer(
            str(row.id),
            walk_page.asked_again(row.title),
            f"{walk_page.finding_name(row)}　{labels.marked(row.grade)}",
        )
        for row in found
        if row.id in wanted
    ]


def _measures(audit: Audit, criteria: checklist_preparing.Criteria) -> list[Offer]:
    """Measures of the unit's risks that were carried out and that the checklist asks nothing of."""
    asked = [row for row in _asked_of_measures(audit, criteria) if criteria.lacks(row)]
    return [Offer(row.risk, row.question, row.risk) for row in asked]


def _asked_of_measures(
    audit: Audit, criteria: checklist_preparing.Criteria
) -> list[checklist_preparing.NewRow]:
    done = risk_questions.done(audit, me())
    return risk_questions.as_rows(done, criteria, walk_page.measure_asked)


def _template(audit: Audit, criteria: checklist_preparing.Criteria) -> list[Offer]:
    """The questions of the template of the audit's kind, those of its criteria ticked."""
    offers = []
    for question in question_templates.questions(audit.kind):
        requirement_id, own = criteria.requirement(question.requirement)
        if requirement_id is None:
            continue
        if criteria.lacks(question_templates.as_row(question, requirement_id)):
            about = [question.requirement, walk_page.methods_words(question.methods)]
            if not own:
                about.append(gettext("この監査の基準の外"))
            told = "　".join(filter(None, about))
            offers.append(Offer(str(question.position), question.question, told, own))
    return offers


def _last(before: checklist_preparing.Last, criteria: checklist_preparing.Criteria) -> list[Offer]:
    """The questions of the last checklist; its answers are nowhere here."""
    offers = []
    for place, row in enumerate(checklist_preparing.from_last(before, criteria)):
        if criteria.lacks(row):
            told = criteria.of(row.requirement_id)
            about = [each for each in (told.path, walk_page.methods_words(row.methods)) if each]
            offers.append(Offer(str(place), row.question or told.text, "　".join(about)))
    return offers


@blueprint.get("/")
@requires(Permission.CARRY_OUT_AUDITS)
def page(reference: Reference) -> ResponseReturnValue:
    return _page(audits.by_reference(reference, seen_by=me()))


@blueprint.post("/<any(findings,measures,template,last):source>")
@requires(Permission.CARRY_OUT_AUDITS)
@pressed()
def add(reference: Reference, source: str) -> Done:
    """Add the chosen rows of one source."""
    audit = audits.by_reference(reference, seen_by=me(), for_update=True)
    chosen = _chosen(audit, source, request.form.getlist("pick"))
    count = len(checklist_preparing.add(audit, chosen, by=me()))
    words = ngettext("%(num)d項目を追加しました。", "%(num)d項目を追加しました。", count)
    return Done(words, url_for(".page", reference=reference))


def _chosen(audit: Audit, source: str, chosen: Sequence[str]) -> list[checklist_preparing.NewRow]:
    criteria = checklist_preparing.Criteria(audit)
    if source == "findings":
        found = checklist_preparing.earlier_findings(audit, me())
        return checklist_preparing.from_findings([row for row in found if str(row.id) in chosen])
    if source == "measures":
        return [row for row in _asked_of_measures(audit, criteria) if row.risk in chosen]
    if source == "last":
        before = checklist_preparing.last_checklist(audit)
        rows = checklist_preparing.from_last(before, criteria) if before else []
        return [row for place, row in enumerate(rows) if str(place) in chosen]
    rows = []
    for question in question_templates.questions(audit.kind):
        requirement_id, _own = criteria.requirement(question.requirement)
        if requirement_id is not None and str(question.position) in chosen:
            rows.append(question_templates.as_row(question, requirement_id))
    return rows


def _own_question() -> OwnQuestionForm:
    form = OwnQuestionForm()
    form.requirement_id.choices = []
    return form


@blueprint.post("/own")
@requires(Permission.CARRY_OUT_AUDITS)
@step(
    _own_question, lambda form, reference: _page(audits.by_reference(reference, seen_by=me()), form)
)
def ask(form: OwnQuestionForm, reference: Reference) -> Done:
    """Add a question of the auditor's own."""
    audit = audits.by_reference(reference, seen_by=me(), for_update=True)
    checklist_preparing.ask(audit, form.row(), by=me())
    return Done(gettext("質問を追加しました。"), url_for(".page", reference=reference))


@blueprint.post("/<int:position>/<any(up,down,remove):move>")
@requires(Permission.CARRY_OUT_AUDITS)
@pressed()
def change(reference: Reference, position: int, move: str) -> Done:
    """Let a row go up or down, or take it out."""
    audit = audits.by_reference(reference, seen_by=me(), for_update=True)
    row = checklists.item(audit, position, for_update=True)
    if move == "remove":
        checklist_preparing.remove(audit, row, by=me())
    else:
        checklist_preparing.move(audit, row, up=move == "up", by=me())
    anchor = "undo" if move == "remove" else f"row-{position}"
    return Done("", url_for(".page", reference=reference, _anchor=anchor))
