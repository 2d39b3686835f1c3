"""Pages of the year (年度): plans, planned beside actual, decisions, and what was done."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.rules.year_rules import AnnualKind, Past, Year
from pms_tracker.plan.tables.year_tables import AnnualPlan
from pms_tracker.plan.years import year_amendments, year_results, year_writing, years
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.door.sub_path import home
from pms_tracker.web.forms.shared_forms import ReasonForm
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Column, Kind, Sheet
from pms_tracker.web.lists.short_lists import ShortList
from pms_tracker.web.pictures import papers, section_papers
from pms_tracker.web.plan.years import duty_page, year_page
from pms_tracker.web.plan.years.duty_titles import Titles
from pms_tracker.web.plan.years.year_forms import ConfirmForm
from pms_tracker.web.proofs import decision_forms, evidence_views, signed_boxes
from pms_tracker.web.proofs.decision_forms import DecisionForm
from pms_tracker.web.proofs.evidence_views import OutcomeForm
from pms_tracker.web.record import links
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import fiscal_year_text

blueprint = Blueprint("years", __name__, url_prefix="/plan/years")


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    return render_template(
        "plan/years/list.html",
        rows=years.listed(me(), clock.today()),
        open_years=years.open_years() if me().may(Permission.KEEP_YEAR) else [],
        begun=_begun(),
    )


ShortList(
    "annual-plans",
    _l("年度計画"),
    (
        Column("number", _l("番号"), lambda row: f"YP-{row.fiscal_year:04}"),
        Column("year", _l("年度"), lambda row: row.fiscal_year, Kind.NUMBER, width=8),
        Column("state", _l("状態"), lambda row: row.state, width=18, said=labels.label),
        Column("total", _l("予定の数"), lambda row: row.total, Kind.NUMBER, width=10),
        Column("done", _l("実施"), lambda row: row.done, Kind.NUMBER, width=10),
        Column("late", _l("期限超過"), lambda row: row.late, Kind.NUMBER, width=10),
        Column("approved_on", _l("承認日"), lambda row: row.approved_on, Kind.DAY),
    ),
    lambda: years.listed(me(), clock.today()),
).at(blueprint, Permission.SEE_RECORDS)


def _begun() -> int | None:
    """The running year, once a month of it has passed: what usually came round in it is past."""
    running, start = people.fiscal_year_of(clock.today()), people.the_company().fiscal_start
    first = Year.of(running, start).first
    return running if clock.today() >= add_months(first, 1) else None


@blueprint.post("/")
@requires(Permission.KEEP_YEAR)
@pressed(once=True)
def draft() -> Done:
    year = request.form.get("year", 0, type=int)
    titles = {kind: labels.label(kind) for kind in AnnualKind}
    plan = year_writing.draft(year, titles, past=_past(), by=me())
    words = gettext("計画の下書きを作りました。日と担当者を確かめてください。")
    return Done(words, url_for("year_editing.edit_form", reference=plan.reference))


def _past() -> Past:
    """What becomes of what usually came round before today, as chosen; from today on otherwise."""
    chosen = request.form.get("past", "")
    return Past(chosen) if chosen in set(Past) else Past.FROM_TODAY


def found(reference: Reference, *, for_update: bool = False) -> AnnualPlan:
    return years.by_reference(reference, seen_by=me(), for_update=for_update)


@blueprint.get("/<ref(YP):reference>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference) -> ResponseReturnValue:
    return year_page.show(found(reference))


@blueprint.post("/<ref(YP):reference>/decision")
@requires(Permission.CARRY_OUT_YEAR)
@step(DecisionForm, lambda form, reference: year_page.show(found(reference), form))
def decide(form: DecisionForm, reference: Reference) -> Done:
    decided, plan = form.decided, found(reference, for_update=True)
    row = years.decide(plan, decided, version=form.version.number, by=me())
    decision_forms.keep_scan(row)
    sees = years.sees(plan, me())
    if decided.approves:
        words = gettext("計画を承認しました。これからは、理由のある変更だけができます。")
    else:
        words = gettext("差戻しを記録しました。計画を書いた人に知らせます。")
    # Whoever decides by exception may not read what is a draft again.
    return Done(words, url_for(".record", reference=reference) if sees else home(), turn=True)


@blueprint.post("/<ref(YP):reference>/amendments/<int:number>/decision")
@requires(Permission.CARRY_OUT_YEAR)
@step(DecisionForm, lambda form, reference, number: year_page.show(found(reference), form))
def decide_amendment(form: DecisionForm, reference: Reference, number: int) -> Done:
    decided = form.decided
    plan = found(reference, for_update=True)
    amendment = year_amendments.of_number(plan, number)
    seen = form.version.number
    row = year_amendments.decide(plan, amendment, decided, version=seen, by=me())
    decision_forms.keep_scan(row)
    if decided.approves:
        words = gettext("変更を承認しました。計画に反映しました。")
    else:
        words = gettext("変更を差し戻しました。計画はもとのままです。")
    return Done(words, url_for(".record", reference=reference), turn=True)


@blueprint.post("/<ref(YP):reference>/amendments/<int:number>/withdraw")
@requires(Permission.KEEP_YEAR)
@step(
    ReasonForm, lambda form, reference, number: year_page.show(found(reference), withdrawing=form)
)
def withdraw_amendment(form: ReasonForm, reference: Reference, number: int) -> Done:
    """Take back an amendment that waits; whose it is, is for the rule."""
    plan = found(reference, for_update=True)
    amendment = year_amendments.of_number(plan, number)
    seen, reason = form.version.number, form.reason.data
    year_amendments.withdraw(plan, amendment, reason, version=seen, by=me())
    return Done(
        gettext("変更を取り下げました。計画はもとのままです。"),
        url_for(".record", reference=reference),
    )


@blueprint.get("/<ref(YP):reference>/duties/<int:position>")
@requires(Permission.SEE_RECORDS)
def duty(reference: Reference, position: int) -> ResponseReturnValue:
    return duty_page.show(found(reference), position)


@blueprint.post("/<ref(YP):reference>/duties/<int:position>")
@requires(Permission.CARRY_OUT_YEAR)
@step(
    OutcomeForm,
    lambda form, reference, position: duty_page.show(found(reference), position, form),
    once=True,
)
def report_done(form: OutcomeForm, reference: Reference, position: int) -> Done:
    plan = found(reference, for_update=True)
    year_results.report_done(plan, position, form.done, by=me())
    proof = year_results.proof_step(position)
    evidence_views.take(plan.reference, "files", by=me(), step=proof)
    return Done(gettext("実施を記録しました。"), links.url_of(reference))


@blueprint.post("/<ref(YP):reference>/duties/<int:position>/confirmation")
@requires(Permission.CARRY_OUT_YEAR)
@step(
    ConfirmForm, lambda form, reference, position: duty_page.show(found(reference), position, form)
)
def confirm(form: ConfirmForm, reference: Reference, position: int) -> Done:
    """Confirm that a duty was done or send it back; who may is for the rules."""
    decided = form.decided
    plan = found(reference, for_update=True)
    waits = years.duty_at(plan, position)
    decision_forms.keep_scan(year_results.decide(plan, waits, decided, by=me()))
    if decided.approves:
        words = gettext("実施の確認を記録しました。")
    else:
        words = gettext("差戻しを記録しました。担当者に知らせます。")
    return Done(words, url_for(".duty", reference=reference, position=position), turn=True)


@blueprint.get("/<ref(YP):reference>/evidence/<int:number>")
@requires(Permission.SEE_RECORDS)
def file(reference: Reference, number: int) -> ResponseReturnValue:
    """The scan of a decision about the plan that was stamped on paper, or what shows that a duty
    was done, for those who know the duty."""
    plan = found(reference)
    duty_page.check_knows(plan, number)
    return evidence_views.give(plan.reference, number)


@blueprint.get("/<ref(YP):reference>/export.csv", defaults={"kind": "csv"})
@blueprint.get("/<ref(YP):reference>/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_RECORDS)
def export(reference: Reference, kind: str) -> ResponseReturnValue:
    """The plan as its page shows it: every duty, planned beside actual."""
    plan = found(reference)
    return list_files.answer(_sheet(plan, _boxes(plan)), kind)


@blueprint.get("/<ref(YP):reference>/export.pdf")
@requires(Permission.SEE_RECORDS)
def paper(reference: Reference) -> ResponseReturnValue:
    """The same on A4 landscape, with the boxes of those who wrote and approved it."""
    plan = found(reference)
    boxes = _boxes(plan)
    sheet = _on_paper(_sheet(plan, boxes))
    told = {"reference": plan.reference, "boxes": boxes, "form": gettext("年度計画")}
    return papers.handed(
        section_papers.listed(sheet, SHARES, letters=7.5, notes=(), **told),
        list_files.disposition(sheet, "pdf"),
    )


# Of the width of a paper, column by column; a column whose share is 0 is as wide as what it says.
SHARES = (6, 0, 3, 3, 0, 6, 0, 0, 0)


def _on_paper(sheet: Sheet) -> Sheet:
    """The sheet without the kinds of duties, which most are called by: one that is called otherwise
    says its kind before what it is called."""
    _kind, title, *others = sheet.columns
    return replace(sheet, columns=(replace(title, value=partial(_called, title)), *others))


def _called(title: Column, row: Any) -> str:
    label, words = labels.label(row.kind), str(title.value(row))
    if words == label or row.kind is AnnualKind.OTHER:
        return words
    return gettext("%(label)s：%(words)s", label=label, words=words)


def _boxes(plan: AnnualPlan) -> list[signed_boxes.Box]:
    return signed_boxes.of_yearly(plan, years.STEP, Role.PRIVACY_MANAGER)


def _sheet(plan: AnnualPlan, boxes: Sequence[signed_boxes.Box]) -> Sheet:
    duties = years.duties_of(plan)
    persons = {each for row in duties for each in (row.holder_id, row.approver_id, row.done_by_id)}
    names = people.names(persons)
    named = Titles(duties)
    columns = (
        Column("kind", _l("種類"), lambda row: row.kind, width=24, said=labels.label),
        Column("title", _l("予定"), named, width=40),
        Column("planned_on", _l("予定日"), lambda row: row.planned_on, Kind.DAY),
        Column("owner", _l("担当者"), lambda row: names.get(row.holder_id, ""), width=18),
        Column(
            "approver", _l("実施を確かめる人"), lambda row: names.get(row.approver_id, ""), width=18
        ),
        Column("done_on", _l("実施日"), lambda row: row.done_on, Kind.DAY),
        Column("result", _l("結果"), lambda row: row.result if named.knows(row) else "", width=40),
        Column("confirmed_on", _l("実施を確かめた日"), lambda row: row.confirmed_on, Kind.DAY),
        Column("dropped", _l("中止"), lambda row: row.dropped, said=_dropped),
        Column(
            "because_of", _l("もとの記録"), lambda row: row.because_of if named.knows(row) else ""
        ),
    )
    title = gettext("年度計画 %(year)s", year=fiscal_year_text(plan.fiscal_year))
    about = signed_boxes.in_words(boxes)
    return Sheet(title, plan.reference, columns, list_files.whole(duties), about)


def _dropped(dropped: bool) -> str:
    return gettext("中止") if dropped else ""
