"""The whole firm as it stands on a day, read in two statements: what rules about persons need."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import CompoundSelect, literal, null, select, union_all

from pms_tracker.database import session
from pms_tracker.kernel.independence import Candidate, Role
from pms_tracker.mail.outbox import Recipient
from pms_tracker.people.models import Account, Language, Membership, Person, RoleGrant
from pms_tracker.people.people import lasts


@dataclass(frozen=True)
class Member:
    """One person on the day; `here` is False once they have left, for then only the name counts."""

    person_id: int
    name: str
    mail: str | None
    language: Language
    here: bool
    signs_in: bool
    roles: set[Role] = field(default_factory=set)
    unit_ids: set[int] = field(default_factory=set)


class Firm:
    """Everybody with roles and units as of a day, in order of reading."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.members = {member.person_id: member for member in _members(on)}
        # In order of seniority: who has headed a unit or held a role longest comes first.
        self._heads: dict[int, list[int]] = defaultdict(list)
        self._holders: dict[Role, list[int]] = defaultdict(list)
        self._enter_standings()

    def _enter_standings(self) -> None:
        for row in session.execute(_standings(self.on)):
            member = self.members[row.person_id]
            if row.role is not None:
                member.roles.add(Role(row.role))
                self._holders[Role(row.role)].append(row.person_id)
                continue
            member.unit_ids.add(row.unit_id)
            member.roles.add(Role.EMPLOYEE)
            if row.is_head:
                member.roles.add(Role.DEPARTMENT_HEAD)
                self._heads[row.unit_id].append(row.person_id)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Those who had not left, as the rules of independence see them."""
        return [
            Candidate(each.person_id, frozenset(each.roles), frozenset(each.unit_ids))
            for each in self.members.values()
            if each.here
        ]

    def heads_of(self, unit_id: int) -> list[int]:
        return self._heads[unit_id]

    def holders(self, role: Role) -> list[int]:
        return self._holders[role]

    def names(self, person_ids: Iterable[int | None]) -> dict[int, str]:
        """Names by id, of those who have left as well."""
        wanted = {each for each in person_ids if each is not None}
        return {each: self.members[each].name for each in wanted if each in self.members}

    def here(self) -> list[tuple[int, str]]:
        """Id and name of everybody who has not left."""
        return [(each.person_id, each.name) for each in self.members.values() if each.here]

    def who_sign_in(self, person_ids: Sequence[int]) -> tuple[int, ...]:
        """Those among `person_ids` who can sign in, in the given order."""
        found = (self.members.get(each) for each in person_ids)
        return tuple(each.person_id for each in found if each and each.here and each.signs_in)

    def recipient(self, person_id: int | None) -> Recipient | None:
        """Where letters to a person go; None for nobody, without an address, or who has left."""
        member = self.members.get(person_id) if person_id is not None else None
        if member is None or not member.mail or not member.here:
            return None
        return Recipient(member.person_id, member.name, member.mail, member.language.value)


def _members(on: date) -> list[Member]:
    rows = session.execute(
        select(Person.id, Person.name, Person.mail, Person.language, Person.left_on, Account.active)
        .outerjoin(Account, Account.person_id == Person.id)
        .order_by(Person.reading, Person.id)
    )
    return [
        Member(
            row.id,
            row.name,
            row.mail,
            row.language,
            here=row.left_on is None or row.left_on >= on,
            signs_in=bool(row.active),
        )
        for row in rows
    ]


def _standings(on: date) -> CompoundSelect[*tuple[Any, ...]]:
    memberships = select(
        Membership.person_id,
        null().label("role"),
        Membership.unit_id,
        Membership.is_head,
        Membership.since_on,
    ).where(lasts(Membership, on))
    grants = select(
        RoleGrant.person_id, RoleGrant.role, literal(0), literal(value=False), RoleGrant.since_on
    ).where(lasts(RoleGrant, on))
    return union_all(memberships, grants).order_by("since_on", "person_id")
