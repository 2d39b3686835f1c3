"""Writing the plan of a year: all duties in one form, for a draft and for an amendment."""

from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.database import transaction
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import yearly
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.plan.years import year_amendments, year_writing, years
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.many_rows import SPARE, asks_for_rows, asks_to_submit
from pms_tracker.web.forms.shared_forms import refused_into
from pms_tracker.web.plan.years.year_forms import AmendForm, YearForm
from pms_tracker.web.record import links

blueprint = Blueprint("year_editing", __name__, url_prefix="/plan/years")
AnyForm = TypeVar("AnyForm", bound=YearForm)
FIELDS = ("kind", "title", "planned_on", "owner_id", "approver_id")


def _typed(duty: AnnualDuty) -> dict[str, object]:
    typed = {"duty_id": duty.id, **{name: getattr(duty, name) for name in FIELDS}}
    done = years.done_before(duty)
    return typed | (vars(done) if done else {})


def _open(plan: AnnualPlan, kind: type[AnyForm], place: str) -> AnyForm:
    """The form as the plan has it, or as the reader's draft does."""
    every = years.duties_of(plan)
    drafted = plan.state is PlanState.DRAFT
    shown = [each for each in every if drafted or year_amendments.may_amend(each)]
    return kind(place=place, version=plan.version, rows=[_typed(each) for each in shown])


def _page(plan: AnnualPlan, form: YearForm, firm: Firm | None = None) -> ResponseReturnValue:
    if firm is None:
        firm = Firm(clock.today())
        form.offer(firm)
    page = render_template(
        "plan/years/edit.html",
        plan=plan,
        form=form,
        people=dict(firm.here()),
        span=yearly.year_of(plan),
        amending=isinstance(form, AmendForm),
    )
    return page, form.status


def _sent(reference: Reference, kind: type[AnyForm]) -> tuple[AnnualPlan, AnyForm, Firm]:
    plan = years.by_reference(reference, seen_by=me())
    form, firm = kind(), Firm(clock.today())
    form.span = yearly.year_of(plan)
    form.offer(firm, more=SPARE if asks_for_rows() else 0)
    return plan, form, firm


def _again(reference: Reference, form: YearForm, firm: Firm) -> ResponseReturnValue:
    """The form as it was typed, with the version that the reader now sees."""
    plan = years.by_reference(reference, seen_by=me())
    form.version.data = plan.version
    return _page(plan, form, firm)


@blueprint.get("/<ref(YP):reference>/edit")
@requires(Permission.KEEP_YEAR)
def edit_form(reference: Reference) -> ResponseReturnValue:
    plan = years.by_reference(reference, seen_by=me())
    if plan.state is not PlanState.DRAFT:
        raise RuleBroken("year_plan_locked")
    return _page(plan, _open(plan, YearForm, url_for(".edit", reference=reference)))


@blueprint.post("/<ref(YP):reference>/edit")
@requires(Permission.KEEP_YEAR)
def edit(reference: Reference) -> ResponseReturnValue:
    plan, form, firm = _sent(reference, YearForm)
    if asks_for_rows():
        return _page(plan, form, firm)
    if form.validate_on_submit():
        with refused_into(form):
            write = year_writing.submit if asks_to_submit() else year_writing.save
            with transaction():
                plan = years.by_reference(reference, seen_by=me(), for_update=True)
                write(plan, form.wanted(), version=form.version.number, by=me())
            if asks_to_submit():
                flash(gettext("計画を提出しました。承認を待ちます。"), "done")
            else:
                flash(gettext("計画を保存しました。"), "done")
            return redirect(links.url_of(reference))
    return _again(reference, form, firm)


@blueprint.get("/<ref(YP):reference>/amend")
@requires(Permission.KEEP_YEAR)
def amend_form(reference: Reference) -> ResponseReturnValue:
    plan = years.by_reference(reference, seen_by=me())
    if plan.state is not PlanState.APPROVED:
        raise RuleBroken("year_plan_not_approved")
    return _page(plan, _open(plan, AmendForm, url_for(".amend", reference=reference)))


@blueprint.post("/<ref(YP):reference>/amend")
@requires(Permission.KEEP_YEAR)
def amend(reference: Reference) -> ResponseReturnValue:
    plan, form, firm = _sent(reference, AmendForm)
    if asks_for_rows():
        return _page(plan, form, firm)
    if form.validate_on_submit():
        with refused_into(form):
            wanted, reason = form.wanted(), form.reason.data
            with transaction():
                plan = years.by_reference(reference, seen_by=me(), for_update=True)
                year_amendments.propose(plan, wanted, reason, version=form.version.number, by=me())
            flash(gettext("変更を提出しました。承認されるまで、計画は元のままです。"), "done")
            return redirect(links.url_of(reference))
    return _again(reference, form, firm)
