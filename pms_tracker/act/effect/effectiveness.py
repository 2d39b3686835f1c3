"""Doing and its effect: reported by the owner, judged by another, the lesson laid in plan."""

from dataclasses import dataclass
from datetime import date

from pms_tracker import clock
from pms_tracker.act.cases import case_letters, cases, instructions, turns
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import closing, done_checks, effect_days, interim
from pms_tracker.act.elsewhere import elsewhere
from pms_tracker.act.plans import actions, plans
from pms_tracker.act.rules import case_rules, effect_rules, route_rules
from pms_tracker.act.rules.case_rules import CaseMove
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound, Verdict
from pms_tracker.database import session
from pms_tracker.evidence.evidence import check_proven
from pms_tracker.kernel.errors import check_version
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.rules import year_rules
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Done(year_rules.Done):
    """The same of an action. Where the representative gave an instruction (改善指示), it says what
    was done of that."""

    instruction_answer: str = ""


def report_done(
    case: Case, done: Done, *, version: int, by: Viewer, position: int | None = None
) -> None:
    """Report an action as done: the one with a number, else the reporter's own that is due first.

    With the last one they are confirmed where the profile says so, else their effect is reviewed
    some weeks later.

    The head may report for the owner; then both are named (紙). The owner's deputy did it
    themselves, for the owner; who approved it does neither as a deputy. Raises NotAllowed for
    anybody else, RuleBroken without a result, without file and a reason for that, or for a day
    before approval or in the future.
    """
    check_version(case, version)
    move = route_rules.reporting(case.extra_steps)
    case_rules.CASE.after(case.state, move)
    dossier = Dossier(case)
    action = actions.named(dossier, position, by)
    for_id, head_for = actions.reporter(dossier, action, by)
    approved = dossier.approval(plans.step(case))
    approved_on = approved.decided_on if approved is not None else None
    case_rules.check_done(done.result, done.done_on, approved_on, clock.today())
    check_proven(done.no_proof, proven=done.proven)
    received = instructions.of_case(case)
    instructions.check_answered(dossier.rounds, received, done.instruction_answer)
    # The approval that it was done under stays with it, whatever becomes of the rest of the plan.
    action.approved_at = dossier.current.approved_at
    _enter_done(action, done, by.person_id, for_id)
    changes: dict[str, trail.Change] = {
        "result": (None, action.result),
        "done_on": (None, done.done_on),
        **_said_besides(action),
        **dossier.firm.on_behalf_of(for_id or head_for),
    }
    _after_report(dossier, move, changes, by)


def _said_besides(action: CaseAction) -> dict[str, trail.Change]:
    said = {name: getattr(action, name) for name in ("no_proof", "instruction_answer")}
    return {name: (None, words) for name, words in said.items() if words}


def _enter_done(action: CaseAction, done: Done, person_id: int, for_id: int | None) -> None:
    action.result = done.result.strip()
    action.no_proof = "" if done.proven else done.no_proof.strip()
    action.instruction_answer = done.instruction_answer.strip()
    action.done_on = done.done_on
    action.done_by_id = person_id if for_id else action.holder_id
    action.done_for_id = for_id
    entered = person_id != action.holder_id and for_id is None
    action.done_entered_by_id = person_id if entered else None
    action.turn_of_id = None


def _after_report(
    dossier: Dossier, move: CaseMove, changes: dict[str, trail.Change], by: Viewer
) -> None:
    """The turn goes to whoever's action is due next; once all are done, on to who looks at it."""
    left, this_round = dossier.open_actions, dossier.current
    if left:
        changes["actions_left"] = (len(left) + 1, len(left))
        due_on, move = left[0].turn_due_on, CaseMove.REPORT_ACTION
    else:
        this_round.done_on = max(each.done_on for each in this_round.planned if each.done_on)
        confirms = move is CaseMove.REPORT_TO_CONFIRM
        due_on = done_checks.check_due_on() if confirms else effect_days.due_on(dossier)
    session.flush()
    cases.move(dossier, move, by=by.actor, due_on=due_on, changes=changes)
    if move is CaseMove.REPORT_TO_CONFIRM:
        turns.tell(dossier, case_letters.done_check_asked(dossier.case))


@dataclass(frozen=True)
class Judged:
    """What the reviewer saw, and how; `next_on` is the day to look again where it is too early.

    `lesson` goes to the inboxes in `lesson_for` (empty: cause and action, to the policy review).
    """

    verdict: Verdict
    grounds: str
    lesson: str = ""
    how_seen: str = ""
    data_seen: str = ""
    next_on: date | None = None
    lesson_for: tuple[Inbox, ...] = ()


def judge(case: Case, judged: Judged, *, version: int, by: Viewer) -> None:
    """Judge the effect (R6, R7): effective closes the case, ineffective opens the next round, too
    early puts the look off.

    Raises NotAllowed for whoever did or owns the action, RuleBroken without grounds (in the full
    profile without method and data too), for a look put off too often, too far or to no day, and
    for a good effect while a unit that was asked for the same fault has not answered (10.2 b).
    """
    check_version(case, version)
    move = _MOVES.get(judged.verdict) or route_rules.judging_effective(case.extra_steps)
    case_rules.CASE.after(case.state, move)
    dossier = Dossier(case)
    for_id = dossier.firm.principal(by.person_id, dossier.reviewers)
    case_rules.check_eligible(for_id or by.person_id, dossier.reviewers)
    effect_rules.check_seen(judged.how_seen, judged.data_seen, apart=bool(case.extra_steps))
    case_rules.check_grounds(judged.grounds)
    changes: dict[str, trail.Change] = {
        "verdict": (None, judged.verdict),
        "how_seen": (None, judged.how_seen.strip() or None),
        "data_seen": (None, judged.data_seen.strip() or None),
        "grounds": (None, judged.grounds.strip()),
        **dossier.firm.on_behalf_of(for_id),
    }
    if judged.verdict is Verdict.EFFECTIVE:
        elsewhere.check_complete(dossier)
        instructions.check_none_waits(case, dossier.rounds)
    if judged.verdict is Verdict.TOO_EARLY:
        _put_off(dossier, judged, for_id, changes, by)
        return
    _enter(dossier, judged, for_id, by)
    if judged.verdict is Verdict.EFFECTIVE:
        closing.end(dossier, move, judged.lesson, judged.lesson_for, changes, by)
    else:
        _next_round(dossier, changes, by)


_MOVES = {Verdict.TOO_EARLY: CaseMove.JUDGE_EARLY, Verdict.INEFFECTIVE: CaseMove.JUDGE_INEFFECTIVE}


def _enter(dossier: Dossier, judged: Judged, for_id: int | None, by: Viewer) -> None:
    this_round = dossier.current
    this_round.verdict = judged.verdict
    this_round.how_seen = judged.how_seen.strip()
    this_round.data_seen = judged.data_seen.strip()
    this_round.grounds = judged.grounds.strip()
    this_round.reviewed_on, this_round.judged_at = clock.today(), clock.now()
    this_round.review_due_on = dossier.case.turn_due_on
    this_round.reviewed_by_id, this_round.reviewed_for_id = by.person_id, for_id
    for action in this_round.planned:
        action.reviewed_by_id = by.person_id


def _put_off(
    dossier: Dossier,
    judged: Judged,
    for_id: int | None,
    changes: dict[str, trail.Change],
    by: Viewer,
) -> None:
    earlier = interim.of_round(dossier.case)
    made = sum(each.verdict is Verdict.TOO_EARLY for each in earlier)
    effect_rules.check_early(made, judged.next_on, clock.today())
    looked = interim.Looked(judged.verdict, judged.how_seen, judged.data_seen, judged.grounds)
    interim.keep(dossier.case, looked, by_id=by.person_id, for_id=for_id, next_on=judged.next_on)
    changes["next_on"] = (None, judged.next_on)
    move = CaseMove.JUDGE_EARLY
    cases.move(dossier, move, by=by.actor, due_on=judged.next_on, changes=changes)


def _next_round(dossier: Dossier, changes: dict[str, trail.Change], by: Viewer) -> None:
    case = dossier.case
    case.round += 1
    session.add(CaseRound(case_id=case.id, number=case.round))
    session.flush()
    changes["round"] = (case.round - 1, case.round)
    due_on = turns.step_due_on(case_rules.TO_PLAN, clock.today())
    cases.move(dossier, CaseMove.JUDGE_INEFFECTIVE, by=by.actor, due_on=due_on, changes=changes)
    turns.tell(dossier, case_letters.next_round(case))
