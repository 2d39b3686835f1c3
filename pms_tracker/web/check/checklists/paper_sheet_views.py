"""A checklist filled in on paper (紙): who carried it out when, its scan, then its rows."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.act.teams import assignments
from pms_tracker.check.audits import audits
from pms_tracker.check.day import checklist_rows, paper_sheets
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.check.checklists.row_forms import SheetForm
from pms_tracker.web.check.checklists.row_views import shelf
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.door.uploads import uploads
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.record.steps import Done, step

blueprint = Blueprint(
    "sheets", __name__, url_prefix="/check/audits/<ref(AU):reference>/checklist/paper"
)


@blueprint.get("/")
@requires(Permission.CARRY_OUT_AUDITS)
def index(reference: Reference) -> ResponseReturnValue:
    """The papers entered so far, and the form for another one."""
    audit = audits.by_reference(reference, seen_by=me())
    form = SheetForm(place=url_for(".begin", reference=reference), carried_out_on=audit.planned_on)
    return _page(audit, form)


def _offer(audit: Audit, form: SheetForm) -> None:
    team = audits.team_ids(audit.id)
    names = people.names(team)
    form.carried_out_by_id.offer([(each, names[each]) for each in team])


def _page(audit: Audit, form: SheetForm) -> ResponseReturnValue:
    _offer(audit, form)
    papers = checklist_rows.sheets(audit.id)
    page = render_template(
        "check/sheets/list.html",
        audit=audit,
        unit=people.unit(audit.unit_id),
        form=form,
        sheets=papers,
        erased=paper_sheets.erased_scans(audit, [row.ChecklistSheet for row in papers]),
        file_limit=evidence_views.limit_words(),
    )
    return page, form.status


@blueprint.post("/")
@requires(Permission.CARRY_OUT_AUDITS)
@step(
    SheetForm,
    lambda form, reference: _page(audits.by_reference(reference, seen_by=me()), form),
    once=True,
    offer=lambda form, reference: _offer(audits.by_reference(reference, seen_by=me()), form),
)
def begin(form: SheetForm, reference: Reference) -> Done:
    audit = audits.by_reference(reference, seen_by=me(), for_update=True)
    made = assignments.begin_sheet(audit, _paper(form), shelf(), by=me())
    walk = url_for("checklists.walk", reference=reference, sheet=made.number)
    return Done(gettext("紙を記録しました。続けて、1項目ずつ入力してください。"), walk)


def _paper(form: SheetForm) -> paper_sheets.Paper:
    scan = next(iter(uploads("scan")), None)
    return paper_sheets.Paper(form.carried_out_by_id.data, form.carried_out_on.chosen, scan)


@blueprint.get("/<int:number>/evidence/1")
@requires(Permission.CARRY_OUT_AUDITS)
def file(reference: Reference, number: int) -> ResponseReturnValue:
    """The scan of a paper, for whoever may see the audit."""
    audit = audits.by_reference(reference, seen_by=me())
    scan = paper_sheets.scan_name(audit, paper_sheets.sheet(audit, number))
    return evidence_views.give(scan, 1)
