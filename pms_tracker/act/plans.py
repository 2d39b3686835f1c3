"""Correction, cause and plan on one page: submitted, decided by somebody else, amended visibly."""

from dataclasses import dataclass

from pms_tracker import clock
from pms_tracker.act import (
    action_rules,
    actions,
    cases,
    cause_rules,
    letters,
    repeats,
    rules,
    turns,
    why_chain,
)
from pms_tracker.act.action_rules import Action
from pms_tracker.act.cause_rules import CauseCategory
from pms_tracker.act.dossier import Dossier
from pms_tracker.act.models import Case, CaseRound
from pms_tracker.act.rules import CaseMove
from pms_tracker.approvals import approvals
from pms_tracker.approvals import rules as approval_rules
from pms_tracker.approvals.approvals import Decided, Subject
from pms_tracker.approvals.models import Approval
from pms_tracker.kernel.versions import check_version
from pms_tracker.mail import outbox
from pms_tracker.people.people import Viewer
from pms_tracker.trail import trail

FIELDS = ("correction", "cause")
LATER_FIELDS = ("cause_category", "repeat_answer", "direct_cause", "whys", "escape_cause")


@dataclass(frozen=True)
class Plan:
    """What the head of the unit writes: correction, cause with its category, and actions.

    Where the same cause was there before, it is answered why it will hold this time.
    """

    correction: str
    cause: str
    actions: tuple[Action, ...]
    cause_category: CauseCategory | None = None
    repeat_answer: str = ""
    direct_cause: str = ""
    whys: str = ""
    escape_cause: str = ""


def step(case: Case) -> str:
    """The name of what is approved: the plan of the current round."""
    return f"plan-{case.round}"


def subject(case: Case, written: CaseRound) -> Subject:
    """What an approval of the plan as it stands would be bound to."""
    content = {name: getattr(written, name) for name in FIELDS} | actions.content(written)
    # What rounds of earlier releases did not have is left out, so that their digests stay.
    content |= {name: getattr(written, name) for name in LATER_FIELDS if getattr(written, name)}
    digest = approvals.digest({**content, "case": case.reference, "round": case.round})
    return Subject(case.reference, step(case), case.submissions, digest)


def submit(case: Case, plan: Plan, *, version: int, by: Viewer) -> None:
    """Write correction, cause and action and ask for approval.

    Raises Stale, NotAllowed for anybody but the head and their deputy, RuleBroken where a
    field is empty, the due day has passed, or the case is not being planned.
    """
    _write(Dossier(case), plan, CaseMove.SUBMIT, version, by)


def amend(case: Case, plan: Plan, *, version: int, by: Viewer) -> None:
    """Change a plan that was submitted or approved: the approval is voided and asked for again."""
    _write(Dossier(case), plan, CaseMove.AMEND, version, by)


def _write(dossier: Dossier, plan: Plan, move: CaseMove, version: int, by: Viewer) -> None:
    case, today = dossier.case, clock.today()
    check_version(case, version)
    for_id = dossier.firm.principal(by.person_id, dossier.planning)
    rules.check_planner(for_id or by.person_id, dossier.planners)
    rules.CASE.after(case.state, move)
    here = dict(dossier.firm.here())
    rules.check_plan((plan.correction, plan.cause))
    action_rules.check_actions(plan.actions, here, today)
    again = _check_cause(case, plan)
    changes = _enter(plan, dossier.current) | actions.write(dossier.current, plan.actions, here)
    dossier.current.repeats = again
    changes |= dossier.firm.on_behalf_of(for_id)
    written = dossier.current
    written.written_by_id, written.written_for_id = by.person_id, for_id
    # Whoever let a deputy write has written it as well: neither approves it.
    both = {by.person_id, for_id or by.person_id}
    written.writer_ids = sorted({*written.writer_ids, *both})
    dossier.current.submitted_on = today
    if for_id is not None:
        # Two have written it then; in a small firm nobody might be left to approve.
        rules.check_somebody_approves(dossier.approvers)
    case.submissions += 1
    if dossier.current.approved_at is not None:
        changes["approval"] = (_void(case), None)
        dossier.current.approved_at = None
    due_on = turns.step_due_on(rules.TO_DECIDE, today)
    cases.move(dossier, move, by=by.actor, due_on=due_on, changes=changes)
    turns.tell(dossier, letters.approval_asked(case))


def _check_cause(case: Case, plan: Plan) -> int:
    """How many earlier cases had the same cause; raises RuleBroken unless that is answered."""
    why_chain.read(plan.whys)
    category = cause_rules.check_category(plan.cause_category)
    again = repeats.count(case, category)
    cause_rules.check_repeat_answered(again, plan.repeat_answer)
    return again


def _enter(plan: Plan, written: CaseRound) -> dict[str, trail.Change]:
    changes: dict[str, trail.Change] = {}
    for name in (*FIELDS, *LATER_FIELDS):
        value = getattr(plan, name)
        value = value.strip() if name != "cause_category" else value
        if value or getattr(written, name):
            changes[name] = (getattr(written, name) or None, value or None)
        setattr(written, name, value)
    return changes


def _void(case: Case) -> str | None:
    voided = approvals.void(case.reference, step(case))
    return voided.digest if voided is not None else None


def decide(case: Case, decided: Decided, *, version: int, by: Viewer) -> Approval:
    """Approve the plan or send it back.

    Raises Stale where the plan is not the one that was seen, NotAllowed for whoever wrote or owns
    it (R9, administrators included), RuleBroken without the reason that a refusal needs.
    """
    check_version(case, version)
    move = CaseMove.APPROVE if decided.approves else CaseMove.SEND_BACK
    rules.CASE.after(case.state, move)
    dossier = Dossier(case)
    for_id = _checked_decider(dossier, decided, by)
    about, submitted_on = subject(case, dossier.current), dossier.current.submitted_on
    row = approvals.sign(
        about, decided, by_id=by.person_id, for_id=for_id, submitted_on=submitted_on
    )
    _after_decision(dossier, row, move, by)
    return row


def _checked_decider(dossier: Dossier, decided: Decided, by: Viewer) -> int | None:
    """For whom a deputy decides; None in own right. What is on paper was stamped in own right."""
    approvers = dossier.approvers
    if decided.on_paper_by is not None:
        rules.check_eligible(decided.on_paper_by, approvers, decided.exception_reason)
        parties = dossier.parties(dossier.rounds)
        barred = parties.writers | parties.owners
        approval_rules.check_paper(by.person_id, barred, scanned=decided.scanned)
        return None
    for_id = dossier.firm.principal(by.person_id, approvers)
    rules.check_eligible(for_id or by.person_id, approvers, decided.exception_reason)
    return for_id


def _after_decision(dossier: Dossier, row: Approval, move: CaseMove, by: Viewer) -> None:
    case, written = dossier.case, dossier.current
    changes: dict[str, trail.Change] = {"digest": (None, row.digest)}
    changes |= dossier.firm.on_behalf_of(row.for_id)
    if row.reason:
        changes["reason"] = (None, row.reason)
    if row.entered_by_id is not None:
        decider = row.decided_by_id
        changes["decided_by"] = (None, dossier.firm.names([decider])[decider])
    if move is CaseMove.APPROVE:
        written.approved_at = row.recorded_at
        due_on = dossier.open_actions[0].turn_due_on
        cases.move(dossier, move, by=by.actor, due_on=due_on, changes=changes)
        turns.tell(dossier, letters.plan_approved(case))
        _tell_further_owners(dossier)
    else:
        due_on = turns.step_due_on(rules.TO_PLAN, clock.today())
        cases.move(dossier, move, by=by.actor, due_on=due_on, changes=changes)
        turns.tell(dossier, letters.plan_sent_back(case))


def _tell_further_owners(dossier: Dossier) -> None:
    """Each further owner hears of the first day on which something of theirs is due."""
    told = {dossier.case.turn_of_id}
    for action in dossier.actions_beside:
        if action.turn_of_id not in told:
            told.add(action.turn_of_id)
            letter = letters.action_approved(dossier.case, action.turn_due_on)
            outbox.post(letter, dossier.firm.recipient(action.turn_of_id))


def may_amend(case: Case) -> bool:
    return rules.CASE.allows(case.state, CaseMove.AMEND)
