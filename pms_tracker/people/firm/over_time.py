"""The firm through a run of days, read in one statement: for rules that look at many days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import ColumnElement, String, and_, cast, literal, null, or_, select, union_all

from pms_tracker.database import Columns, session
from pms_tracker.kernel.independence import Candidate, Role
from pms_tracker.people.tables.people_tables import Membership, Person, RoleGrant


@dataclass(frozen=True)
class Stay:
    """A role held or a unit belonged to, from one day to another, both included."""

    since_on: date
    until_on: date | None
    role: Role | None
    unit_id: int | None
    is_head: bool = False

    def lasts(self, on: date) -> bool:
        return self.since_on <= on and (self.until_on is None or self.until_on >= on)


@dataclass(frozen=True)
class Present:
    """Where somebody belongs on a day, and the roles they hold."""

    name: str
    here: bool
    affiliation: str
    roles: frozenset[Role]
    unit_ids: frozenset[int]


class Day:
    """Everybody as they stand on one of the days."""

    def __init__(self, on: date, members: Mapping[int, Present]) -> None:
        self.on = on
        self.members = members

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Those who have not left by then, as the rules of independence see them."""
        here = ((each, who) for each, who in self.members.items() if who.here)
        return [Candidate(each, who.roles, who.unit_ids) for each, who in here]

    def names(self, person_ids: Iterable[int | None]) -> dict[int, str]:
        """Names by id, of those who have left as well."""
        wanted = {each for each in person_ids if each is not None}
        return {each: self.members[each].name for each in wanted if each in self.members}


class OverTime:
    """Everybody's memberships and roles from one day to another, in order of reading."""

    def __init__(self, first: date, last: date) -> None:
        self.names: dict[int, str] = {}
        self._left: dict[int, date | None] = {}
        self._affiliations: dict[int, str] = {}
        self._stays: dict[int, list[Stay]] = defaultdict(list)
        self._days: dict[date, Day] = {}
        for row in session.execute(_stays(first, last)):
            self.names[row.id] = row.name
            self._left[row.id] = row.left_on
            self._affiliations[row.id] = row.affiliation
            if row.since_on is not None:
                role = Role(row.role) if row.role is not None else None
                stay = Stay(row.since_on, row.until_on, role, row.unit_id, bool(row.is_head))
                self._stays[row.id].append(stay)

    def on(self, day: date) -> Day:
        """Everybody as they stand on a day, those who have left as well."""
        if day not in self._days:
            members = {each: self._present(each, day) for each in self.names}
            self._days[day] = Day(day, members)
        return self._days[day]

    def _present(self, person_id: int, on: date) -> Present:
        stays = [each for each in self._stays[person_id] if each.lasts(on)]
        units = frozenset(each.unit_id for each in stays if each.unit_id is not None)
        roles = {each.role for each in stays if each.role is not None}
        roles |= {Role.EMPLOYEE} if units else set()
        roles |= {Role.DEPARTMENT_HEAD} if any(each.is_head for each in stays) else set()
        affiliation, left = self._affiliations[person_id], self._left[person_id]
        roles |= {Role.EXTERNAL_AUDITOR} if affiliation else set()
        here = left is None or left >= on
        return Present(self.names[person_id], here, affiliation, frozenset(roles), units)


def _stays(first: date, last: date) -> Columns:
    memberships = select(
        Membership.person_id,
        cast(null(), String).label("role"),
        Membership.unit_id,
        Membership.is_head,
        Membership.since_on,
        Membership.until_on,
    ).where(_touches(Membership, first, last))
    grants = select(
        RoleGrant.person_id,
        RoleGrant.role,
        null(),
        literal(value=False),
        RoleGrant.since_on,
        RoleGrant.until_on,
    ).where(_touches(RoleGrant, first, last))
    stays = union_all(memberships, grants).subquery()
    return (
        select(Person.id, Person.name, Person.left_on, Person.affiliation)
        .add_columns(stays.c.role, stays.c.unit_id, stays.c.is_head)
        .add_columns(stays.c.since_on, stays.c.until_on)
        .outerjoin(stays, stays.c.person_id == Person.id)
        .order_by(Person.reading, Person.id)
    )


def _touches(
    table: type[Membership] | type[RoleGrant], first: date, last: date
) -> ColumnElement[bool]:
    """True for rows that are in force on any of the days."""
    return and_(table.since_on <= last, or_(table.until_on.is_(None), table.until_on >= first))
