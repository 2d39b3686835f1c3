"""The organisation (体制) on a day: who held which office, who headed and worked in which unit,
all under the names of that day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import naming
from pms_tracker.people.firm import people
from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.tables.people_tables import Membership, RoleGrant, UnitKind

Standing = TypeVar("Standing", RoleGrant, Membership)

# In the order of a chart; whoever only belongs to a unit holds none of them.
OFFICES = (
    Role.REPRESENTATIVE,
    Role.PRIVACY_MANAGER,
    Role.AUDIT_MANAGER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


@dataclass(frozen=True)
class Post:
    """Somebody in a place since a day; `row_id` is of the grant or of the membership."""

    person_id: int
    name: str
    since_on: date
    row_id: int


@dataclass(frozen=True)
class UnitThen:
    """A unit as it was staffed; heads are no members."""

    id: int
    name: str
    kind: UnitKind
    heads: tuple[Post, ...]
    members: tuple[Post, ...]


@dataclass(frozen=True)
class Organisation:
    """Who stood where; `offices` has every office, held or not."""

    on: date
    offices: Mapping[Role, tuple[Post, ...]]
    units: tuple[UnitThen, ...]

    @property
    def is_empty(self) -> bool:
        held = any(self.offices.values())
        return not held and not any(unit.heads or unit.members for unit in self.units)


def as_of(day: date) -> Organisation:
    """The organisation on a day; of a day to come what is settled by now."""
    grants = _in_force(RoleGrant, day)
    places = _in_force(Membership, day)
    # Whoever was entered into a unit before its first day is shown there all the same.
    staffed = {row.unit_id for row in places}
    who = {row.person_id for row in grants} | {row.person_id for row in places}
    names = naming.persons_then(people.names(who), day)
    units = naming.units_then({unit.id: unit.name for unit in people.units()}, day)

    def posts(rows: Iterable[RoleGrant | Membership]) -> tuple[Post, ...]:
        return tuple(
            Post(row.person_id, names[row.person_id], row.since_on, row.id) for row in rows
        )

    return Organisation(
        day,
        {role: posts(row for row in grants if row.role is role) for role in OFFICES},
        tuple(
            UnitThen(
                unit.id,
                units[unit.id],
                unit.kind,
                posts(row for row in places if row.unit_id == unit.id and row.is_head),
                posts(row for row in places if row.unit_id == unit.id and not row.is_head),
            )
            for unit in people.units(day)
            if unit.opened_on is None or unit.opened_on <= day or unit.id in staffed
        ),
    )


def _in_force(table: type[Standing], day: date) -> list[Standing]:
    rows = select(table).where(lasts(table, day)).order_by(table.since_on, table.id)
    return list(session.scalars(rows))


@dataclass(frozen=True)
class Appointment:
    """An office that somebody was given: an appointment is the grant of the role itself.

    `by` is who represented the company on that day, of several whoever did so longest; None where
    nobody did. `unit` is the unit of a head.
    """

    person_id: int
    name: str
    role: Role
    since_on: date
    until_on: date | None
    by: str | None
    unit: str = ""


def appointment(person_id: int, grant_id: int) -> Appointment:
    """To a role (任命). Raises NotFound where it is not theirs, or nobody appoints to it."""
    row = session.get(RoleGrant, grant_id)
    if row is None or row.person_id != person_id or row.role is Role.REPRESENTATIVE:
        raise NotFound("no_such_grant", number=grant_id)
    return _appointment(row, row.role)


def headship(person_id: int, membership_id: int) -> Appointment:
    """To the head of a unit (部門責任者). Raises NotFound where it is not theirs."""
    row = session.get(Membership, membership_id)
    if row is None or row.person_id != person_id or not row.is_head:
        raise NotFound("no_such_membership", number=membership_id)
    unit = people.unit(row.unit_id)
    called = naming.unit_then(unit.id, unit.name, row.since_on)
    return _appointment(row, Role.DEPARTMENT_HEAD, called)


def _appointment(row: RoleGrant | Membership, role: Role, unit: str = "") -> Appointment:
    day = row.since_on
    holders = [
        each.person_id for each in _in_force(RoleGrant, day) if each.role is Role.REPRESENTATIVE
    ]
    names = naming.persons_then(people.names([row.person_id, *holders]), day)
    by = names[holders[0]] if holders else None
    return Appointment(row.person_id, names[row.person_id], role, day, row.until_on, by, unit)
