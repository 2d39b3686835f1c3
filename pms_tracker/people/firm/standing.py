"""How somebody stands on a day: memberships, roles, and those they stand in for, as SQL."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from pms_tracker.kernel.independence import Role, clashing_roles
from pms_tracker.people.tables.people_tables import Deputy, Membership, RoleGrant

# A value, or a parameter that takes its place.
Day = date | sa.ColumnElement[date]


def stands(on: Day) -> sa.ColumnElement[bool]:
    """True for deputies who stand in on the day."""
    return sa.and_(Deputy.cancelled_at.is_(None), Deputy.since_on <= on, Deputy.until_on >= on)


def lasts(table: type[Membership] | type[RoleGrant], on: Day) -> sa.ColumnElement[bool]:
    """True for rows that are in force on the day."""
    return sa.and_(table.since_on <= on, sa.or_(table.until_on.is_(None), table.until_on >= on))


_MANAGING = aliased(RoleGrant)


def manages(on: Day) -> sa.ColumnElement[bool]:
    """True for the grants of whoever runs the PMS on the day: the privacy manager, and where there
    is none, the representative."""
    managed = sa.exists().where(_MANAGING.role == Role.PRIVACY_MANAGER, lasts(_MANAGING, on))
    return sa.and_(
        lasts(RoleGrant, on),
        sa.or_(
            RoleGrant.role == Role.PRIVACY_MANAGER,
            sa.and_(RoleGrant.role == Role.REPRESENTATIVE, ~managed),
        ),
    )


def standing_of(person_id: int | sa.ColumnElement[int], day: Day) -> sa.Subquery:
    """Memberships and roles of a person on the day, and the roles of those they stand in for.

    Of anybody on any day where it is given parameters instead.
    """
    nobody = sa.cast(sa.null(), sa.Integer).label("principal_id")
    memberships = sa.select(
        sa.null().label("role"), Membership.unit_id, Membership.is_head, nobody
    ).where(Membership.person_id == person_id, lasts(Membership, day))
    grants = sa.select(RoleGrant.role, sa.null(), sa.literal(value=False), nobody).where(
        RoleGrant.person_id == person_id, lasts(RoleGrant, day)
    )
    held = sa.and_(RoleGrant.person_id == Deputy.principal_id, lasts(RoleGrant, day))
    lent = (
        sa.select(RoleGrant.role, sa.null(), sa.literal(value=False), Deputy.principal_id)
        .select_from(Deputy)
        .outerjoin(RoleGrant, held)
        .where(Deputy.deputy_id == person_id, stands(day))
    )
    return sa.union_all(memberships, grants, lent).subquery()


class Stands(NamedTuple):
    """A way in which somebody stands, as rows of `standing_of` tell it."""

    role: str | None
    unit_id: int | None
    is_head: bool
    principal_id: int | None


def principals(own: frozenset[Role], rows: Sequence[Stands]) -> dict[int, frozenset[Role]]:
    """Those somebody stands in for, but for whom their roles have come to clash with."""
    found: dict[int, set[Role]] = {}
    for row in rows:
        if row.principal_id is not None:
            held = found.setdefault(row.principal_id, set())
            held.update({Role(row.role)} if row.role is not None else ())
    return {each: frozenset(held) for each, held in found.items() if not clashing_roles(own | held)}
