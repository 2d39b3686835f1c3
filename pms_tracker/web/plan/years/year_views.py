"""Pages of the year (年度): plans, planned beside actual, decisions, and what was done."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.database import transaction
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.rules.year_rules import AnnualKind, Past, Year
from pms_tracker.plan.tables.year_tables import AnnualPlan
from pms_tracker.plan.years import year_amendments, year_results, year_writing, years
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.door.sub_path import home
from pms_tracker.web.forms.sent_once import taken_once
from pms_tracker.web.forms.shared_forms import ReasonForm, refused_into
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Column, Kind, Sheet
from pms_tracker.web.plan.years import duty_page, year_page
from pms_tracker.web.plan.years.duty_titles import Titles
from pms_tracker.web.plan.years.year_forms import ConfirmForm, DutyDoneForm
from pms_tracker.web.proofs import decision_forms, evidence_views
from pms_tracker.web.proofs.decision_forms import DecisionForm
from pms_tracker.web.record import links, next_duty
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


def _begun() -> int | None:
    """The running year, once a month of it has passed: what usually came round in it is past."""
    running, start = people.fiscal_year_of(clock.today()), people.the_company().fiscal_start_month
    first = Year.of(running, start).first
    return running if clock.today() >= add_months(first, 1) else None


@blueprint.post("/")
@requires(Permission.KEEP_YEAR)
def draft() -> ResponseReturnValue:
    year = request.form.get("year", 0, type=int)
    titles = {kind: labels.label(kind) for kind in AnnualKind}
    with taken_once() as taken:
        plan = year_writing.draft(year, titles, past=_past(), by=me())
        led_to = url_for("year_editing.edit_form", reference=plan.reference)
        taken.led_to = led_to
    flash(gettext("計画の下書きを作りました。日と担当者を確かめてください。"), "done")
    return redirect(led_to)


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
def decide(reference: Reference) -> ResponseReturnValue:
    form = DecisionForm()
    if form.validate_on_submit():
        with refused_into(form):
            decided = form.decided
            with transaction():
                plan = found(reference, for_update=True)
                row = years.decide(plan, decided, version=form.version.number, by=me())
                decision_forms.keep_scan(row)
                sees = years.sees(plan, me())
            if decided.approves:
                next_duty.say(
                    gettext("計画を承認しました。これからは、理由のある変更だけができます。")
                )
            else:
                next_duty.say(gettext("差戻しを記録しました。計画を書いた人に知らせます。"))
            # Whoever decides by exception may not read what is a draft again.
            return redirect(url_for(".record", reference=reference) if sees else home())
    return year_page.show(found(reference), form)


@blueprint.post("/<ref(YP):reference>/amendments/<int:number>/decision")
@requires(Permission.CARRY_OUT_YEAR)
def decide_amendment(reference: Reference, number: int) -> ResponseReturnValue:
    form = DecisionForm()
    if form.validate_on_submit():
        with refused_into(form):
            decided = form.decided
            with transaction():
                plan = found(reference, for_update=True)
                amendment = year_amendments.of_number(plan, number)
                seen = form.version.number
                row = year_amendments.decide(plan, amendment, decided, version=seen, by=me())
                decision_forms.keep_scan(row)
            if decided.approves:
                next_duty.say(gettext("変更を承認しました。計画に反映しました。"))
            else:
                next_duty.say(gettext("変更を差し戻しました。計画は元のままです。"))
            return redirect(url_for(".record", reference=reference))
    return year_page.show(found(reference), form)


@blueprint.post("/<ref(YP):reference>/amendments/<int:number>/withdraw")
@requires(Permission.KEEP_YEAR)
def withdraw_amendment(reference: Reference, number: int) -> ResponseReturnValue:
    """Take back an amendment that waits; whose it is, is for the rule."""
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form):
            with transaction():
                plan = found(reference, for_update=True)
                amendment = year_amendments.of_number(plan, number)
                seen, reason = form.version.number, form.reason.data
                year_amendments.withdraw(plan, amendment, reason, version=seen, by=me())
            flash(gettext("変更を取り下げました。計画は元のままです。"), "done")
            return redirect(url_for(".record", reference=reference))
    return year_page.show(found(reference), withdrawing=form)


@blueprint.get("/<ref(YP):reference>/duties/<int:position>")
@requires(Permission.SEE_RECORDS)
def duty(reference: Reference, position: int) -> ResponseReturnValue:
    return duty_page.show(found(reference), position)


@blueprint.post("/<ref(YP):reference>/duties/<int:position>")
@requires(Permission.CARRY_OUT_YEAR)
def report_done(reference: Reference, position: int) -> ResponseReturnValue:
    form = DutyDoneForm()
    if form.validate_on_submit():
        with refused_into(form):
            done = form.done
            with taken_once(links.url_of(reference)):
                plan = found(reference, for_update=True)
                year_results.report_done(plan, position, done, by=me())
                step = year_results.proof_step(position)
                evidence_views.take(plan.reference, "files", by=me(), step=step)
            flash(gettext("実施を記録しました。"), "done")
            return redirect(links.url_of(reference))
    return duty_page.show(found(reference), position, form)


@blueprint.post("/<ref(YP):reference>/duties/<int:position>/confirmation")
@requires(Permission.CARRY_OUT_YEAR)
def confirm(reference: Reference, position: int) -> ResponseReturnValue:
    """Confirm that a duty was done or send it back; who may is for the rules."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with refused_into(form):
            decided = form.decided
            with transaction():
                plan = found(reference, for_update=True)
                waits = years.duty_at(plan, position)
                decision_forms.keep_scan(year_results.decide(plan, waits, decided, by=me()))
            if decided.approves:
                next_duty.say(gettext("実施の確認を記録しました。"))
            else:
                next_duty.say(gettext("差戻しを記録しました。担当者に知らせます。"))
            return redirect(url_for(".duty", reference=reference, position=position))
    return duty_page.show(found(reference), position, form)


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
    duties = years.duties_of(plan)
    persons = {each for row in duties for each in (row.owner_id, row.approver_id, row.done_by_id)}
    names = people.names(persons)
    named = Titles(duties)
    columns = (
        Column("kind", _l("種類"), lambda row: row.kind, width=24, said=labels.label),
        Column("title", _l("予定"), named, width=40),
        Column("planned_on", _l("予定日"), lambda row: row.planned_on, Kind.DAY),
        Column("owner", _l("担当者"), lambda row: names.get(row.owner_id, ""), width=18),
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
    return list_files.answer(Sheet(title, plan.reference, columns, list_files.whole(duties)), kind)


def _dropped(dropped: bool) -> str:
    return gettext("中止") if dropped else ""
