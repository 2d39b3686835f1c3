"""What a year has one of, its plan and its audit programme: found, begun, handed in, decided."""

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, literal, select, true
from sqlalchemy.exc import IntegrityError

from pms_tracker import clock
from pms_tracker.approvals import sign_offs
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decided
from pms_tracker.approvals.sign_offs import Waiting
from pms_tracker.database import session
from pms_tracker.kernel.errors import RuleBroken, Stale
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.rules.year_rules import PLAN, PlanMove, PlanState, Year
from pms_tracker.plan.tables.year_tables import Yearly
from pms_tracker.trail import record_numbers, trail

One = TypeVar("One", bound=Yearly)
HANDED_IN = (PlanState.SUBMITTED, PlanState.APPROVED)


def visible_to(table: type[Yearly], viewer: Viewer, *, writes: Permission) -> ColumnElement[bool]:
    """Those a person may know of: all for who writes them, others not while they are drafted."""
    return true() if viewer.may(writes) else table.state.in_(HANDED_IN)


def sees(plan: Yearly, viewer: Viewer, *, writes: Permission) -> bool:
    """Whether a person may know of one: what `visible_to` says, of one that was read already."""
    return viewer.may(writes) or plan.state in HANDED_IN


def by_reference(
    table: type[One], reference: Reference, seen: ColumnElement[bool], *, for_update: bool
) -> One:
    """Raises NotFound where there is none of that year or the person may not know of it."""
    its = record_numbers.named(reference, table.KIND, table.fiscal_year, literal(1))
    return record_numbers.find(table, reference, its, seen, for_update=for_update)


def open_years(table: type[Yearly]) -> list[int]:
    """The years that may have one and have none yet: the running one and the next."""
    running = people.fiscal_year_of(clock.today())
    wanted = (running, running + 1)
    there = select(table.fiscal_year).where(table.fiscal_year.in_(wanted))
    return sorted(set(wanted) - set(session.scalars(there)))


def year_of(plan: Yearly) -> Year:
    return Year.of(plan.fiscal_year, people.the_company().fiscal_start)


def begin(plan: Yearly, *, begun_already: str) -> None:
    """Keep a new draft. Raises RuleBroken by that key where somebody else was quicker."""
    session.add(plan)
    try:
        session.flush()
    except IntegrityError as taken:
        raise RuleBroken(begun_already, year=plan.fiscal_year) from taken


def check_known(plan: Yearly, ids: Collection[int], known: Collection[int]) -> None:
    """Raises Stale where a row is named twice or is none that may (still) be written."""
    if len(set(ids)) < len(ids) or not set(ids) <= set(known):
        raise Stale("record_changed", reference=plan.reference)


def move_on(
    plan: Yearly, made: PlanMove, by: Viewer, changes: dict[str, trail.Change], *, on: date
) -> None:
    """Make a move of the table on a day and note it; refused where no such row is."""
    after = PLAN.after(plan.state, made)
    noted: dict[str, trail.Change] = {"state": (plan.state, after), **changes}
    plan.state = after
    plan.approved_on = on if after is PlanState.APPROVED else None
    plan.version += 1
    session.flush()
    trail.note(plan.reference, made, by=by.actor, changes=noted)


def hand_in(plan: Yearly, by: Viewer) -> date:
    """Hand in what was written; the last day for its decision."""
    plan.submissions += 1
    plan.submitted_on = clock.today()
    move_on(plan, PlanMove.SUBMIT, by, {}, on=plan.submitted_on)
    return decisions.due_on(plan.submitted_on)


def sign(plan: Yearly, waits: Waiting, decided: Decided, firm: Firm, *, by: Viewer) -> Approval:
    """Approve, which locks it, or send back; refused where nothing waits.

    Raises as `sign_offs.sign` does.
    """
    move = PlanMove.APPROVE if decided.approves else PlanMove.SEND_BACK
    PLAN.after(plan.state, move)
    signed = sign_offs.sign(waits, decided, firm, by=by)
    move_on(plan, move, by, sign_offs.told(signed, firm), on=signed.decided_on)
    return signed
