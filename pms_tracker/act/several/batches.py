"""Several cases at once: another due day or an owner for all of them, or for none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, tuple_

from pms_tracker import clock
from pms_tracker.act.cases import case_figures, cases
from pms_tracker.act.cases.dossier import Dossier, dossiers
from pms_tracker.act.plans import actions
from pms_tracker.act.rules import case_rules
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotFound, Refusal, check_version
from pms_tracker.kernel.references import Kind, parse_reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.tally import tallies
from pms_tracker.trail import trail

# What each case is asked before anything is changed; it refuses by raising.
Rule = Callable[[Dossier, Viewer], None]


@dataclass(frozen=True)
class Batch:
    """Cases that were chosen together, in order of opening, and the firm they are judged by."""

    dossiers: Sequence[Dossier]
    firm: Firm


def chosen(names: Sequence[str], *, seen_by: Viewer, for_update: bool = False) -> Batch:
    """The cases with these references, read in a constant number of statements.

    Raises BadInput for none or too many, NotFound for one that the person may not know of.
    """
    case_rules.check_chosen(len(set(names)))
    keys = {name: _key(name) for name in names}
    statement = (
        select(Case)
        .where(
            tuple_(Case.fiscal_year, Case.number).in_(sorted(set(keys.values()))),
            cases.visible_to(seen_by),
        )
        .order_by(Case.id)
    )
    if for_update:
        statement = statement.with_for_update()
    found = list(session.scalars(statement))
    known = {(case.fiscal_year, case.number) for case in found}
    for name, key in keys.items():
        if key not in known:
            raise NotFound("no_such_record", reference=name)
    return _with_rounds(found)


def _key(name: str) -> tuple[int, int]:
    reference = parse_reference(name)
    if reference is None or reference.kind is not Kind.CASE or reference.fiscal_year is None:
        raise NotFound("no_such_record", reference=name[:40])
    return reference.fiscal_year, reference.number


def _with_rounds(found: list[Case]) -> Batch:
    firm = Firm(clock.today())
    return Batch(dossiers(found, firm), firm)


def due_day_moves(dossier: Dossier, by: Viewer) -> None:
    """Raises where this person may not move the day that the case's next step is due on."""
    case = dossier.case
    concerned = {case.turn_of_id, *dossier.current.owner_ids}
    if case.state in case_rules.PLANNED:
        # Whichever head will write the plan: none of them gives their own step more time.
        concerned |= set(dossier.planners)
    people = {each for each in concerned if each is not None}
    case_rules.check_due_day_moves(case.reference, case.state, by.person_id, people)


def owner_may_be_chosen(dossier: Dossier, by: Viewer) -> None:
    """Raises where this person may not name the owner of the case's next plan."""
    case = dossier.case
    case_rules.check_owner_choice(
        case.reference, case.state, by.roles, by.person_id, dossier.planners
    )


def refusals(batch: Batch, rule: Rule, by: Viewer) -> dict[str, Refusal]:
    """What would be refused, by reference: shown before somebody decides."""
    found = {}
    for dossier in batch.dossiers:
        try:
            rule(dossier, by)
        except Refusal as refusal:
            found[dossier.case.reference] = refusal
    return found


def move_due_day(
    batch: Batch, versions: Mapping[str, int], day: date, *, reason: str, by: Viewer
) -> int:
    """Move the day that the next step is due on, for one reason; says how many cases changed.

    The due days of an approved plan stay as they were approved; what is being done of it is due
    on the new day, which beyond the limit an approver of each plan has to agree to. Raises Stale,
    NotAllowed and RuleBroken, each with the case they are about; then the caller undoes everything.
    """
    case_rules.check_due_day(by.roles, day, reason, clock.today())
    _check(batch, versions, due_day_moves, by)
    changed = [each for each in batch.dossiers if each.case.turn_due_on != day]
    for dossier in changed:
        if dossier.case.state is case_rules.CaseState.DOING:
            actions.move_due_days(dossier, day, reason=reason.strip(), by=by)
        else:
            give_day(dossier.case, day, reason=reason.strip(), by=by.actor)
    session.flush()
    return len(changed)


def give_day(case: Case, day: date, *, reason: str, by: trail.Actor) -> None:
    """Put another day on a case's next step: the one place that moves it between two moves.

    Reminders follow by themselves, since each is kept with the day it was about.
    """
    before, counted = case.turn_due_on, case_figures.keys(case)
    case.turn_due_on = day
    case.version += 1
    changes: dict[str, trail.Change] = {"turn_due_on": (before, day), "reason": (None, reason)}
    trail.note(case.reference, "due_day_moved", by=by, changes=changes)
    tallies.moved(counted, case_figures.keys(case))


def choose_owner(
    batch: Batch, versions: Mapping[str, int], owner_id: int, *, reason: str, by: Viewer
) -> int:
    """Name who is to own the action before the plan is written; says how many cases changed.

    The plan still names its owner and may name another. Raises BadInput for somebody who does
    not work here, else as `move_due_day` does.
    """
    if owner_id not in dict(batch.firm.here()):
        raise BadInput("no_such_person", number=owner_id)
    _check(batch, versions, owner_may_be_chosen, by)
    changed = [each for each in batch.dossiers if actions.first(each.current).owner_id != owner_id]
    for dossier in changed:
        action = actions.first(dossier.current)
        changes: dict[str, trail.Change] = {
            "owner_id": (action.owner_id, owner_id),
            "reason": (None, reason.strip() or None),
        }
        action.owner_id = owner_id
        dossier.case.version += 1
        trail.note(dossier.case.reference, "owner_chosen", by=by.actor, changes=changes)
    session.flush()
    return len(changed)


def _check(batch: Batch, versions: Mapping[str, int], rule: Rule, by: Viewer) -> None:
    for dossier in batch.dossiers:
        rule(dossier, by)
        check_version(dossier.case, versions.get(dossier.case.reference, -1))


def may_choose(viewer: Viewer) -> bool:
    """Whether choosing cases leads anywhere for somebody: for heads and the two managers."""
    return bool(viewer.headed_unit_ids or case_rules.DUE_DAY_MOVERS & viewer.roles)


def choosable(state: case_rules.CaseState) -> bool:
    """Whether a case in this state may be changed together with others."""
    return state in case_rules.DUE_DAY_MOVES
