"""The audit day: one page, row by row, and a finding straight from its row."""

from functools import partial
from typing import NamedTuple

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.act.cases import filing
from pms_tracker.act.teams import assignments
from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists, kept_rows
from pms_tracker.check.day import checklist_rows, paper_sheets
from pms_tracker.check.findings import grades
from pms_tracker.check.findings.findings import Observed
from pms_tracker.check.rules.audit_rules import (
    GRADE_OF_RESULT,
    OPEN,
    FindingState,
    Grade,
    Result,
    said_of_samples,
)
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.check.tables.checklist_tables import ChecklistSheet
from pms_tracker.database import transaction
from pms_tracker.kernel.errors import Refusal, Stale
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.policies import requirements
from pms_tracker.web.check.checklists import row_facts, row_views, walk_page
from pms_tracker.web.check.checklists.check_forms import FindingForm
from pms_tracker.web.check.checklists.row_forms import AnswerForm
from pms_tracker.web.check.findings import similar_findings
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import form_drafts
from pms_tracker.web.forms.sent_once import taken_once
from pms_tracker.web.forms.shared_forms import refused_into
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.shell.error_pages import status_of
from pms_tracker.web.shell.pages import result_mark

blueprint = Blueprint(
    "checklists", __name__, url_prefix="/check/audits/<ref(AU):reference>/checklist"
)

# What the page may be narrowed to; script does it without asking.
SHOWN = ("all", "open", "nonconforming")


@blueprint.get("/")
@requires(Permission.CARRY_OUT_AUDITS)
def walk(reference: Reference) -> ResponseReturnValue:
    """The whole checklist; with `?sheet=` what is entered is typed in from that paper."""
    audit = audits.by_reference(reference, seen_by=me())
    number = request.args.get("sheet", "")
    typed_in = number.isascii() and number.isdecimal() and len(number) < 10
    return _page(audit, paper_sheets.sheet(audit, int(number)) if typed_in else None)


def _page(audit: Audit, sheet: ChecklistSheet | None) -> str:
    viewer = me()
    team = audits.team_ids(audit.id)
    enters = sheet is not None and Role.AUDIT_MANAGER in viewer.roles
    found = walk_page.Walk(audit)
    headings = found.headings()
    show = request.args.get("show", "")
    place = url_for(".walk", reference=audit.reference)
    writes = (viewer.person_id in team or enters) and audit.state in OPEN
    return render_template(
        "check/checklists/walk.html",
        audit=audit,
        unit=people.unit(audit.unit_id),
        headings=headings,
        done=sum(heading.done for heading in headings),
        total=len(found.rows),
        writes=writes,
        on_team=viewer.person_id in team,
        first_open=_first_open(found),
        marks={each.value: result_mark(each) for each in Result},
        file_limit=evidence_views.limit_words(),
        results=walk_page.offered(),
        radios=walk_page.radios(walk_page.offered()),
        graded=walk_page.graded(),
        zone=clock.zone(),
        also=checklist_rows.also_writing(found.rows, viewer.person_id),
        show=show if show in SHOWN else "all",
        sheet=sheet,
        sheet_by=people.person(sheet.carried_out_by_id).name if sheet else "",
        place=place,
        draft=form_drafts.typed_at(place) if writes else None,
        undoable=kept_rows.offered(audit, viewer) if writes else [],
    )


def _first_open(found: walk_page.Walk) -> str:
    """Where the next row without a result is, on the page."""
    left = (row.position for row in found.rows if row.result is Result.NOT_YET)
    return f"row-{next(left, 0)}"


def _record(form: AnswerForm, reference: Reference, position: int) -> int:
    """Record what a form says; gives the row's new version."""
    with transaction():
        audit = audits.by_reference(reference, seen_by=me(), for_update=True)
        row = checklists.item(audit, position, for_update=True)
        number = form.sheet_number
        assignments.begin(audit, by=me())
        return checklists.record(
            audit,
            row,
            Result(form.result.data),
            form.note.data or "",
            version=form.version.number,
            by=me(),
            besides=form.besides(paper_sheets.sheet(audit, number) if number else None),
        )


@blueprint.post("/<int:position>")
@requires(Permission.CARRY_OUT_AUDITS)
def answer(reference: Reference, position: int) -> ResponseReturnValue:
    form = AnswerForm()
    if row_facts.asked_for():
        return _answer_script(form, reference, position)
    if form.validate_on_submit():
        with refused_into(form):
            _record(form, reference, position)
            cleared = Result(form.result.data) is Result.NOT_YET
            anchor = "undo" if cleared else f"row-{position}"
            return redirect(_back(reference, anchor, form.sheet_number))
    audit = audits.by_reference(reference, seen_by=me())
    return row_views.page(audit, position, form)


def _back(reference: Reference, anchor: str, sheet: int | None) -> str:
    return url_for(".walk", reference=reference, sheet=sheet, _anchor=anchor)


def _answer_script(form: AnswerForm, reference: Reference, position: int) -> ResponseReturnValue:
    """What the page's script is answered: the new version, or why not and what the row says now."""
    if row_facts.from_another():
        return jsonify(gone=True), 403
    if not form.validate_on_submit():
        return jsonify(words=row_facts.complaint(form)), 400
    try:
        version = _record(form, reference, position)
    except Stale as refusal:
        audit = audits.by_reference(reference, seen_by=me())
        theirs = row_facts.told(audit, [position])[0]
        return jsonify(words=sentence(refusal), theirs=theirs), 409
    except Refusal as refusal:
        return jsonify(words=sentence(refusal)), status_of(refusal)
    when = walk_page.when(clock.now())
    return jsonify(version=version, when=when, said=f"{me().name} {when}")


@blueprint.get("/<int:position>/finding")
@requires(Permission.CARRY_OUT_AUDITS)
def finding_form(reference: Reference, position: int) -> ResponseReturnValue:
    audit = audits.by_reference(reference, seen_by=me())
    row = checklists.item(audit, position)
    grade = GRADE_OF_RESULT.get(row.result)
    # Where nonconformities are told apart, a row that has one does not say which.
    grade = grade if grade in grades.offered() else None
    place = url_for(".file_finding", reference=reference, position=position)
    noted = said_of_samples(row.note)
    form = FindingForm(place=place, grade=grade.value if grade else None, evidence=noted)
    return _finding_page(audit, row, form)


def _finding_page(audit: Audit, row: ChecklistItem, form: FindingForm) -> ResponseReturnValue:
    page = render_template(
        "check/findings/file.html",
        audit=audit,
        unit=people.unit(audit.unit_id),
        row=row,
        requirement=requirements.by_id(row.requirement_id),
        form=form,
        similar=similar_findings.to(
            row.requirement_id, audit.unit_id, form.fact.data, form.evidence.data
        ),
        file_limit=evidence_views.limit_words(),
    )
    return page, form.status


@blueprint.post("/<int:position>/finding")
@requires(Permission.CARRY_OUT_AUDITS)
def file_finding(reference: Reference, position: int) -> ResponseReturnValue:
    form = FindingForm()
    if row_facts.asked_for():
        filing_it = partial(_file, form, reference, position)
        return row_facts.after(filing_it, form, reference, position)
    if form.validate_on_submit():
        with refused_into(form):
            _tell(_file(form, reference, position))
            return redirect(_back(reference, f"row-{position}", None))
    audit = audits.by_reference(reference, seen_by=me())
    return _finding_page(audit, checklists.item(audit, position), form)


class Filed(NamedTuple):
    """What came of filing: the finding, its case if one began, whether its auditees are asked."""

    finding: str
    case: str
    asks: bool


def _file(form: FindingForm, reference: Reference, position: int) -> Filed:
    back = _back(reference, f"row-{position}", None)
    with taken_once(back, key=form.uuid.change):
        audit = audits.by_reference(reference, seen_by=me(), for_update=True)
        row = checklists.item(audit, position, for_update=True)
        finding, case = filing.record(audit, row, _seen(form), by=me())
        evidence_views.take(finding.reference, "files", by=me())
        asks = finding.state is FindingState.TOLD
        return Filed(finding.reference, case.reference if case else "", asks)


def _seen(form: FindingForm) -> Observed:
    return Observed(
        grade=Grade(form.grade.data),
        fact=form.fact.data or "",
        evidence=form.evidence.data or "",
        found_on=form.found_on.data or clock.today(),
    )


def _tell(filed: Filed) -> None:
    finding, case = filed.finding, filed.case
    if filed.asks:
        words = gettext(
            "所見 %(finding)s を記録し、被監査部門に確認を求めました。", finding=finding
        )
    elif case:
        words = gettext(
            "所見 %(finding)s を記録し、是正処置 %(case)s を始めました。",
            finding=finding,
            case=case,
        )
    else:
        words = gettext("所見 %(finding)s を記録しました。", finding=finding)
    flash(words, "done")
