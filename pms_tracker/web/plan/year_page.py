"""The page of one year's plan: planned beside actual, the next step, decisions, amendments."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.approvals.models import Approval, Decision
from pms_tracker.people.firm import Firm
from pms_tracker.people.permissions import Permission
from pms_tracker.plan import year_amendments, years
from pms_tracker.plan.rules import Approvers
from pms_tracker.plan.year_models import AnnualAmendment, AnnualDuty, AnnualPlan
from pms_tracker.plan.year_rules import AmendmentState, PlanState, may_report
from pms_tracker.web import history, mails
from pms_tracker.web.access import me
from pms_tracker.web.days import day_text
from pms_tracker.web.plan.forms import DecisionForm


@dataclass(frozen=True)
class Turn:
    """The next step: `kind` is yours, theirs or done; `url` is where yours is taken."""

    kind: str
    sentence: str
    url: str = ""
    button: str = ""


class Binder:
    """A plan with all its page is made of."""

    def __init__(self, plan: AnnualPlan) -> None:
        self.plan = plan
        self.duties = years.duties_of(plan)
        approved = plan.state is PlanState.APPROVED
        self.amendments = year_amendments.amendments_of(plan) if approved else []
        self.decisions = approvals.decisions(plan.reference)
        self.firm = Firm(clock.today())
        self.names = self.firm.names(self.firm.members)

    @property
    def waiting(self) -> AnnualAmendment | None:
        """The amendment that waits for a decision."""
        found = (each for each in self.amendments if each.state is AmendmentState.SUBMITTED)
        return next(found, None)

    @property
    def eligible(self) -> Approvers | None:
        """Who may decide what waits; None where nothing does."""
        if self.plan.state is PlanState.SUBMITTED:
            return years.approvers(self.firm, self.plan.writer_ids)
        if self.waiting is not None:
            return years.approvers(self.firm, [self.waiting.proposed_by_id])
        return None

    @property
    def may_decide(self) -> bool:
        return self.eligible is not None and me().person_id in self.eligible.person_ids

    @property
    def to_do(self) -> list[AnnualDuty]:
        return [each for each in self.duties if year_amendments.may_amend(each)]

    @property
    def sent_back(self) -> Approval | None:
        """Why a draft came back, if it did."""
        last = self.decisions[-1] if self.decisions else None
        back = last is not None and last.decision is Decision.SENT_BACK
        return last if back and self.plan.state is PlanState.DRAFT else None

    def decision_form(self) -> DecisionForm:
        """The form in which what waits is decided."""
        plan, waiting = self.plan, self.waiting
        if waiting is None:
            place = url_for("years.decide", reference=plan.reference)
            about = years.subject(plan, self.duties)
        else:
            place = url_for(
                "years.decide_amendment", reference=plan.reference, number=waiting.number
            )
            about = year_amendments.subject(plan, waiting)
        return DecisionForm(
            formdata=None, place=place, version=plan.version, seen_digest=about.digest
        )


def show(plan: AnnualPlan, form: DecisionForm | None = None) -> ResponseReturnValue:
    """The record; a refused decision is shown again as it was typed, with the version of now."""
    binder = Binder(plan)
    if form is not None:
        form.version.data = plan.version
    elif binder.may_decide:
        form = binder.decision_form()
    if form is not None and binder.eligible is not None:
        form.by_exception = binder.eligible.by_exception
    page = render_template(
        "plan/years/record.html",
        plan=plan,
        duties=binder.duties,
        amendments=[(each, year_amendments.changes_of(each)) for each in binder.amendments],
        decisions=binder.decisions,
        sent_back=binder.sent_back,
        names=binder.names,
        written_by=[binder.names.get(each, "") for each in plan.writer_ids],
        form=form if binder.may_decide else None,
        waiting=binder.waiting,
        turn=turn(binder),
        may_amend=_may_amend(binder),
        mails=mails.about(plan.reference, binder.firm),
        history=history.of(plan.reference),
    )
    return page, form.status if form else 200


def _may_amend(binder: Binder) -> bool:
    approved = binder.plan.state is PlanState.APPROVED
    return approved and binder.waiting is None and me().may(Permission.KEEP_YEAR)


def turn(binder: Binder) -> Turn:
    """Whose turn it is, seen by the viewer."""
    plan, eligible = binder.plan, binder.eligible
    if plan.state is PlanState.DRAFT:
        words = gettext("予定を確かめて、代表者に提出してください。")
        url = url_for("year_editing.edit_form", reference=plan.reference)
        return Turn("yours", words, url, gettext("計画を書く"))
    if eligible is not None and binder.may_decide:
        words = gettext("この計画でよいか、承認するか差し戻してください。")
        if binder.waiting is not None:
            words = gettext("計画をこのように変えてよいか、承認するか差し戻してください。")
        return Turn("yours", words, "#step", gettext("読んで決める"))
    if eligible is not None and plan.state is PlanState.SUBMITTED:
        if not eligible.person_ids:
            words = gettext("次に進める人がいません。役割と所属を確かめてください。")
            return Turn("theirs", words)
        name = binder.names.get(eligible.person_ids[0], "")
        return Turn(
            "theirs", gettext("%(name)sさんの番です。計画の承認を待っています。", name=name)
        )
    return _next_duty(binder)


def _next_duty(binder: Binder) -> Turn:
    if not binder.to_do:
        return Turn("done", gettext("この年度の予定は、すべて終わりました。"))
    mine = [each for each in binder.to_do if each.owner_id == me().person_id]
    duty = (mine or binder.to_do)[0]
    told: dict[str, Any] = {"title": duty.title, "day": day_text(duty.planned_on)}
    if mine:
        words = gettext("「%(title)s」を%(day)sまでに実施し、報告してください。", **told)
        url = url_for("years.duty", reference=binder.plan.reference, position=duty.position)
        return Turn("yours", words, url, gettext("実施を報告する"))
    name = binder.names.get(duty.owner_id, "")
    words = gettext(
        "次は「%(title)s」です。%(name)sさんが%(day)sまでに行います。", name=name, **told
    )
    return Turn("theirs", words)


def may_report_done(plan: AnnualPlan, duty: AnnualDuty) -> bool:
    """Whether the viewer may say that a duty was done."""
    open_still = plan.state is PlanState.APPROVED and year_amendments.may_amend(duty)
    return open_still and may_report(me().person_id, me().roles, duty.owner_id)
