"""Doing and its effect: reported by the owner, judged by another, the lesson laid in plan."""

from dataclasses import dataclass
from datetime import date

from pms_tracker import clock
from pms_tracker.act import cases, grounds, letters, plans, rules, turns
from pms_tracker.act.dossier import Dossier
from pms_tracker.act.models import Case, CaseRound, Verdict
from pms_tracker.act.rules import CaseMove
from pms_tracker.check import findings
from pms_tracker.database import session
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.versions import check_version
from pms_tracker.people.people import Viewer
from pms_tracker.plan import inputs
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Done:
    """What was done, and when; days may be past, never future."""

    result: str
    done_on: date


def report_done(case: Case, done: Done, *, version: int, by: Viewer) -> None:
    """Report the action as done; its effect is reviewed 20 business days later.

    The head may report for the owner; then both are named (紙). The owner's deputy did it
    themselves, for the owner; who approved it does neither as a deputy. Raises NotAllowed for
    anybody else, RuleBroken without a result or for a day before approval or in the future.
    """
    check_version(case, version)
    rules.CASE.after(case.state, CaseMove.REPORT_DONE)
    dossier = Dossier(case)
    this_round = dossier.current
    owner_id = this_round.owner_id
    if owner_id is None:
        raise RuleBroken("plan_incomplete")
    for_id = dossier.firm.principal(by.person_id, dossier.doing)
    head_for = None
    if for_id is None and by.person_id != owner_id:
        head_for = dossier.firm.principal(by.person_id, dossier.reporting)
    rules.check_owner(for_id or head_for or by.person_id, owner_id, dossier.planners)
    approved = dossier.approval(plans.step(case))
    approved_on = approved.decided_on if approved is not None else None
    rules.check_done(done.result, done.done_on, approved_on, clock.today())
    this_round.result = done.result.strip()
    this_round.done_on = done.done_on
    this_round.done_by_id = by.person_id if for_id else owner_id
    this_round.done_for_id = for_id
    entered = by.person_id != owner_id and for_id is None
    this_round.done_entered_by_id = by.person_id if entered else None
    session.flush()
    due_on = turns.step_due_on(rules.TO_REVIEW, done.done_on)
    changes: dict[str, trail.Change] = {
        "result": (None, this_round.result),
        "done_on": (None, done.done_on),
        **dossier.firm.on_behalf_of(for_id or head_for),
    }
    cases.move(dossier, CaseMove.REPORT_DONE, by=by.actor, due_on=due_on, changes=changes)


@dataclass(frozen=True)
class Judged:
    """What the reviewer saw; `lesson` goes to the next policy review (empty: cause and action)."""

    verdict: Verdict
    grounds: str
    lesson: str = ""


def judge(case: Case, judged: Judged, *, version: int, by: Viewer) -> None:
    """Judge the effect (R6, R7): effective closes the case, ineffective opens the next round.

    Raises NotAllowed for whoever did or owns the action, RuleBroken without grounds.
    """
    check_version(case, version)
    effective = judged.verdict is Verdict.EFFECTIVE
    move = CaseMove.JUDGE_EFFECTIVE if effective else CaseMove.JUDGE_INEFFECTIVE
    rules.CASE.after(case.state, move)
    dossier = Dossier(case)
    for_id = dossier.firm.principal(by.person_id, dossier.reviewers)
    rules.check_eligible(for_id or by.person_id, dossier.reviewers)
    rules.check_grounds(judged.grounds)
    this_round = dossier.current
    this_round.verdict = judged.verdict
    this_round.grounds = judged.grounds.strip()
    this_round.reviewed_on = clock.today()
    this_round.reviewed_by_id, this_round.reviewed_for_id = by.person_id, for_id
    changes: dict[str, trail.Change] = {
        "verdict": (None, judged.verdict),
        "grounds": (None, this_round.grounds),
        **dossier.firm.on_behalf_of(for_id),
    }
    if effective:
        _close(dossier, judged.lesson, changes, by)
    else:
        _next_round(dossier, changes, by)


def _close(dossier: Dossier, lesson: str, changes: dict[str, trail.Change], by: Viewer) -> None:
    case, this_round = dossier.case, dossier.current
    this_round.lesson = rules.lesson_of(this_round.cause, this_round.action, lesson)
    changes["lesson"] = (None, this_round.lesson)
    cases.move(dossier, CaseMove.JUDGE_EFFECTIVE, by=by.actor, due_on=None, changes=changes)
    for finding in grounds.still_open(case):
        findings.settle(finding, by=by.actor)
    inputs.receive(
        grounds.policy_of(case),
        this_round.lesson,
        because_of=case.reference,
        on=clock.today(),
        by=by.actor,
    )


def _next_round(dossier: Dossier, changes: dict[str, trail.Change], by: Viewer) -> None:
    case = dossier.case
    case.round += 1
    session.add(CaseRound(case_id=case.id, number=case.round))
    session.flush()
    changes["round"] = (case.round - 1, case.round)
    due_on = turns.step_due_on(rules.TO_PLAN, clock.today())
    cases.move(dossier, CaseMove.JUDGE_INEFFECTIVE, by=by.actor, due_on=due_on, changes=changes)
    turns.tell(dossier, letters.next_round(case))
