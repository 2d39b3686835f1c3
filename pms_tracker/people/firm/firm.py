"""The whole firm as it stands on a day, read in one statement: what rules about persons need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache, partial
from typing import Any, NamedTuple

import sqlalchemy as sa

from pms_tracker.kernel import eligible
from pms_tracker.kernel.duty import Above, Level, Standing
from pms_tracker.kernel.independence import Candidate, Role, clashing_roles
from pms_tracker.mail.outbox import Recipient
from pms_tracker.people.firm import people
from pms_tracker.people.firm.standing import lasts, stands
from pms_tracker.people.tables.people_tables import (
    Account,
    Company,
    Deputy,
    Language,
    MailChoice,
    Membership,
    Person,
    RoleGrant,
    Unit,
)
from pms_tracker.questions import Question, Text, as_text, cells_of, day_in
from pms_tracker.trail.trail import Change

LEVELS = {
    Role.REPRESENTATIVE: Level.REPRESENTATIVE,
    Role.PRIVACY_MANAGER: Level.MANAGER,
    Role.AUDIT_MANAGER: Level.MANAGER,
}


@dataclass(frozen=True)
class Member:
    """One person on the day; `here` is False once they have left, for then only the name counts."""

    person_id: int
    name: str
    mail: str | None
    language: Language
    here: bool
    signs_in: bool
    era_dates: bool
    reading: str = ""
    # When they want their digest: the hour, and the weekday (Monday is 0) of those weekly.
    digest_hour: int | None = None
    weekday: int | None = None
    # Where an auditor from outside comes from.
    affiliation: str = ""
    roles: set[Role] = field(default_factory=set)
    unit_ids: set[int] = field(default_factory=set)
    unit_names: list[str] = field(default_factory=list)


class Firm:
    """Everybody with roles and units as of a day, in order of reading.

    Nobody changes a firm: where the same text is read again, what was made of it is shared, with
    all that was asked of it since; `shared` is that firm itself.
    """

    on: date
    shared: "Firm"
    members: dict[int, Member]
    _heads: dict[int, list[int]]
    _holders: dict[Role, list[int]]
    _deputies: dict[int, int]

    def __init__(self, on: date) -> None:
        self.__dict__ = question(on).answer().__dict__

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Those who had not left, as the rules of independence see them."""
        return [
            Candidate(each.person_id, frozenset(each.roles), frozenset(each.unit_ids))
            for each in self.members.values()
            if each.here
        ]

    @cached_property
    def deputies(self) -> dict[int, int]:
        """Who stands in for whom today (不在時代理): the deputy by the absent person.

        Only where both are here and nobody's roles have come to clash since they were named.
        """
        found = {}
        for principal_id, deputy_id in self._deputies.items():
            absent, deputy = self.members[principal_id], self.members[deputy_id]
            if absent.here and deputy.here and not clashing_roles(absent.roles | deputy.roles):
                found[principal_id] = deputy_id
        return found

    @cached_property
    def at_hand(self) -> frozenset[int]:
        """Who can take a step today: they sign in and are not away, or their deputy signs in."""
        signing = {each.person_id for each in self.members.values() if each.here and each.signs_in}
        lent = {absent for absent, deputy in self.deputies.items() if deputy in signing}
        return frozenset(signing.difference(self._deputies) | lent)

    def standing_in(self, step: eligible.Eligible) -> dict[int, int]:
        """Who may take a step for whom today: the deputy by the absent person."""
        return eligible.standing_in(step, self.deputies, self.candidates)

    def principal(self, person_id: int, step: eligible.Eligible) -> int | None:
        """For whom somebody takes a step as a deputy; None in their own right or not at all."""
        return eligible.principal_of(person_id, step, self.standing_in(step))

    def with_deputies(self, step: eligible.Eligible) -> tuple[int, ...]:
        """Those who may take a step in order of asking, each absent person after their deputy."""
        return eligible.asked_first(step.person_ids, self.standing_in(step))

    def on_behalf_of(self, principal_id: int | None) -> dict[str, Change]:
        """What the trail says of a step that a deputy took; nothing of one in own right."""
        if principal_id is None:
            return {}
        return {"on_behalf_of": (None, self.members[principal_id].name)}

    def heads_of(self, unit_id: int) -> list[int]:
        return self._heads.get(unit_id, [])

    def holders(self, role: Role) -> list[int]:
        return self._holders.get(role, [])

    def managers(self) -> list[int]:
        """Who runs the PMS, as `standing.manages` says of grants."""
        return self.holders(Role.PRIVACY_MANAGER) or self.holders(Role.REPRESENTATIVE)

    def above(self) -> Above:
        """Who hears of it when others are late: only those whom letters reach."""
        reached = {each.person_id for each in self.members.values() if each.here and each.mail}
        return Above(
            {unit: reached.intersection(heads) for unit, heads in self._heads.items()},
            reached.intersection(self.holders(Role.PRIVACY_MANAGER)),
            reached.intersection(self.holders(Role.REPRESENTATIVE)),
            reached.intersection(self.holders(Role.AUDIT_MANAGER)),
            self.standing,
        )

    def standing(self, person_id: int) -> Standing:
        """Where somebody stands, whether they are still here or not."""
        member = self.members[person_id]
        level = max((LEVELS.get(role, Level.MEMBER) for role in member.roles), default=Level.MEMBER)
        headed = {unit for unit in member.unit_ids if person_id in self.heads_of(unit)}
        return Standing(level, frozenset(member.unit_ids - headed))

    def names(self, person_ids: Iterable[int | None]) -> dict[int, str]:
        """Names by id, of those who have left as well."""
        wanted = {each for each in person_ids if each is not None}
        return {each: self.members[each].name for each in wanted if each in self.members}

    def here(self) -> list[tuple[int, str]]:
        """Id and name of everybody of the firm who has not left."""
        own = (each for each in self.members.values() if each.here and not each.affiliation)
        return [(each.person_id, each.name) for each in own]

    def weekdays(self) -> dict[int, int]:
        """Who wants the digest but weekly, and on which day (Monday is 0)."""
        return {
            each.person_id: each.weekday
            for each in self.members.values()
            if each.weekday is not None
        }

    def digest_hour(self, person_id: int, companys: int) -> int:
        """From which hour a person wants the digest: their own choice, else the company's."""
        member = self.members.get(person_id)
        chosen = member.digest_hour if member else None
        return companys if chosen is None else chosen

    def readings(self) -> dict[int, str]:
        """How the names of everybody are read, by id, where it was entered."""
        return {each.person_id: each.reading for each in self.members.values() if each.reading}

    def who_sign_in(self, person_ids: Sequence[int]) -> tuple[int, ...]:
        """Those among `person_ids` who can sign in, in the given order."""
        found = (self.members.get(each) for each in person_ids)
        return tuple(each.person_id for each in found if each and each.here and each.signs_in)

    def recipient(self, person_id: int | None) -> Recipient | None:
        """Where letters to a person go; None for nobody, without an address, or who has left."""
        member = self.members.get(person_id) if person_id is not None else None
        if member is None or not member.mail or not member.here:
            return None
        language = member.language.value
        return Recipient(member.person_id, member.name, member.mail, language, member.era_dates)


class FirmAtNeed(Firm):
    """The same, read when something of it is first asked for: handed to all who may need it, it is
    read once or not at all."""

    def __init__(self, on: date) -> None:
        self.on = on

    def know(self, firm: Firm) -> Firm:
        """Be the firm that was read along with what it is handed to."""
        self.__dict__ = firm.__dict__
        return self

    def __getattr__(self, name: str) -> Any:
        if name not in {"shared", "members", "_heads", "_holders", "_deputies"}:
            raise AttributeError(name)
        super().__init__(self.on)
        return self.__dict__[name]


class _Row(NamedTuple):
    """A person with one way in which they stand, as `_everybody` tells it."""

    id: int
    name: str
    mail: str | None
    language: str
    left_on: str | None
    reading: str
    affiliation: str
    active: bool | None
    era_dates: bool | None
    role: str | None
    unit_id: int
    is_head: bool
    since_on: str | None
    deputy_id: int | None
    unit_name: str
    digest_hour: int | None
    weekday: int | None


class _Made(Firm):
    """A firm as its rows tell it."""

    def __init__(self, on: date, rows: Sequence[_Row]) -> None:
        self.on, self.shared = on, self
        self.members = {}
        self._heads, self._holders, self._deputies = {}, {}, {}
        for row in rows:
            self.members.setdefault(row.id, _member(row, on))
        # In order of seniority: who has headed a unit or held a role longest comes first.
        for row in sorted(rows, key=lambda row: (row.since_on or "", row.id)):
            if row.since_on is not None:
                self._enter(self.members[row.id], row)

    def _enter(self, member: Member, standing: _Row) -> None:
        if standing.deputy_id is not None:
            self._deputies[member.person_id] = standing.deputy_id
            return
        if standing.role is not None:
            member.roles.add(Role(standing.role))
            self._holders.setdefault(Role(standing.role), []).append(member.person_id)
            return
        member.unit_ids.add(standing.unit_id)
        member.unit_names.append(standing.unit_name)
        member.roles.add(Role.EMPLOYEE)
        if standing.is_head:
            member.roles.add(Role.DEPARTMENT_HEAD)
            self._heads.setdefault(standing.unit_id, []).append(member.person_id)


def question(on: date) -> Question[Firm]:
    """The firm of a day, to be read with what else is asked; the days it is closed come along."""
    return Question((_everybody(), people.CLOSED_DAYS), {"day": on}, partial(_told, on))


def _told(on: date, everybody: str, closed: str) -> Firm:
    if everybody:
        people.remember_closed(closed)
    return _made_of(on, everybody)


# Today's, and those of days that are looked ahead to.
@lru_cache(maxsize=8)
def _made_of(on: date, everybody: str) -> Firm:
    return _Made(on, [_Row(*cells) for cells in cells_of(everybody)])


def _member(row: _Row, on: date) -> Member:
    left_on = day_in(row.left_on)
    return Member(
        row.id,
        row.name,
        row.mail,
        Language(row.language),
        here=left_on is None or left_on >= on,
        signs_in=bool(row.active),
        era_dates=bool(row.era_dates),
        reading=row.reading,
        digest_hour=row.digest_hour,
        weekday=row.weekday,
        affiliation=row.affiliation,
        roles={Role.EXTERNAL_AUDITOR} if row.affiliation else set(),
    )


@cache
def _everybody() -> Text:
    """Rows of `_Row`, for any `day`; built once."""
    on = sa.bindparam("day", type_=sa.Date)
    memberships = sa.select(
        Membership.person_id,
        sa.null().label("role"),
        Membership.unit_id,
        Membership.is_head,
        Membership.since_on,
        sa.cast(sa.null(), sa.Integer).label("deputy_id"),
    ).where(lasts(Membership, on))
    no_unit, no_head = sa.literal(0), sa.literal(value=False)
    grants = sa.select(
        RoleGrant.person_id, RoleGrant.role, no_unit, no_head, RoleGrant.since_on, sa.null()
    ).where(lasts(RoleGrant, on))
    deputies = sa.select(
        Deputy.principal_id, sa.null(), no_unit, no_head, Deputy.since_on, Deputy.deputy_id
    ).where(stands(on))
    standing = sa.union_all(memberships, grants, deputies).subquery()
    by_company = sa.select(Company.era_dates).scalar_subquery()
    return as_text(
        sa.select(Person.id, Person.name, Person.mail, Person.language, Person.left_on)
        .add_columns(Person.reading, Person.affiliation, Account.active)
        .add_columns(sa.func.coalesce(Person.era_dates, by_company).label("era_dates"))
        .add_columns(standing.c.role, standing.c.unit_id, standing.c.is_head, standing.c.since_on)
        .add_columns(standing.c.deputy_id, Unit.name.label("unit_name"))
        .add_columns(MailChoice.digest_hour, MailChoice.weekday)
        .outerjoin(MailChoice, MailChoice.person_id == Person.id)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(standing, standing.c.person_id == Person.id)
        .outerjoin(Unit, Unit.id == standing.c.unit_id)
        .order_by(Person.reading, Person.id)
    )
