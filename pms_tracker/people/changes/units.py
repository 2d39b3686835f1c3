"""Units that end: closed with a last day, or merged into another one; their records stay theirs."""

from datetime import date, timedelta

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Membership, Unit
from pms_tracker.trail import trail

ONE_DAY = timedelta(days=1)


def close(unit: Unit, *, until_on: date, by: trail.Actor, reason: str = "") -> None:
    """Let a unit end with a day, and its memberships with it; it leaves choices, not records.

    Raises RuleBroken for one that is closed already and the last one that is open, and BadInput
    for a day before it opened, one that is over without a reason, or one after which somebody
    joined.
    """
    _check_ends(unit, until_on, reason)
    for row in _memberships(unit, until_on):
        _end_one(row, until_on, by)
    _end(unit, until_on, {"reason": (None, reason or None)}, by)


def merge(unit: Unit, into: Unit, *, since_on: date, by: trail.Actor, reason: str = "") -> None:
    """Have the members of a unit belong to another one from a day on, the day before its last.

    They come as members: who answers for the other unit stays as it was. Raises as `close` does,
    and RuleBroken where both are one or the other is closed.
    """
    until_on = since_on - ONE_DAY
    if unit.id == into.id:
        raise RuleBroken("merged_into_itself")
    if into.closed_on is not None:
        raise RuleBroken("unit_closed", name=into.name)
    _check_ends(unit, until_on, reason)
    for row in _memberships(unit, until_on):
        who = people.person(row.person_id)
        _end_one(row, until_on, by)
        if not who.affiliation and who.left_on is None and not _belongs(who.id, into, since_on):
            staffing.enrol(who, into, since_on=since_on, by=by)
    _end(unit, until_on, {"merged_into": (None, into.name), "reason": (None, reason or None)}, by)


def _check_ends(unit: Unit, until_on: date, reason: str) -> None:
    session.refresh(unit, with_for_update=True)
    if unit.closed_on is not None:
        raise RuleBroken("unit_closed_already", name=unit.name)
    if all(each.id == unit.id for each in people.units(clock.today())):
        raise RuleBroken("last_unit")
    if unit.opened_on is not None and until_on < unit.opened_on:
        raise BadInput("ends_before_it_begins")
    if until_on < clock.today() - ONE_DAY and not reason.strip():
        raise BadInput("past_end_needs_reason")
    if any(row.since_on > until_on for row in _memberships(unit, until_on)):
        raise BadInput("joined_after_the_end", name=unit.name)


def _memberships(unit: Unit, until_on: date) -> list[Membership]:
    mine = select(Membership).where(
        Membership.unit_id == unit.id,
        Membership.until_on.is_(None) | (Membership.until_on > until_on),
    )
    return list(session.scalars(mine.order_by(Membership.id)))


def _end_one(row: Membership, until_on: date, by: trail.Actor) -> None:
    row.until_on = until_on
    if row.is_head:
        staffing.role_changed(row.person_id, Role.DEPARTMENT_HEAD, begins=False, by=by)


def _belongs(person_id: int, unit: Unit, day: date) -> bool:
    theirs = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.unit_id == unit.id,
        Membership.until_on.is_(None) | (Membership.until_on >= day),
    )
    return session.scalar(theirs.limit(1)) is not None


def _end(unit: Unit, until_on: date, told: dict[str, trail.Change], by: trail.Actor) -> None:
    unit.closed_on = until_on
    unit.version += 1
    session.flush()
    changes = {"closed_on": (None, until_on), **told}
    trail.note(f"unit-{unit.id}", "unit_closed", by=by, changes=changes)
