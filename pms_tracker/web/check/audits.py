"""Pages of audits: planned with proven independence, shown with all that came of them."""

from itertools import groupby
from operator import attrgetter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import SelectChoice

from pms_tracker import clock
from pms_tracker.act import cases
from pms_tracker.check import audits, checklists, findings
from pms_tracker.check.audits import Filter, Plan
from pms_tracker.check.models import Audit
from pms_tracker.check.rules import AuditState
from pms_tracker.database import Rows, transaction
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.people import people
from pms_tracker.people.firm import Firm
from pms_tracker.people.permissions import Permission
from pms_tracker.plan import requirements
from pms_tracker.web import choices, filters, history, links, mails
from pms_tracker.web.access import me, requires
from pms_tracker.web.check.forms import CloseForm, PlanForm
from pms_tracker.web.forms import Form, ReasonForm, refused_into
from pms_tracker.web.sending import taken_once

blueprint = Blueprint("audits", __name__, url_prefix="/check/audits")


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    asked = filters.Asked(request.args)
    narrowed = wanted(asked)
    rows = asked.page(audits.listed(me(), narrowed, asked.order, filters.ROWS))
    return render_template(
        "check/audits/list.html",
        asked=asked,
        rows=rows,
        count=audits.counted(me(), narrowed),
        progress=checklists.progress([row.id for row in rows]),
    )


def wanted(asked: filters.Asked) -> Filter:
    """What an address asks of the list; sets its order too."""
    asked.sort(
        audits.SORTS,
        number=gettext("番号"),
        unit=gettext("部門"),
        planned=gettext("予定日・実施日"),
    )
    return Filter(
        state=asked.member("state", gettext("状態"), AuditState),
        unit_id=asked.number("unit", gettext("部門"), choices.units()),
        due=asked.due(gettext("期限")),
        planned=asked.days("planned", gettext("予定日")),
        closed=asked.days("closed", gettext("終了日")),
        themes=audits.themes_with(asked.text(), me()),
    )


@blueprint.get("/new")
@requires(Permission.PLAN_AUDITS)
def plan_form() -> ResponseReturnValue:
    return _plan_page(PlanForm(place=url_for(".plan")))


def _clauses() -> list[tuple[str, Rows]]:
    """What may be chosen, by the title of its policy or set."""
    rows = requirements.in_force(most=None)
    return [(title, list(each)) for title, each in groupby(rows, key=attrgetter("title"))]


def _offer(form: PlanForm) -> list[tuple[str, Rows]]:
    today = clock.today()
    auditing = {Role.AUDIT_MANAGER, Role.AUDITOR}
    firm = Firm(today)
    able = [each.person_id for each in firm.candidates if each.roles & auditing]
    auditors = [(each, firm.members[each].name) for each in able]
    form.unit_id.offer([(unit.id, unit.name) for unit in people.units(today)])
    form.lead_id.offer(auditors, readings=firm.readings())
    form.second_id.offer(auditors, readings=firm.readings())
    clauses = _clauses()
    form.requirement_ids.choices = [
        SelectChoice(clause.id, f"{clause.path} {clause.text}")
        for _title, all_of in clauses
        for clause in all_of
    ]
    return clauses


def _plan_page(form: PlanForm) -> ResponseReturnValue:
    clauses = _offer(form)
    return render_template("check/audits/plan.html", form=form, clauses=clauses), form.status


@blueprint.post("/")
@requires(Permission.PLAN_AUDITS)
def plan() -> ResponseReturnValue:
    form = PlanForm()
    _offer(form)
    if form.validate_on_submit():
        with refused_into(form):
            with taken_once() as taken:
                audit = audits.plan(_wanted(form), by=me())
                reference = audit.reference
                taken.led_to = links.url_of(reference)
            flash(gettext("監査 %(reference)s を計画しました。", reference=reference), "done")
            return redirect(links.url_of(reference))
    return _plan_page(form)


def _wanted(form: PlanForm) -> Plan:
    team = [each for each in (form.lead_id.data, form.second_id.data) if each is not None]
    return Plan(
        unit_id=form.unit_id.data,
        theme=form.theme.data.strip(),
        planned_on=form.planned_on.chosen,
        requirement_ids=form.requirement_ids.data or [],
        team_ids=team,
        exception_reason=form.exception_reason.data or "",
    )


@blueprint.get("/<ref:reference>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference) -> ResponseReturnValue:
    return _record_page(audits.by_reference(reference, seen_by=me()))


def _place(audit: Audit, name: str) -> str:
    return url_for(f".{name}", reference=audit.reference)


def _record_page(
    audit: Audit, close_form: CloseForm | None = None, cancel_form: ReasonForm | None = None
) -> ResponseReturnValue:
    found = findings.of_audit(audit.id)
    team = audits.team_of(audit.id)
    firm = Firm(clock.today())
    refused: Form | None = close_form or cancel_form
    version = audit.version
    page = render_template(
        "check/audits/record.html",
        audit=audit,
        unit=people.unit(audit.unit_id),
        team=team,
        names=firm.names([*(each.person_id for each in team), audit.planned_by_id]),
        rows=checklists.rows(audit.id),
        found=found,
        cases=cases.of_findings([each.id for each in found]),
        mails=mails.about(audit.reference, firm),
        history=history.of(audit.reference),
        close_form=close_form
        or CloseForm(formdata=None, place=_place(audit, "close"), version=version),
        cancel_form=cancel_form
        or ReasonForm(formdata=None, place=_place(audit, "cancel"), version=version),
    )
    return page, refused.status if refused else 200


@blueprint.post("/<ref:reference>/close")
@requires(Permission.CARRY_OUT_AUDITS)
def close(reference: Reference) -> ResponseReturnValue:
    form = CloseForm()
    if form.validate_on_submit():
        with refused_into(form):
            with transaction():
                audit = audits.by_reference(reference, seen_by=me(), for_update=True)
                audits.close(audit, note=form.note.data, by=me(), version=form.version.number)
            flash(gettext("監査を終了しました。"), "done")
            return redirect(url_for(".record", reference=reference))
    audit = audits.by_reference(reference, seen_by=me())
    form.version.data = audit.version
    return _record_page(audit, close_form=form)


@blueprint.post("/<ref:reference>/cancel")
@requires(Permission.PLAN_AUDITS)
def cancel(reference: Reference) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form):
            with transaction():
                audit = audits.by_reference(reference, seen_by=me(), for_update=True)
                audits.cancel(audit, reason=form.reason.data, by=me(), version=form.version.number)
            flash(gettext("監査を中止しました。"), "done")
            return redirect(url_for(".record", reference=reference))
    audit = audits.by_reference(reference, seen_by=me())
    form.version.data = audit.version
    return _record_page(audit, cancel_form=form)
