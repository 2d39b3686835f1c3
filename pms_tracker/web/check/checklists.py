"""The audit day: one page, row by row, and a finding straight from its row."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.act import filing
from pms_tracker.check import audits, checklists, findings
from pms_tracker.check.findings import Observed
from pms_tracker.check.models import Audit, ChecklistItem
from pms_tracker.check.rules import GRADE_OF_RESULT, LIGHT_RESULTS, OPEN, Grade, Result
from pms_tracker.database import transaction
from pms_tracker.kernel.references import Reference
from pms_tracker.people import people
from pms_tracker.people.permissions import Permission
from pms_tracker.plan import requirements
from pms_tracker.web import drafts, evidence
from pms_tracker.web.access import me, requires
from pms_tracker.web.check.forms import AnswerForm, FindingForm
from pms_tracker.web.forms import refused_into
from pms_tracker.web.sending import taken_once

blueprint = Blueprint("checklists", __name__, url_prefix="/check/audits/<ref:reference>/checklist")


@blueprint.get("/")
@requires(Permission.CARRY_OUT_AUDITS)
def walk(reference: Reference) -> ResponseReturnValue:
    audit = audits.by_reference(reference, seen_by=me())
    return _page(audit)


def _drafted(audit: Audit, rows: Sequence[ChecklistItem]) -> dict[int, AnswerForm]:
    """Rows that the reader had typed into and not sent, by position, filled as they were typed."""
    folder = url_for(".walk", reference=audit.reference)
    by_position = {row.position: row for row in rows}
    forms = {}
    for position, found in drafts.numbered_below(folder).items():
        row, typed = by_position.get(position), dict(found.typed)
        # What the row says by now, as after a finding was filed from it, is no news.
        said = (typed.get("result"), typed.get("note", ""))
        if row is not None and said != (row.result.value, row.note):
            forms[position] = AnswerForm(place=found.place)
    return forms


def _page(
    audit: Audit, refused: AnswerForm | None = None, position: int | None = None
) -> ResponseReturnValue:
    rows = checklists.rows(audit.id)
    on_team = me().person_id in audits.team_ids(audit.id)
    typed = {position: refused} if refused is not None and position is not None else {}
    if refused is None and on_team and audit.state in OPEN:
        typed = _drafted(audit, [row for row, _requirement in rows])
    page = render_template(
        "check/checklists/walk.html",
        audit=audit,
        unit=people.unit(audit.unit_id),
        rows=rows,
        done=sum(row.result is not Result.NOT_YET for row, _requirement in rows),
        filed=checklists.findings_by_item(audit.id),
        on_team=on_team,
        results=LIGHT_RESULTS,
        typed=typed,
        refused=refused,
        refused_at=position,
    )
    return page, refused.status if refused else 200


@blueprint.post("/<int:position>")
@requires(Permission.CARRY_OUT_AUDITS)
def answer(reference: Reference, position: int) -> ResponseReturnValue:
    form = AnswerForm()
    if form.validate_on_submit():
        with refused_into(form):
            with transaction():
                audit = audits.by_reference(reference, seen_by=me(), for_update=True)
                row = checklists.item(audit, position, for_update=True)
                checklists.record(
                    audit,
                    row,
                    Result(form.result.data),
                    form.note.data or "",
                    version=form.version.number,
                    by=me(),
                )
            return redirect(url_for(".walk", reference=reference, _anchor=f"row-{position}"))
    audit = audits.by_reference(reference, seen_by=me())
    form.version.data = checklists.item(audit, position).version
    return _page(audit, form, position)


@blueprint.get("/<int:position>/finding")
@requires(Permission.CARRY_OUT_AUDITS)
def finding_form(reference: Reference, position: int) -> ResponseReturnValue:
    audit = audits.by_reference(reference, seen_by=me())
    row = checklists.item(audit, position)
    grade = GRADE_OF_RESULT.get(row.result)
    place = url_for(".file_finding", reference=reference, position=position)
    form = FindingForm(place=place, grade=grade.value if grade else None, evidence=row.note)
    return _finding_page(audit, row, form)


def _finding_page(audit: Audit, row: ChecklistItem, form: FindingForm) -> ResponseReturnValue:
    page = render_template(
        "check/findings/file.html",
        audit=audit,
        unit=people.unit(audit.unit_id),
        row=row,
        requirement=requirements.by_id(row.requirement_id),
        form=form,
        similar=findings.similar(row.requirement_id, audit.unit_id, me()),
        file_limit=evidence.limit_words(),
    )
    return page, form.status


@blueprint.post("/<int:position>/finding")
@requires(Permission.CARRY_OUT_AUDITS)
def file_finding(reference: Reference, position: int) -> ResponseReturnValue:
    form = FindingForm()
    if form.validate_on_submit():
        with refused_into(form):
            back = url_for(".walk", reference=reference, _anchor=f"row-{position}")
            with taken_once(back):
                audit = audits.by_reference(reference, seen_by=me(), for_update=True)
                row = checklists.item(audit, position, for_update=True)
                finding, case = filing.record(audit, row, _seen(form), by=me())
                evidence.take(finding.reference, "files", by=me())
                told = finding.reference, case.reference if case else ""
            _tell(*told)
            return redirect(back)
    audit = audits.by_reference(reference, seen_by=me())
    return _finding_page(audit, checklists.item(audit, position), form)


def _seen(form: FindingForm) -> Observed:
    return Observed(
        grade=Grade(form.grade.data),
        fact=form.fact.data or "",
        evidence=form.evidence.data or "",
        found_on=form.found_on.data or clock.today(),
    )


def _tell(finding: str, case: str) -> None:
    if case:
        words = gettext(
            "所見 %(finding)s を記録し、是正処置 %(case)s を始めました。",
            finding=finding,
            case=case,
        )
    else:
        words = gettext("所見 %(finding)s を記録しました。", finding=finding)
    flash(words, "done")
