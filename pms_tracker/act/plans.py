"""Correction, cause and plan on one page: submitted, decided by somebody else, amended visibly."""

from dataclasses import dataclass
from datetime import date

from pms_tracker import clock
from pms_tracker.act import cases, letters, rules, turns
from pms_tracker.act.models import Case, CaseRound
from pms_tracker.act.rules import CaseMove, CaseState
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approvals import Subject, Verdict
from pms_tracker.approvals.models import Approval, Decision
from pms_tracker.kernel.errors import RuleBroken, Stale
from pms_tracker.mail import outbox
from pms_tracker.people import people
from pms_tracker.people.people import Viewer
from pms_tracker.trail import trail

FIELDS = ("correction", "cause", "action", "owner_id", "due_on")


@dataclass(frozen=True)
class Plan:
    """What the head of the unit writes; each field is needed."""

    correction: str
    cause: str
    action: str
    owner_id: int
    due_on: date


def step(case: Case) -> str:
    """The name of what is approved: the plan of the current round."""
    return f"plan-{case.round}"


def subject(case: Case, written: CaseRound) -> Subject:
    """What an approval of the plan as it stands would be bound to."""
    content = {name: getattr(written, name) for name in FIELDS}
    digest = approvals.digest({**content, "case": case.reference, "round": case.round})
    return Subject(case.reference, step(case), case.submissions, digest)


def submit(case: Case, plan: Plan, *, version: int, by: Viewer) -> None:
    """Write correction, cause and action and ask for approval.

    Raises Stale, NotAllowed for anybody but the head, RuleBroken where a
    field is empty, the due day has passed, or the case is not being planned.
    """
    cases.check_version(case, version)
    rules.check_planner(by.person_id, turns.planners(case))
    _write(case, plan, CaseMove.SUBMIT, by)


def amend(case: Case, plan: Plan, *, version: int, by: Viewer) -> None:
    """Change a plan that was submitted or approved: the approval is voided and asked for again."""
    cases.check_version(case, version)
    rules.check_planner(by.person_id, turns.planners(case))
    _write(case, plan, CaseMove.AMEND, by)


def _write(case: Case, plan: Plan, move: CaseMove, by: Viewer) -> None:
    rules.CASE.after(case.state, move)
    today = clock.today()
    rules.check_plan((plan.correction, plan.cause, plan.action), plan.due_on, today)
    people.person(plan.owner_id)
    written = turns.current_round(case)
    changes: dict[str, trail.Change] = {}
    for name in FIELDS:
        value = getattr(plan, name)
        value = value.strip() if isinstance(value, str) else value
        changes[name] = (getattr(written, name) or None, value)
        setattr(written, name, value)
    written.written_by_id = by.person_id
    written.submitted_on = today
    written.approved_at = None
    case.submissions += 1
    voided = approvals.void(case.reference, step(case))
    if voided is not None:
        changes["approval"] = (voided.digest, None)
    due_on = turns.step_due_on(rules.TO_DECIDE, today)
    cases.move(case, move, by=by.actor, due_on=due_on, changes=changes)
    _ask_for_approval(case)


def _ask_for_approval(case: Case) -> None:
    if case.turn_of_id is not None:
        outbox.post(letters.approval_asked(case), people.recipient(case.turn_of_id))


@dataclass(frozen=True)
class Decided:
    """A decision as it is handed in. `seen_digest` is what the decider had before their eyes.

    `on_paper_by` is set where somebody stamped paper and another person types it in (紙).
    """

    decision: Decision
    decided_on: date
    seen_digest: str
    reason: str = ""
    exception_reason: str = ""
    on_paper_by: int | None = None


def decide(case: Case, decided: Decided, *, version: int, by: Viewer) -> Approval:
    """Approve the plan or send it back.

    Raises Stale where the plan is not the one that was seen, NotAllowed for whoever wrote or owns
    it (R9, administrators included), RuleBroken without the reason that a refusal needs.
    """
    cases.check_version(case, version)
    move = CaseMove.APPROVE if decided.decision is Decision.APPROVED else CaseMove.SEND_BACK
    rules.CASE.after(case.state, move)
    decider = decided.on_paper_by or by.person_id
    rules.check_eligible(decider, turns.approvers(case), decided.exception_reason)
    written = turns.current_round(case)
    about = subject(case, written)
    if about.digest != decided.seen_digest:
        raise Stale("record_changed", reference=case.reference)
    if written.submitted_on is not None and decided.decided_on < written.submitted_on:
        raise RuleBroken("decided_before_submitted")
    verdict = Verdict(
        decided.decision,
        decided_by_id=decider,
        decided_on=decided.decided_on,
        reason=decided.reason,
        exception_reason=decided.exception_reason,
        entered_by_id=by.person_id if decided.on_paper_by else None,
    )
    row = approvals.decide(about, verdict)
    _after_decision(case, written, row, move, by)
    return row


def _after_decision(
    case: Case, written: CaseRound, row: Approval, move: CaseMove, by: Viewer
) -> None:
    changes: dict[str, trail.Change] = {"digest": (None, row.digest)}
    if row.reason:
        changes["reason"] = (None, row.reason)
    if row.entered_by_id is not None:
        changes["decided_by"] = (None, people.person(row.decided_by_id).name)
    if move is CaseMove.APPROVE:
        written.approved_at = row.recorded_at
        cases.move(case, move, by=by.actor, due_on=written.due_on, changes=changes)
        letter = letters.plan_approved(case)
    else:
        due_on = turns.step_due_on(rules.TO_PLAN, clock.today())
        cases.move(case, move, by=by.actor, due_on=due_on, changes=changes)
        letter = letters.plan_sent_back(case)
    if case.turn_of_id is not None:
        outbox.post(letter, people.recipient(case.turn_of_id))


def may_amend(case: Case) -> bool:
    return case.state in (CaseState.SUBMITTED, CaseState.DOING)
