"""Writing the plan of a year: all duties in one form, for a draft and for an amendment."""

from typing import TypeVar

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
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
from pms_tracker.web.plan.years.year_forms import AmendForm, YearForm
from pms_tracker.web.record import links
from pms_tracker.web.record.steps import Done, step

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


def _offer(form: YearForm, reference: Reference) -> None:
    form.span = yearly.year_of(years.by_reference(reference, seen_by=me()))
    form.offer(Firm(clock.today()), more=SPARE if asks_for_rows() else 0)


def _again(form: YearForm, reference: Reference) -> ResponseReturnValue:
    """The form as it was typed, with the version that the reader now sees."""
    plan = years.by_reference(reference, seen_by=me())
    if not asks_for_rows():
        form.version.data = plan.version
    return _page(plan, form, Firm(clock.today()))


@blueprint.get("/<ref(YP):reference>/edit")
@requires(Permission.KEEP_YEAR)
def edit_form(reference: Reference) -> ResponseReturnValue:
    plan = years.by_reference(reference, seen_by=me())
    if plan.state is not PlanState.DRAFT:
        raise RuleBroken("year_plan_locked")
    return _page(plan, _open(plan, YearForm, url_for(".edit", reference=reference)))


@blueprint.post("/<ref(YP):reference>/edit")
@requires(Permission.KEEP_YEAR)
@step(YearForm, _again, offer=_offer, rows=True)
def edit(form: YearForm, reference: Reference) -> Done:
    write = year_writing.submit if asks_to_submit() else year_writing.save
    plan = years.by_reference(reference, seen_by=me(), for_update=True)
    write(plan, form.wanted(), version=form.version.number, by=me())
    if asks_to_submit():
        words = gettext("計画を提出しました。承認を待ちます。")
    else:
        words = gettext("計画を保存しました。")
    return Done(words, links.url_of(reference))


@blueprint.get("/<ref(YP):reference>/amend")
@requires(Permission.KEEP_YEAR)
def amend_form(reference: Reference) -> ResponseReturnValue:
    plan = years.by_reference(reference, seen_by=me())
    if plan.state is not PlanState.APPROVED:
        raise RuleBroken("year_plan_not_approved")
    return _page(plan, _open(plan, AmendForm, url_for(".amend", reference=reference)))


@blueprint.post("/<ref(YP):reference>/amend")
@requires(Permission.KEEP_YEAR)
@step(AmendForm, _again, offer=_offer, rows=True)
def amend(form: AmendForm, reference: Reference) -> Done:
    wanted, version = form.wanted(), form.version.number
    plan = years.by_reference(reference, seen_by=me(), for_update=True)
    year_amendments.propose(plan, wanted, form.reason.data, version=version, by=me())
    words = gettext("変更を提出しました。承認されるまで、計画はもとのままです。")
    return Done(words, links.url_of(reference))
