"""The page of one duty of a year: what is planned, what came of it, and whether it is confirmed."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.errors import NotFound
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.rules.year_rules import PlanState, may_report
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.plan.years import year_amendments, year_results, years
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.plan.years.duty_titles import Titles
from pms_tracker.web.plan.years.year_forms import ConfirmForm
from pms_tracker.web.proofs import decision_forms
from pms_tracker.web.proofs.evidence_views import OutcomeForm, limit_words
from pms_tracker.web.record.paths import blocked


def show(plan: AnnualPlan, position: int, refused: Form | None = None) -> ResponseReturnValue:
    """The duty with the form of its next step; a refused one comes back as it was typed."""
    duty = years.duty_at(plan, position)
    firm = Firm(clock.today())
    made = [e for e in approvals.decisions(plan.reference) if e.step == year_results.step(duty)]
    done = refused if isinstance(refused, OutcomeForm) else None
    if may_report_done(plan, duty):
        done = done or _done_form(plan, duty)
    title = Titles([duty])
    page = render_template(
        "plan/years/duty.html",
        plan=plan,
        duty=duty,
        title=title(duty),
        knows=title.knows(duty),
        names=firm.names(firm.members),
        blocked=blocked(duty.holder_id, firm),
        form=done,
        file_limit=limit_words(),
        proofs=_proofs(plan, duty) if title.knows(duty) else [],
        box=_box(plan, duty, firm, refused if isinstance(refused, ConfirmForm) else None),
        decisions=made,
        scans=decision_forms.scans(made, lambda number: _file_place(plan, number)),
        sent_back=decision_forms.sent_back(made),
    )
    return page, refused.status if refused else 200


def _box(
    plan: AnnualPlan, duty: AnnualDuty, firm: Firm, refused: ConfirmForm | None
) -> decision_forms.Box | None:
    """The confirmation that what was done waits for."""
    waits = year_results.waiting(plan, duty, firm) if year_results.waits(duty) else None
    place = url_for("years.confirm", reference=plan.reference, position=duty.position)
    return decision_forms.box(
        waits, firm, place=place, version=duty.reports, refused=refused, kind=ConfirmForm
    )


def _proofs(plan: AnnualPlan, duty: AnnualDuty) -> list[tuple[EvidenceFile, str]]:
    """The files that show that it was done."""
    step = year_results.proof_step(duty.position)
    kept = [each for each in evidence.files(plan.reference) if each.step == step]
    return [(each, _file_place(plan, each.number)) for each in kept]


def check_knows(plan: AnnualPlan, number: int) -> None:
    """Nobody reads a file that shows a duty done which they do not know. Raises NotFound."""
    step = evidence.file(plan.reference, number).step
    for duty in years.duties_of(plan):
        if step == year_results.proof_step(duty.position) and not Titles([duty]).knows(duty):
            raise NotFound("no_such_file", number=number)


def _file_place(plan: AnnualPlan, number: int) -> str:
    return url_for("years.file", reference=plan.reference, number=number)


def may_report_done(plan: AnnualPlan, duty: AnnualDuty) -> bool:
    """Whether the viewer may say that a duty was done."""
    open_still = plan.state is PlanState.APPROVED and year_amendments.may_amend(duty)
    return open_still and may_report(me().person_id, me().roles, duty.holder_id)


def _done_form(plan: AnnualPlan, duty: AnnualDuty) -> OutcomeForm:
    """What was sent back begins with what was reported."""
    place = url_for("years.report_done", reference=plan.reference, position=duty.position)
    return OutcomeForm(formdata=None, place=place, result=duty.result, no_proof=duty.no_proof)
