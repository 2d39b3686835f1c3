"""The end of a case: approved by the representative where asked, its lesson laid in its inboxes."""

from collections.abc import Collection

from pms_tracker import clock
from pms_tracker.act.cases import case_letters, case_signing, cases, grounds, instructions, turns
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import effect_days, interim
from pms_tracker.act.plans import actions, plans
from pms_tracker.act.rules import case_rules, route_rules
from pms_tracker.act.rules.case_rules import CaseMove
from pms_tracker.act.tables.case_tables import Case, CaseRound, SetAside
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.check.findings import findings, risk_proofs
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.do.registers import risk_lessons
from pms_tracker.kernel.errors import check_version
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.policies import review_inputs
from pms_tracker.plan.rules import lesson_rules
from pms_tracker.plan.years import lessons
from pms_tracker.trail import trail


def end(
    dossier: Dossier,
    move: CaseMove,
    lesson: str,
    lesson_for: Collection[lesson_rules.Inbox],
    changes: dict[str, trail.Change],
    by: Viewer,
) -> None:
    """End a case that was judged effective, or ask for the approval of its closing (完了承認)."""
    case, this_round = dossier.case, dossier.current
    this_round.lesson = case_rules.lesson_of(this_round.cause, this_round.action, lesson)
    this_round.lesson_for = [each.value for each in lesson_rules.inboxes(lesson_for)]
    changes["lesson"] = (None, this_round.lesson)
    if move is CaseMove.JUDGE_TO_CLOSE:
        due_on = turns.step_due_on(case_rules.TO_CLOSE, clock.today())
        cases.move(dossier, move, by=by.actor, due_on=due_on, changes=changes)
        turns.tell(dossier, case_letters.closing_asked(case))
        return
    cases.move(dossier, move, by=by.actor, due_on=None, changes=changes)
    _teach(dossier, by)


def _teach(dossier: Dossier, by: Viewer) -> None:
    """Settle what the case came of, and lay its lesson where it said."""
    case, this_round = dossier.case, dossier.current
    for finding in grounds.still_open(case):
        findings.settle(finding, by=by.actor)
    for inbox in lesson_rules.inboxes(this_round.lesson_for):
        name, on, actor = case.reference, clock.today(), by.actor
        if inbox is lesson_rules.Inbox.POLICY:
            policy = grounds.policy_of(case)
            review_inputs.receive(policy, this_round.lesson, because_of=name, on=on, by=actor)
        else:
            lessons.receive(inbox, this_round.lesson, because_of=name, on=on, by=actor)
        if inbox is lesson_rules.Inbox.RISK:
            for risk in risk_proofs.risks_of(grounds.held(case)):
                risk_lessons.land(risk, because_of=name)


def unteach(case: Case, made: str, by: Viewer) -> None:
    """The end of a case is void: its findings are open again, and its lesson is taken out of the
    inboxes, unless it was answered already."""
    for finding in grounds.held(case):
        if finding.state is FindingState.SETTLED:
            findings.open_again(finding, made, by=by.actor)
    review_inputs.take_out(case.reference, by=by.actor)
    lessons.take_out(case.reference, by=by.actor)
    risk_lessons.lift(case.reference)


def subject(dossier: Dossier) -> approvals.Subject:
    """What the approval of a closing is bound to: the plan, what was done, and the judgement."""
    case = dossier.case
    step = route_rules.closing(case.round)
    number = sum(row.step == step for row in dossier.decisions) + 1
    return approvals.Subject(case.reference, step, number, digest_of(case, dossier.current))


def digest_of(case: Case, of: CaseRound) -> str:
    """The digest of a round's plan, what was done of it, and how its effect was judged."""
    fields = ("done_on", "verdict", "how_seen", "data_seen", "grounds", "lesson")
    told: dict[str, object] = {name: getattr(of, name) for name in fields}
    told["reported"] = actions.reported(of)
    told["plan"] = plans.subject(case, of).digest
    return approvals.digest(told)


def decide(case: Case, decided: approvals.Decided, *, version: int, by: Viewer) -> Approval:
    """Approve the closing, or have the effect judged anew with a reason.

    Raises Stale where another judgement was seen, NotAllowed for whoever did, owns or judged it,
    RuleBroken without the reason.
    """
    check_version(case, version)
    move = CaseMove.APPROVE_CLOSING if decided.approves else CaseMove.RETURN_CLOSING
    case_rules.CASE.after(case.state, move)
    dossier = Dossier(case)
    if decided.approves:
        instructions.check_none_waits(case, dossier.rounds)
    since, step = dossier.current.reviewed_on, dossier.closers
    waits = case_signing.waiting(dossier, subject(dossier), since, step)
    row, changes = case_signing.sign(dossier, waits, decided, by)
    if move is CaseMove.APPROVE_CLOSING:
        cases.move(dossier, move, by=by.actor, due_on=None, changes=changes)
        _teach(dossier, by)
        return row
    interim.set_aside(case, dossier.current, SetAside.CLOSING_RETURNED)
    again = max(effect_days.due_on(dossier), turns.step_due_on(case_rules.TO_DECIDE, clock.today()))
    cases.move(dossier, move, by=by.actor, due_on=again, changes=changes)
    turns.tell(dossier, case_letters.closing_returned(case))
    return row
