"""Re-check: planned audits whose team is no longer independent, found from what stands now."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import TypeAlias

from sqlalchemy import Date, Integer, and_, bindparam, case, cast, null, or_, select, union_all

from pms_tracker import clock
from pms_tracker.act.teams import works
from pms_tracker.check.audits import teams
from pms_tracker.check.rules import audit_rules
from pms_tracker.check.rules.audit_rules import BEFORE_THE_DAY, AuditKind
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember
from pms_tracker.kernel.independence import Candidate, Role, tied
from pms_tracker.people.tables.people_tables import Membership, Person, RoleGrant, Unit
from pms_tracker.questions import Question, Text, as_text, cells_of, day_in

LEFT = "auditor_has_left"
# One of each day, and what was before a change of somebody's standing.
KEPT = 8
_UNITS = as_text(select(Unit.id, Unit.closed_on))


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
    exception_reason: str
    members: dict[int, Member] = field(default_factory=dict)


# Why who may no longer carry out which audit: message keys by person, by audit.
Lost: TypeAlias = Mapping[int, Mapping[int, str]]


def lost(audit_ids: Collection[int] | None = None) -> Lost:
    """Who may no longer carry out which audit, and why not; of audits planned or notified, of all
    where none are named."""
    found = question().answer()
    return (
        found if audit_ids is None else {each: found[each] for each in audit_ids if each in found}
    )


def question() -> Question[Lost]:
    """The same of all audits, to be read with what else is asked; another statement asks for the
    shares of those on their teams in the work of the units."""
    return Question(_texts(), {"today": clock.today()}, _lost)


@cache
def _texts() -> tuple[Text, ...]:
    """Teams of audits ahead, who wrote what is audited, and all units."""
    its = Audit.state.in_(BEFORE_THE_DAY), Audit.kind == AuditKind.CONFORMITY
    return _members(), teams.criteria(select(Audit.id).where(*its)), _UNITS


def _lost(members: str, criteria: str, units: str) -> Lost:
    ahead = _ahead(members).values()
    if not ahead:
        return {}
    days = [audit.on for audit in ahead]
    persons = {person_id for audit in ahead for person_id in audit.members}
    shares = works.shares({audit.unit_id for audit in ahead}, min(days), max(days), persons)
    return _judged(members, shares, criteria, units)


@lru_cache(maxsize=KEPT)
def _judged(members: str, shares: str, criteria: str, units: str) -> Lost:
    work, wrote = works.told(shares), teams.criterion_ties_of(criteria)
    closed = [day_in(closed_on) for _unit_id, closed_on in cells_of(units)]
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for audit in _ahead(members).values():
        count = sum(day is None or day >= audit.on for day in closed)
        here = [each.candidate for each in audit.members.values() if each.here]
        ties = [*work, *wrote.get(audit.audit_id, ())]
        for member in audit.members.values():
            if not member.here:
                found[audit.audit_id][member.person_id] = LEFT
        for who in tied(here, ties, audit.unit_id, audit.on):
            bar = audit_rules.bar_to_team(who, audit.unit_id, count, audit.exception_reason)
            if bar is not None:
                found[audit.audit_id][who.person_id] = bar
    return dict(found)


def _ahead(members: str) -> dict[int, Ahead]:
    ahead: dict[int, Ahead] = {}
    for audit_id, unit_id, day, reason, person_id, left, *standing in cells_of(members):
        on, left_on = date.fromisoformat(day), day_in(left)
        audit = ahead.setdefault(audit_id, Ahead(audit_id, unit_id, on, reason))
        here = left_on is None or left_on >= on
        _enter(audit.members.setdefault(person_id, Member(person_id, here)), *standing)
    return ahead


def _enter(member: Member, affiliation: str, role: str | None, member_of: int | None) -> None:
    if affiliation:
        member.roles.add(Role.EXTERNAL_AUDITOR)
    if role is not None:
        member.roles.add(Role(role))
    if member_of is not None:
        member.unit_ids.add(member_of)


def _members() -> Text:
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
    return as_text(
        select(Audit.id, Audit.unit_id, on.label("on_day"), Audit.exception_reason)
        .add_columns(AuditTeamMember.person_id, Person.left_on, Person.affiliation)
        .add_columns(standing.c.role, standing.c.member_of)
        .select_from(Audit)
        .join(AuditTeamMember, AuditTeamMember.audit_id == Audit.id)
        .join(Person, Person.id == AuditTeamMember.person_id)
        .outerjoin(standing, lasts)
        .where(Audit.state.in_(BEFORE_THE_DAY))
        .order_by(Audit.id, AuditTeamMember.position)
    )
