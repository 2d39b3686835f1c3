"""Correction, cause and plan on one page: submitted, decided by somebody else, amended visibly."""

from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.cases import case_letters, case_signing, cases, grounds, turns
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.elsewhere import elsewhere
from pms_tracker.act.plans import actions, analysis, editions, repeats
from pms_tracker.act.plans.fishbone import Outlines, named
from pms_tracker.act.rules import (
    action_rules,
    case_rules,
    cause_rules,
    correction_rules,
    route_rules,
)
from pms_tracker.act.rules.case_rules import CaseMove, CaseState
from pms_tracker.act.rules.elsewhere_rules import FIELDS as ELSEWHERE, Asking
from pms_tracker.act.tables.case_tables import Case, CaseRound, RoundWriter
from pms_tracker.approvals import approvals, sign_offs
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.approvals.approvals import Decided, Subject
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.database import session
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import BadInput, check_version
from pms_tracker.kernel.profile import Part
from pms_tracker.people.firm import company_profile
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail

FIELDS = ("correction", "cause")
ANALYSIS = ("cause_category", "repeat_answer", "direct_cause", "whys", "escape_cause")
# Said since correction and cause have fields of their own; what says nothing is not part of the
# digest, so that it stays what it was for plans from before.
MORE_FIELDS = ("correction_needed", "corrected_by_id", "corrected_on", "spread", *ANALYSIS)
_SAYS_NOTHING: tuple[object, ...] = (None, "", True, [])


@dataclass(frozen=True)
class Plan:
    """What the head of the unit writes: correction, cause with its category, and actions.

    Where the same cause was there before, it is answered why it will hold this time.
    """

    correction: str
    cause: str
    actions: tuple[action_rules.Action, ...]
    cause_category: cause_rules.CauseCategory | None = None
    repeat_answer: str = ""
    direct_cause: str = ""
    whys: str = ""
    escape_cause: str = ""
    fishbone: Outlines = field(default_factory=dict)
    first_aid: correction_rules.FirstAid = field(default_factory=correction_rules.FirstAid)
    elsewhere: Asking = field(default_factory=Asking)


def step(case: Case) -> str:
    """The name of what is approved: the plan of the current round."""
    return f"plan-{case.round}"


def content(case: Case, written: CaseRound) -> dict[str, object]:
    """What an approval of a plan is bound to: all that its decider read of it."""
    told = {name: getattr(written, name) for name in FIELDS} | actions.content(written)
    more = {name: getattr(written, name) for name in (*MORE_FIELDS, *ELSEWHERE)}
    told |= {name: value for name, value in more.items() if value not in _SAYS_NOTHING}
    return {**told, **named(written.fishbone), "case": case.reference, "round": written.number}


def subject(case: Case, written: CaseRound, name: str = "") -> Subject:
    """What an approval of the plan as it stands would be bound to; `name` is another step's."""
    digest = approvals.digest(content(case, written))
    return Subject(case.reference, name or step(case), case.submissions, digest)


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
    case_rules.check_planner(for_id or by.person_id, dossier.planners)
    case_rules.CASE.after(case.state, move)
    again = _check(plan, dossier, today)
    asked = elsewhere.enter(case, dossier.current, plan.elsewhere)
    changes = _enter(plan, dossier.current, by.person_id, today) | asked
    dossier.current.repeats = again
    changes |= actions.write(dossier.current, plan.actions, dict(dossier.firm.here()))
    changes |= dossier.firm.on_behalf_of(for_id)
    written = dossier.current
    written.written_by_id, written.written_for_id = by.person_id, for_id
    # Whoever let a deputy write has written it as well: neither approves it.
    both = {by.person_id, for_id or by.person_id}
    new = sorted(both - set(written.writer_ids))
    written.writers.extend(RoundWriter(writer_id=each) for each in new)
    written.submitted_on = today
    # With its writers and its owner barred, in a small firm nobody might be left to approve.
    case_rules.check_somebody_approves(dossier.approvers)
    case.submissions += 1
    changes |= _ask_anew(dossier)
    editions.keep(dossier, content(case, written))
    due_on = turns.step_due_on(case_rules.TO_DECIDE, today)
    cases.move(dossier, move, by=by.actor, due_on=due_on, changes=changes)
    turns.tell(dossier, case_letters.approval_asked(case))


def _check(plan: Plan, dossier: Dossier, today: date) -> int:
    """Ask all rules of a plan; says how many earlier cases had the same cause."""
    case_rules.check_plan((plan.cause, *((plan.correction,) if plan.first_aid.needed else ())))
    correction_rules.check_first_aid(plan.first_aid, plan.correction, today)
    here = dict(dossier.firm.here())
    action_rules.check_actions(plan.actions, here, today)
    person_id = plan.first_aid.by_id
    if person_id is not None and person_id not in here:
        raise BadInput("no_such_person", number=person_id)
    return _check_cause(dossier.case, plan)


def _check_cause(case: Case, plan: Plan) -> int:
    """How many earlier cases had the same cause; raises RuleBroken unless that is answered."""
    analysis.check(plan.whys, plan.fishbone)
    category = cause_rules.check_category(plan.cause_category)
    again = repeats.count(case, category)
    cause_rules.check_repeat_answered(again, plan.repeat_answer)
    return again


def _enter(plan: Plan, written: CaseRound, writer_id: int, today: date) -> dict[str, trail.Change]:
    by_id, on = written.corrected_by_id or writer_id, written.corrected_on or today
    aid = correction_rules.filled(plan.first_aid, by_id, on)
    entered: dict[str, object] = {name: getattr(plan, name) for name in (*FIELDS, *ANALYSIS)}
    entered |= {"correction_needed": aid.needed, "corrected_by_id": aid.by_id}
    entered |= {"corrected_on": aid.on, "spread": aid.spread}
    changes: dict[str, trail.Change] = {}
    for name, value in entered.items():
        kept = value.strip() if type(value) is str else value
        changes[name] = (getattr(written, name) or None, kept or None)
        setattr(written, name, kept)
    # Of what is needed as a rule only the exception is told.
    changes["correction_needed"] = (None, None if aid.needed else False)
    return changes | analysis.enter(plan.fishbone, written)


def _ask_anew(dossier: Dossier) -> dict[str, trail.Change]:
    """Void what was approved of an earlier text, and settle what this one goes through."""
    signed = signed_steps(dossier.case) if dossier.case.state in _SIGNED else ()
    voided = [_void(dossier.case, name) for name in signed]
    dossier.current.approved_at = None
    parts = company_profile.parts()
    major = Part.SECOND_FOR_MAJOR in parts and is_major(dossier)
    dossier.case.extra_steps = [*route_rules.extra_steps(parts, major=major)]
    digests = [each for each in voided if each is not None]
    return {"approval": (digests[0], None)} if digests else {}


# Where an approval stands that an edit voids.
_SIGNED = frozenset({CaseState.ENDORSED, CaseState.DOING})


def signed_steps(case: Case) -> tuple[str, ...]:
    """The steps whose approvals rest on the plan of the current round."""
    two = route_rules.ExtraStep.SECOND_APPROVAL in case.extra_steps
    return (step(case), route_rules.first_approval(case.round)) if two else (step(case),)


def _void(case: Case, name: str) -> str | None:
    voided = approvals.void(case.reference, name)
    return voided.digest if voided is not None else None


def by_another_profile() -> int:
    """How many open cases go by other steps than a plan handed in now would: a switch of the
    profile does not reach back to them."""
    parts = company_profile.parts()
    handed_in = case_rules.RESTS_ON_PLAN | {CaseState.SUBMITTED}
    rows = session.execute(
        select(Case.grade, Case.extra_steps).where(Case.state.in_(handed_in))
    ).all()
    return sum(
        row.extra_steps != route_rules.extra_steps(parts, major=row.grade is Grade.MAJOR)
        for row in rows
    )


def is_major(dossier: Dossier) -> bool:
    """Whether the case is about a major nonconformity (重大な不適合)."""
    grade = session.scalar(select(grounds.grade_of(dossier.case.id)))
    return grade is Grade.MAJOR


def decide(case: Case, decided: Decided, *, version: int, by: Viewer) -> Approval:
    """Approve the plan, send it back or reject it; where the route has two approvals, its next one.

    Raises Stale where the plan is not the one that was seen, NotAllowed for whoever wrote or owns
    it (R9, administrators included), RuleBroken without the reason that a refusal needs.
    """
    check_version(case, version)
    case_rules.CASE.after(case.state, _REFUSALS.get(decided.decision, CaseMove.APPROVE))
    dossier = Dossier(case)
    about, since = subject(case, dossier.current), dossier.current.submitted_on
    waits = case_signing.waiting(dossier, about, since, deciders(dossier))
    for_id = sign_offs.signs_for(waits, decided, dossier.firm, by=by)
    # Which approval of the route it is, depends on whose it is.
    move, name = _decision(dossier, decided, for_id or decided.on_paper_by or by.person_id)
    waits = replace(waits, about=subject(case, dossier.current, name))
    row, changes = case_signing.sign(dossier, waits, decided, by)
    _after_decision(dossier, row, move, by, changes)
    return row


_REFUSALS = {Decision.SENT_BACK: CaseMove.SEND_BACK, Decision.REJECTED: CaseMove.REJECT}


def _decision(dossier: Dossier, decided: Decided, decider_id: int) -> tuple[CaseMove, str]:
    """The move that a decision makes, and which approval of the route it is."""
    case = dossier.case
    roles = dossier.firm.members[decider_id].roles
    approves = route_rules.approving(case.state, case.extra_steps, roles)
    is_first = approves is CaseMove.ENDORSE
    name = route_rules.first_approval(case.round) if is_first else step(case)
    return _REFUSALS.get(decided.decision, approves), name


def deciders(dossier: Dossier) -> Eligible:
    """Who decides next on the plan that waits."""
    endorsed = dossier.case.state is CaseState.ENDORSED
    return dossier.second_approvers if endorsed else dossier.approvers


def _after_decision(
    dossier: Dossier, row: Approval, move: CaseMove, by: Viewer, changes: dict[str, trail.Change]
) -> None:
    case, written = dossier.case, dossier.current
    due_on: date | None = turns.step_due_on(case_rules.TO_PLAN, clock.today())
    letter = case_letters.plan_sent_back
    if move is CaseMove.APPROVE:
        written.approved_at = row.recorded_at
        due_on, letter = dossier.open_actions[0].turn_due_on, case_letters.plan_approved
    elif move is CaseMove.ENDORSE:
        due_on = turns.step_due_on(case_rules.TO_DECIDE, clock.today())
        letter = case_letters.approval_asked
    else:
        if case.state is CaseState.ENDORSED:
            _void(case, route_rules.first_approval(case.round))
        if move is CaseMove.REJECT:
            letter = case_letters.plan_rejected
            # They are read in the edition that was rejected.
            changes |= analysis.clear(written) | actions.clear(written)
    cases.move(dossier, move, by=by.actor, due_on=due_on, changes=changes)
    turns.tell(dossier, letter(case))
    if move is CaseMove.APPROVE:
        turns.tell_further_owners(dossier)
        elsewhere.ask(dossier, by=by)


def may_amend(case: Case) -> bool:
    return case_rules.CASE.allows(case.state, CaseMove.AMEND)
