"""What came of the duties of a year: reported by their owners, confirmed by whoever is named."""

from collections.abc import Sequence

from pms_tracker import clock
from pms_tracker.approvals import approvals, sign_offs
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decided, Subject
from pms_tracker.database import session
from pms_tracker.evidence.evidence import check_proven
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.deciding import decisions, yearly
from pms_tracker.plan.rules import year_rules
from pms_tracker.plan.rules.year_rules import Done, PlanState
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.plan.years import year_letters, years
from pms_tracker.trail import trail


def report_done(plan: AnnualPlan, position: int, done: Done, *, by: Viewer) -> None:
    """Record that a duty of an approved plan was done, and ask whoever confirms it.

    Raises NotFound, RuleBroken where the plan is not approved, the duty dropped or done before,
    or as `check_done` does, and NotAllowed for anybody but its owner and the privacy manager.
    """
    duty = years.duty_at(plan, position)
    if plan.state is not PlanState.APPROVED or duty.dropped:
        raise RuleBroken("duty_not_planned")
    if duty.done_on is not None:
        raise RuleBroken("duty_done_already")
    if not year_rules.may_report(by.person_id, by.roles, duty.holder_id):
        raise NotAllowed("duty_owner_only")
    year_rules.check_done(done.result, done.done_on, yearly.year_of(plan), clock.today())
    check_proven(done.no_proof, proven=done.proven)
    duty.no_proof = "" if done.proven else done.no_proof.strip()
    duty.done_on, duty.done_by_id, duty.result = done.done_on, by.person_id, done.result.strip()
    duty.reported_on, duty.reports = clock.today(), duty.reports + 1
    session.flush()
    changes: dict[str, trail.Change] = {
        "title": (None, duty.title),
        "planned_on": (None, duty.planned_on),
        "done_on": (None, duty.done_on),
        "result": (None, duty.result),
        **({"no_proof": (None, duty.no_proof)} if duty.no_proof else {}),
    }
    trail.note(plan.reference, "duty_done", by=by.actor, changes=changes)
    if waits(duty):
        firm = Firm(clock.today())
        letter = year_letters.confirmation_asked(plan, decisions.due_on(clock.today()))
        decisions.ask(letter, of_duty(duty, firm), firm)


def waits(duty: AnnualDuty) -> bool:
    """Whether what was done is still to be confirmed; never where the plan names nobody for it."""
    named = duty.approver_id is not None and duty.reported_on is not None
    return named and duty.done_on is not None and duty.confirmed_on is None


def confirmers(approver_id: int | None, hands: Sequence[int | None], firm: Firm) -> Eligible:
    """Who may confirm what was done; `hands` own it or reported it, and never do."""
    named = [] if approver_id is None else [approver_id]
    barred = {each for each in hands if each is not None}
    return year_rules.confirmers(firm.candidates, firm.who_sign_in(named), barred)


def of_duty(duty: AnnualDuty, firm: Firm) -> Eligible:
    """Who may confirm that a duty was done."""
    return confirmers(duty.approver_id, (duty.holder_id, duty.done_by_id), firm)


def step(duty: AnnualDuty) -> str:
    """The name of what is confirmed: `duty-15`."""
    return f"duty-{duty.position}"


def proof_step(position: int) -> str:
    """The name under which files show that a duty was done; a scan proves its confirmation."""
    return f"done-{position}"


def subject(plan: AnnualPlan, duty: AnnualDuty) -> Subject:
    """What a confirmation would be bound to."""
    content = {
        "plan": plan.reference,
        "duty": duty.position,
        "title": duty.title,
        "done_on": duty.done_on,
        "result": duty.result,
        **({"no_proof": duty.no_proof} if duty.no_proof else {}),
    }
    return Subject(plan.reference, step(duty), duty.reports, approvals.digest(content))


def waiting(plan: AnnualPlan, duty: AnnualDuty, firm: Firm) -> sign_offs.Waiting:
    """What came of a duty, and who may confirm it."""
    return sign_offs.Waiting(subject(plan, duty), duty.reported_on, of_duty(duty, firm))


def decide(plan: AnnualPlan, duty: AnnualDuty, decided: Decided, *, by: Viewer) -> Approval:
    """Confirm that a duty was done or, with a reason, send it back to its owner: then it is open.

    What was reported stays as it was typed. Raises RuleBroken where nothing waits, and as
    `sign_offs.sign` does.
    """
    if not waits(duty):
        raise RuleBroken("duty_not_reported")
    firm = Firm(clock.today())
    row = sign_offs.sign(waiting(plan, duty, firm), decided, firm, by=by)
    changes: dict[str, trail.Change] = {"title": (None, duty.title), **sign_offs.told(row, firm)}
    if decided.approves:
        duty.confirmed_on = row.decided_on
    else:
        changes["done_on"] = (duty.done_on, None)
        duty.done_on = duty.done_by_id = None
        decisions.post(year_letters.duty_sent_back(plan), [duty.holder_id], firm)
    session.flush()
    move = "duty_confirmed" if decided.approves else "duty_sent_back"
    trail.note(plan.reference, move, by=by.actor, changes=changes)
    return row
