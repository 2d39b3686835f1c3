"""The done check (完了確認): a second person confirms what was reported, or gives it back."""

from datetime import date

from pms_tracker import clock
from pms_tracker.act.cases import case_letters, case_signing, cases, turns
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import effect_days
from pms_tracker.act.plans import actions, plans
from pms_tracker.act.rules import case_rules, route_rules
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.kernel.errors import check_version
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail


def check_due_on() -> date:
    """The last day for a check that is asked for today."""
    return turns.step_due_on(case_rules.TO_CONFIRM, clock.today())


def subject(dossier: Dossier) -> approvals.Subject:
    """What a check is bound to: the plan, what was reported of it, and how often it was."""
    case = dossier.case
    step = route_rules.done_check(case.round)
    number = sum(row.step == step for row in dossier.decisions) + 1
    return approvals.Subject(case.reference, step, number, digest_of(case, dossier.current))


def digest_of(case: Case, of: CaseRound) -> str:
    """The digest of a round's plan with what was reported of it."""
    plan = plans.subject(case, of).digest
    return approvals.digest({"reported": actions.reported(of), "plan": plan})


def decide(case: Case, decided: approvals.Decided, *, version: int, by: Viewer) -> Approval:
    """Confirm that it was done, or give it back to its owner with a reason.

    Raises Stale where something else was reported than was seen, NotAllowed for whoever did or
    owns it, RuleBroken without the reason.
    """
    check_version(case, version)
    move = case_rules.CaseMove.CONFIRM_DONE if decided.approves else case_rules.CaseMove.RETURN_DONE
    case_rules.CASE.after(case.state, move)
    dossier = Dossier(case)
    since, step = dossier.current.done_on, dossier.checkers
    waits = case_signing.waiting(dossier, subject(dossier), since, step)
    row, changes = case_signing.sign(dossier, waits, decided, by)
    if move is case_rules.CaseMove.CONFIRM_DONE:
        due_on = effect_days.due_on(dossier)
        cases.move(dossier, move, by=by.actor, due_on=due_on, changes=changes)
    else:
        changes |= take_back(dossier.current)
        due_on = turns.step_due_on(case_rules.TO_PLAN, clock.today())
        cases.move(dossier, move, by=by.actor, due_on=due_on, changes=changes)
        turns.tell(dossier, case_letters.done_returned(case))
    return row


def take_back(this_round: CaseRound) -> dict[str, trail.Change]:
    """Nothing that was reported counts as done; its words stay for whoever reports again."""
    changes: dict[str, trail.Change] = {"done_on": (this_round.done_on, None)}
    this_round.done_on = None
    for each in this_round.planned:
        each.done_on = each.done_by_id = each.done_for_id = each.done_entered_by_id = None
    return changes
