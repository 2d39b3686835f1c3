"""Pages of audits: planned with proven independence, listed, read or called off."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.act.teams import assignments, rechecks
from pms_tracker.check.audits import audit_lists, audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.rules.audit_rules import AuditKind, AuditState
from pms_tracker.check.rules.programme_rules import AuditTrigger
from pms_tracker.kernel.references import Kind as RecordKind, Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.check.audits import audit_page, offers
from pms_tracker.web.check.audits.audit_plan_forms import PlanForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.many_rows import asks_for_rows
from pms_tracker.web.forms.shared_forms import ReasonForm
from pms_tracker.web.lists import choices, filters
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.lists.list_pages import ListPage, name_of
from pms_tracker.web.record import links
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.labels import label

blueprint = Blueprint("audits", __name__, url_prefix="/check/audits")
UNITS = choices.units(audit_lists.units)


def wanted(asked: filters.Asked) -> audit_lists.Filter:
    """What an address asks of the list; sets its order too."""
    asked.sort(
        audit_lists.SORTS,
        number=gettext("番号"),
        unit=gettext("部門"),
        planned=gettext("予定日・実施日"),
    )
    return audit_lists.Filter(
        state=asked.member("state", gettext("状態"), AuditState),
        unit_id=asked.number("unit", gettext("部門"), UNITS),
        due=asked.due(gettext("期限")),
        planned=asked.days("planned", gettext("予定日")),
        closed=asked.days("closed", gettext("終了日")),
        themes=audit_lists.themes_with(asked.text(), me()),
    )


COLUMNS = (
    Column("number", _l("番号"), name_of(RecordKind.AUDIT)),
    Column("theme", _l("テーマ"), lambda row: row.theme, width=48),
    Column("unit", _l("部門"), lambda row: row.unit, width=18),
    Column("state", _l("状態"), lambda row: row.state, said=label),
    Column("rows_done", _l("確認済み"), lambda row: row.rows_done, Kind.NUMBER),
    Column("rows", _l("確認項目"), lambda row: row.rows, Kind.NUMBER),
    Column("planned_on", _l("予定日"), lambda row: row.planned_on, Kind.DAY),
    Column("held_on", _l("実施日"), lambda row: row.held_on, Kind.DAY),
)
LIST = ListPage(
    *("audits", "audits.index", _l("監査")),
    audit_lists.AUDITS,
    wanted,
    COLUMNS,
    conditions=frozenset({"state", "unit", "due", "planned", "closed", "q", "sort"}),
    views=(
        (_l("すべて"), {}),
        (_l("計画済み"), {"state": "planned"}),
        (_l("実施中"), {"state": "under_way"}),
    ),
    whole=audit_lists.WHOLE_AUDITS,
    offers=(UNITS,),
)


@blueprint.get("/")
@requires(Permission.SEE_AUDITS)
def index() -> ResponseReturnValue:
    shown = LIST.shown()
    ids = [row.id for row in shown["rows"]]
    plans = bool(ids) and me().may(Permission.PLAN_AUDITS)
    return render_template(
        "check/audits/list.html",
        **shown,
        progress=checklists.progress(ids),
        lost=rechecks.lost(ids) if plans else {},
    )


@blueprint.get("/export.csv", defaults={"kind": "csv"})
@blueprint.get("/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_AUDITS)
def export(kind: str) -> ResponseReturnValue:
    return LIST.file(kind)


@blueprint.get("/new")
@requires(Permission.PLAN_AUDITS)
def plan_form() -> ResponseReturnValue:
    return _plan_page(PlanForm(place=url_for(".plan"), **offers.usual_texts()))


def _offer(form: PlanForm) -> offers.Clauses:
    today = clock.today()
    offers.units(form, today)
    offers.team(form, Firm(today), today)
    form.auditee_ids.choices = []
    return offers.clauses(form)


def _plan_page(form: PlanForm) -> ResponseReturnValue:
    clauses = _offer(form)
    form.offer_rows()
    return render_template("check/audits/plan.html", form=form, clauses=clauses), form.status


def _offer_plan(form: PlanForm) -> None:
    if not asks_for_rows():
        _offer(form)
        form.offer_rows(more=0)


@blueprint.post("/")
@requires(Permission.PLAN_AUDITS)
@step(PlanForm, _plan_page, offer=_offer_plan, once=True, rows=True)
def plan(form: PlanForm) -> Done:
    reference = assignments.plan(_wanted(form), by=me()).reference
    words = gettext("臨時監査 %(reference)s を計画しました。", reference=reference)
    return Done(words, links.url_of(reference))


def _wanted(form: PlanForm) -> audits.Plan:
    return audits.Plan(
        unit_id=form.unit_id.data,
        theme=form.theme.data.strip(),
        planned_on=form.planned_on.chosen,
        requirement_ids=form.requirement_ids.data or [],
        team_ids=form.team(),
        exception_reason=form.exception_reason.data or "",
        kind=AuditKind(form.kind.data),
        extra_because=AuditTrigger(form.extra_because.data),
        extra_reason=form.extra_reason.data or "",
        details=form.details(),
    )


@blueprint.get("/<ref(AU):reference>")
@requires(Permission.SEE_AUDITS)
def record(reference: Reference) -> ResponseReturnValue:
    return audit_page.show(audits.by_reference(reference, seen_by=me()))


@blueprint.post("/<ref(AU):reference>/cancel")
@requires(Permission.PLAN_AUDITS)
@step(
    ReasonForm,
    lambda form, reference: audit_page.show(
        audits.by_reference(reference, seen_by=me()), "cancel", form
    ),
)
def cancel(form: ReasonForm, reference: Reference) -> Done:
    audit = audits.by_reference(reference, seen_by=me(), for_update=True)
    audits.cancel(audit, reason=form.reason.data, by=me(), version=form.version.number)
    return Done(gettext("監査を中止しました。"), url_for(".record", reference=reference))
