"""Re-check: planned audits whose team is no longer independent, found from what stands now."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, Row, and_, bindparam, case, cast, null, or_, select, union_all

from pms_tracker import clock
from pms_tracker.act.teams import works
from pms_tracker.check.audits import teams
from pms_tracker.check.rules import audit_rules
from pms_tracker.check.rules.audit_rules import BEFORE_THE_DAY, AuditKind
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember
from pms_tracker.database import Columns, read
from pms_tracker.kernel.independence import Candidate, Role, Tie, tied
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Membership, Person, RoleGrant

LEFT = "auditor_has_left"


@dataclass
class Member:
    """Somebody of a team as they stand on the day of their audit, as far as is known now."""

    person_id: int
    here: bool
    roles: set[Role] = field(default_factory=set)
    unit_ids: set[int] = field(default_factory=set)

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.person_id, frozenset(self.roles), frozenset(self.unit_ids))


@dataclass
class Ahead:
    """An audit whose day is still to come, with its team."""

    audit_id: int
    unit_id: int
    on: date
    kind: AuditKind
    exception_reason: str
    members: dict[int, Member] = field(default_factory=dict)


def lost(audit_ids: Collection[int] | None = None) -> dict[int, dict[int, str]]:
    """Who may no longer carry out which audit, and why not: message keys by person, by audit.

    Of audits planned or notified, of all where none are named. One statement where everybody
    stands apart from work and unit; three more at most however many audits there are.
    """
    ahead = _ahead(audit_ids)
    if not ahead:
        return {}
    known = _ties(list(ahead.values()))
    candidates = {
        audit.audit_id: tied(
            [each.candidate for each in audit.members.values() if each.here],
            known[audit.audit_id],
            audit.unit_id,
            audit.on,
        )
        for audit in ahead.values()
    }
    counts = _unit_counts(ahead, candidates)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for audit in ahead.values():
        for member in audit.members.values():
            if not member.here:
                found[audit.audit_id][member.person_id] = LEFT
        for who in candidates[audit.audit_id]:
            count = counts.get(audit.on, 2)
            bar = audit_rules.bar_to_team(who, audit.unit_id, count, audit.exception_reason)
            if bar is not None:
                found[audit.audit_id][who.person_id] = bar
    return dict(found)


def _ahead(audit_ids: Collection[int] | None) -> dict[int, Ahead]:
    ahead: dict[int, Ahead] = {}
    asked = {"today": clock.today(), "audits": sorted(audit_ids or ())}
    for row in read(_members(named=audit_ids is not None), asked):
        audit = ahead.setdefault(
            row.id, Ahead(row.id, row.unit_id, row.on, row.kind, row.exception_reason)
        )
        here = row.left_on is None or row.left_on >= row.on
        member = audit.members.setdefault(row.person_id, Member(row.person_id, here))
        _enter(member, row)
    return ahead


def _enter(member: Member, row: Row[*tuple[Any, ...]]) -> None:
    if row.affiliation:
        member.roles.add(Role.EXTERNAL_AUDITOR)
    if row.role is not None:
        member.roles.add(Role(row.role))
    if row.member_of is not None:
        member.unit_ids.add(row.member_of)


@cache
def _members(*, named: bool) -> Columns:
    """Teams of audits still to come, each member with every role and unit of the day it is on."""
    today = bindparam("today", type_=Date)
    memberships = select(
        Membership.person_id,
        null().label("role"),
        Membership.unit_id.label("member_of"),
        Membership.since_on,
        Membership.until_on,
    )
    grants = select(
        RoleGrant.person_id,
        RoleGrant.role,
        cast(null(), Integer),
        RoleGrant.since_on,
        RoleGrant.until_on,
    )
    standing = union_all(memberships, grants).subquery()
    # One that is late is carried out today at the earliest.
    on = case((Audit.planned_on < today, today), else_=Audit.planned_on)
    lasts = and_(
        standing.c.person_id == AuditTeamMember.person_id,
        standing.c.since_on <= on,
        or_(standing.c.until_on.is_(None), standing.c.until_on >= on),
    )
    members = (
        select(Audit.id, Audit.unit_id, on.label("on"), Audit.kind, Audit.exception_reason)
        .add_columns(AuditTeamMember.person_id, Person.left_on, Person.affiliation)
        .add_columns(standing.c.role, standing.c.member_of)
        .select_from(Audit)
        .join(AuditTeamMember, AuditTeamMember.audit_id == Audit.id)
        .join(Person, Person.id == AuditTeamMember.person_id)
        .outerjoin(standing, lasts)
        .where(Audit.state.in_(BEFORE_THE_DAY))
        .order_by(Audit.id, AuditTeamMember.position)
    )
    return members.where(Audit.id.in_(bindparam("audits", expanding=True))) if named else members


def _ties(ahead: list[Ahead]) -> Mapping[int, list[Tie]]:
    """What ties the teams to the units they are to audit, by audit."""
    units = {audit.unit_id for audit in ahead}
    persons = {person_id for audit in ahead for person_id in audit.members}
    days = [audit.on for audit in ahead]
    work = works.ties(units, min(days), max(days), persons)
    conforming = [audit.audit_id for audit in ahead if audit.kind is AuditKind.CONFORMITY]
    wrote = teams.criterion_ties_of(conforming)
    return {audit.audit_id: [*work, *wrote.get(audit.audit_id, ())] for audit in ahead}


def _unit_counts(
    ahead: Mapping[int, Ahead], candidates: Mapping[int, list[Candidate]]
) -> dict[date, int]:
    """How many units there are on the day of each audit; asked for only where it matters."""
    if not any(
        who.ties or ahead[audit_id].unit_id in who.unit_ids
        for audit_id, team in candidates.items()
        for who in team
    ):
        return {}
    units = people.units()
    return {
        audit.on: sum(each.closed_on is None or each.closed_on >= audit.on for each in units)
        for audit in ahead.values()
    }
