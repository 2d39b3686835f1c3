"""Actions of a plan: written with it, each with an owner who tells how far it is, and when due."""

from collections.abc import Sequence
from datetime import date

from pms_tracker import clock
from pms_tracker.act.cases import case_figures, turns
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.rules import action_rules, case_rules
from pms_tracker.act.tables.action_tables import CaseAction, DueChange
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, RuleBroken, check_version
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.tally import tallies
from pms_tracker.trail import trail

# What an action says of itself; an approval is bound to all of it.
FIELDS = ("action", "owner_id", "due_on", "cause", "resources", "measure", "measured_on")


def first(of: CaseRound) -> CaseAction:
    """The first action of a round; before a plan is written, where its owner may be named."""
    if not of.actions:
        of.actions.append(CaseAction(round_id=of.id, position=1))
    return of.actions[0]


def write(
    of: CaseRound, wanted: Sequence[action_rules.Action], names: dict[int, str]
) -> dict[str, trail.Change]:
    """Put what is to be done in the place of what is not done yet; says what changed.

    What was done stays as it was approved.
    """
    before = _told(of, names)
    replaced = [each for each in of.actions if each.done_on is None]
    for number, planned in enumerate(wanted):
        if number < len(replaced):
            _enter(replaced[number], planned, of.cause)
        else:
            position = max((each.position for each in of.actions), default=0) + 1
            added = CaseAction(round_id=of.id, position=position)
            _enter(added, planned, of.cause)
            of.actions.append(added)
    for surplus in replaced[len(wanted) :]:
        of.actions.remove(surplus)
    after = _told(of, names)
    return {name: (before.get(name), after.get(name)) for name in {**before, **after}}


def _enter(row: CaseAction, planned: action_rules.Action, root_cause: str) -> None:
    for name in FIELDS:
        value = getattr(planned, name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.cause = row.cause or root_cause
    row.heir_id = None
    row.turn_due_on = planned.due_on


def _told(of: CaseRound, names: dict[int, str]) -> dict[str, object]:
    """What the trail says of a round's actions: the first field by field, further ones in lines."""
    if not of.planned:
        return {"owner_id": of.actions[0].owner_id} if of.actions else {}
    one, *more = of.planned
    told: dict[str, object] = {name: getattr(one, name) for name in FIELDS if name != "cause"}
    if more:
        told["more_actions"] = "\n".join(
            f"{each.due_on} {each.action} ({names.get(each.owner_id or 0, '')})" for each in more
        )
    return {name: value for name, value in told.items() if value}


def clear(of: CaseRound) -> dict[str, trail.Change]:
    """Take out what was planned and is not done; the first one's owner stays named."""
    before = _told(of, {})
    waiting = [each for each in of.actions if each.done_on is None]
    for surplus in waiting[1:]:
        of.actions.remove(surplus)
    for kept in waiting[:1]:
        kept.action = kept.cause = kept.resources = kept.measure = ""
        kept.due_on = kept.measured_on = kept.turn_due_on = None
    names = ("action", "due_on", "more_actions")
    return {name: (before[name], None) for name in names if name in before}


def content(of: CaseRound) -> dict[str, object]:
    """What an approval is bound to. A lone plain action says no more than it did before there
    could be several, so that earlier approvals keep their digest."""
    one = of.actions[0] if of.actions else CaseAction()
    said: dict[str, object] = {name: getattr(one, name) for name in FIELDS[:3]}
    said["action"] = one.action or ""
    plain = one.cause in (None, "", of.cause) and not (one.resources or one.measure)
    if len(of.planned) > 1 or not plain or one.measured_on is not None:
        said["actions"] = [[getattr(each, name) for name in FIELDS] for each in of.planned]
    return said


def reported(of: CaseRound) -> list[tuple[object, ...]]:
    """What was reported of each action: what a check or a closing is bound to. A
    plain report says no more than it always did, so that earlier ones keep their digest."""
    return [
        (
            *(each.position, each.result, each.done_on, each.done_by_id),
            *(said for said in (each.no_proof, each.instruction_answer) if said),
        )
        for each in of.planned
    ]


def named(dossier: Dossier, position: int | None, by: Viewer) -> CaseAction:
    """The open action with a number; without one, the soonest that the person may report.

    Raises BadInput where no such action is open.
    """
    waiting = dossier.open_actions
    if position is not None:
        waiting = [each for each in waiting if each.position == position]
    if not waiting:
        raise BadInput("no_such_action")
    mine = (each for each in waiting if dossier.acts_on(each, by.person_id))
    return next(mine, waiting[0])


def note_progress(case: Case, progress: str, *, position: int, version: int, by: Viewer) -> None:
    """Say how far an action is, as its owner, their deputy or the head; what stood there is kept
    in the trail.

    Raises Stale, RuleBroken unless it is being done or for an empty note, NotAllowed for others.
    """
    check_version(case, version)
    case_rules.CASE.after(case.state, case_rules.CaseMove.REPORT_ACTION)
    dossier = Dossier(case)
    action = named(dossier, position, by)
    reporter(dossier, action, by)
    if not progress.strip():
        raise RuleBroken("progress_needed")
    changes: dict[str, trail.Change] = {"progress": (action.progress or None, progress.strip())}
    action.progress = progress.strip()
    case.version += 1
    session.flush()
    trail.note(case.reference, "progress_noted", by=by.actor, changes=changes)


def reporter(dossier: Dossier, action: CaseAction, by: Viewer) -> tuple[int | None, int | None]:
    """For whom somebody reports an action: the owner they stand in for, or the head they do.

    Raises NotAllowed for anybody but owner, head and their deputies.
    """
    owner_id = action.holder_id
    if owner_id is None:
        raise RuleBroken("plan_incomplete")
    for_id = dossier.firm.principal(by.person_id, dossier.doing_of(action))
    head_for = None
    if for_id is None and by.person_id != owner_id:
        head_for = dossier.firm.principal(by.person_id, dossier.reporting)
    case_rules.check_owner(for_id or head_for or by.person_id, owner_id, dossier.planners)
    return for_id, head_for


def move_due(
    case: Case, to: date, *, position: int, reason: str, version: int, by: Viewer
) -> DueChange:
    """Move the day an action is due on, agreed to by somebody it does not concern (R10).

    Raises Stale, RuleBroken without a reason, for a day that has passed or is the same, or unless
    it is being done; NotAllowed for owners, and beyond the limit for all but approvers.
    """
    check_version(case, version)
    case_rules.CASE.after(case.state, case_rules.CaseMove.REPORT_ACTION)
    dossier = Dossier(case)
    action = named(dossier, position, by)
    case_rules.check_due_ahead(to, clock.today())
    if not reason.strip():
        raise RuleBroken("reason_needed")
    if action.turn_due_on == to:
        raise RuleBroken("same_due_day")
    _check_agrees(dossier, action, to, by)
    change = _move(dossier, action, to, reason.strip(), by)
    _put_in_order(dossier)
    return change


def move_due_days(dossier: Dossier, day: date, *, reason: str, by: Viewer) -> None:
    """Give another day to all that is still to be done of a case, for one reason.

    Raises NotAllowed where that goes beyond what a mover may agree to, RuleBroken for a past day.
    """
    moved = [each for each in dossier.open_actions if each.turn_due_on != day]
    for action in moved:
        _check_agrees(dossier, action, day, by)
    for action in moved:
        _move(dossier, action, day, reason, by)
    _put_in_order(dossier)


def agreeing(dossier: Dossier) -> set[int]:
    """Who may agree to another due day within the limit: heads and the two managers, no owner."""
    found = {*dossier.planners}
    for role in case_rules.DUE_DAY_MOVERS:
        found |= set(dossier.firm.holders(role))
    return found - set(dossier.current.owner_ids)


def _check_agrees(dossier: Dossier, action: CaseAction, to: date, by: Viewer) -> None:
    moves = len(action.due_changes)
    beyond = action_rules.needs_approver(action.due_on or to, to, moves)
    approvers = dossier.approvers.person_ids
    action_rules.check_agrees(by.person_id, agreeing(dossier), approvers, beyond=beyond)


def _move(dossier: Dossier, action: CaseAction, to: date, reason: str, by: Viewer) -> DueChange:
    was = action.turn_due_on or to
    change = DueChange(
        was_on=was, due_on=to, reason=reason, agreed_by_id=by.person_id, recorded_at=clock.now()
    )
    action.due_changes.append(change)
    action.turn_due_on = to
    dossier.case.version += 1
    changes: dict[str, trail.Change] = {"turn_due_on": (was, to), "reason": (None, reason)}
    trail.note(dossier.case.reference, "due_day_moved", by=by.actor, changes=changes)
    return change


def _put_in_order(dossier: Dossier) -> None:
    """Another action may be the soonest now: the case's turn follows it."""
    counted = case_figures.keys(dossier.case)
    turns.pass_on(dossier, dossier.open_actions[0].turn_due_on)
    session.flush()
    tallies.moved(counted, case_figures.keys(dossier.case))


def offered_due_on(grade: Grade) -> date:
    """The due day offered for an action that is planned today, by the grade of the finding."""
    return action_rules.offered_due_on(grade, clock.today(), business_calendar())
