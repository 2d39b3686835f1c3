"""Offices that are somebody's until their last day and nobody's after it, as SQL."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from pms_tracker.act.rules.leaving_rules import What
from pms_tracker.people.rules.permissions import TOP_ROLES
from pms_tracker.people.tables.people_tables import Deputy, Membership, Person, RoleGrant, Unit

Part = tuple[What, Any, tuple[sa.ColumnElement[bool], ...], Any, Any]


def heads(today: sa.ColumnElement[Any]) -> Part:
    """Units that a person heads and that nobody else heads beyond their last day."""
    last = sa.func.coalesce(Person.left_on, today)
    conditions = (
        Membership.is_head.is_(True),
        Unit.id == Membership.unit_id,
        sa.or_(Unit.closed_on.is_(None), Unit.closed_on > last),
        *_to_the_end(Membership, last),
    )
    other = aliased(Membership)
    same = sa.and_(other.unit_id == Membership.unit_id, other.is_head.is_(True))
    follows = _stays_after(other, Membership, same, last)
    return What.HEAD, Membership, (*conditions, ~follows), Unit.name, Membership.unit_id


def offices(today: sa.ColumnElement[Any]) -> Part:
    """The three top roles that nobody else holds beyond a person's last day."""
    last = sa.func.coalesce(Person.left_on, today)
    other = aliased(RoleGrant)
    follows = _stays_after(other, RoleGrant, other.role == RoleGrant.role, last)
    conditions = (RoleGrant.role.in_(TOP_ROLES), *_to_the_end(RoleGrant, last), ~follows)
    return What.OFFICE, RoleGrant, conditions, sa.cast(RoleGrant.role, sa.String), None


def deputies(today: sa.ColumnElement[Any]) -> Part:
    """Those who are absent and for whom a person stands in no longer than their last day, though
    longer was meant, as long as nobody else was named for the days after it."""
    other, absent = aliased(Deputy), aliased(Person)
    named = sa.exists().where(
        other.principal_id == Deputy.principal_id,
        other.id != Deputy.id,
        other.cancelled_at.is_(None),
        other.until_on >= Deputy.meant_until,
    )
    stays = sa.or_(absent.left_on.is_(None), absent.left_on >= Deputy.meant_until)
    conditions = (
        Deputy.meant_until >= today,
        absent.id == Deputy.principal_id,
        stays,
        ~named.correlate(Deputy),
    )
    return What.DEPUTY, Deputy, conditions, absent.name, None


def _to_the_end(table: Any, last: sa.ColumnElement[Any]) -> tuple[sa.ColumnElement[bool], ...]:
    """Theirs up to their last day: what was taken from them before is nobody's to pass on."""
    ends = sa.or_(table.until_on.is_(None), table.until_on >= last)
    return Person.id == table.person_id, ends


def _stays_after(
    other: Any, table: Any, same: sa.ColumnElement[bool], last: sa.ColumnElement[Any]
) -> sa.ColumnElement[bool]:
    beyond = sa.or_(other.until_on.is_(None), other.until_on > last)
    found = sa.exists().where(other.person_id != table.person_id, same, beyond)
    return found.correlate(table, Person)
