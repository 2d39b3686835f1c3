"""The page of one year's plan: planned beside actual, the next step, decisions, amendments."""

from functools import cached_property
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.sign_offs import Waiting
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.rules.year_rules import AmendmentState, PlanState
from pms_tracker.plan.tables.year_tables import AnnualAmendment, AnnualDuty, AnnualPlan
from pms_tracker.plan.years import year_amendments, year_results, years
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import ReasonForm
from pms_tracker.web.plan.years.duty_titles import Titles
from pms_tracker.web.proofs import decision_forms
from pms_tracker.web.proofs.decision_forms import DecisionForm, NextStep
from pms_tracker.web.record import mails, record_history
from pms_tracker.web.words.days_in_words import day_text


class Binder:
    """A plan with all its page is made of."""

    def __init__(self, plan: AnnualPlan) -> None:
        self.plan = plan
        self.duties = years.duties_of(plan)
        approved = plan.state is PlanState.APPROVED
        self.amendments = year_amendments.amendments_of(plan) if approved else []
        every = approvals.decisions(plan.reference)
        # Those about what was done stand on the page of each duty.
        self.decisions = [each for each in every if not each.step.startswith("duty-")]
        self.firm = Firm(clock.today())
        self.names = self.firm.names(self.firm.members)
        proposed = (year_amendments.changes_of(each) for each in self.amendments)
        moved = (row for every in proposed for each in every for row in (each.was, each.becomes))
        self.title = Titles([*self.duties, *(row for row in moved if row)])

    @property
    def waiting(self) -> AnnualAmendment | None:
        """The amendment that waits for a decision."""
        found = (each for each in self.amendments if each.state is AmendmentState.SUBMITTED)
        return next(found, None)

    @cached_property
    def waits(self) -> Waiting | None:
        """What waits for a decision, the plan or an amendment, and who may make it."""
        if self.plan.state is PlanState.SUBMITTED:
            return years.waiting(self.plan, self.duties, self.firm)
        if self.waiting is not None:
            return year_amendments.waiting(self.plan, self.waiting, self.firm)
        return None

    @property
    def to_do(self) -> list[AnnualDuty]:
        return [each for each in self.duties if year_amendments.may_amend(each)]

    @property
    def sent_back(self) -> Approval | None:
        """Why a draft came back, if it did."""
        drafted = self.plan.state is PlanState.DRAFT
        return decision_forms.sent_back(self.decisions) if drafted else None

    def box(self, refused: DecisionForm | None) -> decision_forms.Box | None:
        """The decision that waits; a refused one comes back as it was typed."""
        place = url_for("years.decide", reference=self.plan.reference)
        if self.waiting is not None:
            number = self.waiting.number
            place = url_for("years.decide_amendment", reference=self.plan.reference, number=number)
        version = self.plan.version
        return decision_forms.box(
            self.waits, self.firm, place=place, version=version, refused=refused
        )


def show(
    plan: AnnualPlan, form: DecisionForm | None = None, withdrawing: ReasonForm | None = None
) -> ResponseReturnValue:
    """The record; a refused decision is shown again as it was typed, with the version of now."""
    binder = Binder(plan)
    box = binder.box(form)
    page = render_template(
        "plan/years/record.html",
        plan=plan,
        duties=binder.duties,
        title=binder.title,
        amendments=[(each, year_amendments.changes_of(each)) for each in binder.amendments],
        decisions=binder.decisions,
        sent_back=binder.sent_back,
        names=binder.names,
        written_by=[binder.names.get(each, "") for each in plan.writer_ids],
        box=box,
        scans=decision_forms.scans(binder.decisions, lambda number: _file_place(plan, number)),
        waiting=binder.waiting,
        withdrawing=_withdrawing(binder, withdrawing),
        turn=turn(binder, box.turn if box else None),
        may_amend=_may_amend(binder),
        waits=year_results.waits,
        mails=mails.about(plan.reference, binder.firm),
        history=record_history.of(plan.reference),
    )
    refused = form or withdrawing
    return page, refused.status if refused else 200


def _may_amend(binder: Binder) -> bool:
    approved = binder.plan.state is PlanState.APPROVED
    return approved and binder.waiting is None and me().may(Permission.KEEP_YEAR)


def _withdrawing(binder: Binder, refused: ReasonForm | None) -> ReasonForm | None:
    """The way back for whoever proposed what waits; a refused one comes back as it was typed."""
    plan, waiting = binder.plan, binder.waiting
    if waiting is None or waiting.proposed_by_id != me().person_id:
        decision_forms.say_refusal(refused)
        return None
    place = url_for("years.withdraw_amendment", reference=plan.reference, number=waiting.number)
    form = refused or ReasonForm(formdata=None, place=place)
    form.version.data = plan.version
    return form


def _file_place(plan: AnnualPlan, number: int) -> str:
    return url_for("years.file", reference=plan.reference, number=number)


def turn(binder: Binder, decision: decision_forms.Turn | None) -> NextStep:
    """Whose turn it is, seen by the viewer; `decision` is whose what waits is."""
    plan = binder.plan
    if plan.state is PlanState.DRAFT:
        words = gettext("予定を確かめて、代表者に提出してください。")
        url = url_for("year_editing.edit_form", reference=plan.reference)
        if decision_forms.is_anothers(plan.writer_ids, binder.firm):
            return NextStep("theirs", decision_forms.anothers(plan.writer_ids, binder.firm))
        return NextStep("yours", words, url, gettext("計画を書く"))
    if decision is not None and decision.is_mine:
        words = gettext("この計画でよいか、承認するか差し戻してください。")
        if binder.waiting is not None:
            words = gettext("計画をこのように変更してよいか、承認するか差し戻してください。")
        return NextStep("yours", words, "#step", gettext("読んで決める"), decision.label)
    if decision is not None and plan.state is PlanState.SUBMITTED:
        words = decision.blocked or gettext(
            "%(name)sさんの対応待ちです。計画の承認を待っています。", name=decision.name
        )
        return NextStep("theirs", words)
    return _confirmation(binder) or _next_duty(binder)


def _confirmation(binder: Binder) -> NextStep | None:
    """What was done and waits for the viewer to confirm it, if anything does."""
    for duty in filter(year_results.waits, binder.duties):
        found = decision_forms.turn(year_results.of_duty(duty, binder.firm), binder.firm)
        if found.is_mine:
            words = gettext(
                "「%(title)s」の実施の結果を読み、確かめてください。", title=binder.title(duty)
            )
            url = url_for("years.duty", reference=binder.plan.reference, position=duty.position)
            return NextStep("yours", words, url, gettext("結果を見て確かめる"), found.label)
    return None


def _next_duty(binder: Binder) -> NextStep:
    if not binder.to_do:
        return NextStep("done", gettext("この年度の予定は、すべて終わりました。"))
    mine = [each for each in binder.to_do if each.holder_id == me().person_id]
    duty = (mine or binder.to_do)[0]
    told: dict[str, Any] = {"title": binder.title(duty), "day": day_text(duty.planned_on)}
    if mine:
        words = gettext("「%(title)s」を%(day)sまでに実施し、報告してください。", **told)
        url = url_for("years.duty", reference=binder.plan.reference, position=duty.position)
        return NextStep("yours", words, url, gettext("実施を報告する"))
    name = binder.names.get(duty.holder_id, "")
    words = gettext(
        "次は「%(title)s」です。%(name)sさんが%(day)sまでに行います。", name=name, **told
    )
    return NextStep("theirs", words)
