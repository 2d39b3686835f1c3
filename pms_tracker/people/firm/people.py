"""Persons, units and roles: who is who on a given day, and who looks."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.sql.elements import KeyedColumnElement

from pms_tracker import clock, locale_in_use
from pms_tracker.database import READERS, Columns, Rows, read, session
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.independence import MANAGEMENT, Role
from pms_tracker.kernel.locales.fiscal_years import fiscal_year
from pms_tracker.mail.outbox import Recipient
from pms_tracker.people.firm.standing import Stands, principals, standing_of
from pms_tracker.people.rules.permissions import LENT, TOP_ROLES, Permission, permissions_of
from pms_tracker.people.tables.people_tables import (
    Account,
    Company,
    CompanyHoliday,
    Language,
    Membership,
    Person,
    RoleGrant,
    Unit,
)
from pms_tracker.questions import Question, as_text, cells_of, json_in
from pms_tracker.trail.trail import Actor, Change
from pms_tracker.trail.trail_tables import NumberSeries

Found = TypeVar("Found", Person, Unit)


# In one text, so that whatever reads the company brings them along.
def _month_and_day(month: object, day: object) -> sa.ColumnElement[str]:
    return sa.cast(month, sa.String) + "/" + sa.cast(day, sa.String)


# Written as it stands: what is filled in would be written out for each execution.
_COMMA: Any = sa.literal_column("','")
_UNTIL = "-" + _month_and_day(CompanyHoliday.until_month, CompanyHoliday.until_day)
_FROM = _month_and_day(CompanyHoliday.month, CompanyHoliday.day)
_YEARLY = _FROM + sa.func.coalesce(_UNTIL, "")
CLOSED_DAYS = sa.select(
    sa.func.aggregate_strings(
        sa.func.coalesce(sa.cast(CompanyHoliday.once_on, sa.String), _YEARLY), _COMMA
    )
).scalar_subquery()
CLOSED = CLOSED_DAYS.label("closed_days")
# The kinds of records that there is one of, which need no statement of their own either.
_USED = (
    sa.select(sa.func.aggregate_strings(NumberSeries.kind, _COMMA))
    .scalar_subquery()
    .label("used_kinds")
)


def with_standing(asked: Columns, person_id: sa.ColumnElement[int]) -> Columns:
    """What is asked for beside a person, with the person and how they stand on the parameter `day`,
    and what every page needs of the company: the row of `standing_in`."""
    standing = as_text(sa.select(standing_of(person_id, sa.bindparam("day", type_=sa.Date))))
    who = (Person.id.label("person_id"), Person.name, Person.affiliation, Person.left_on)
    beside = asked.add_columns(*who, Person.language, Person.era_dates, standing.label("standing"))
    return beside.add_columns(CLOSED, _USED)


_COLUMNS = tuple(Company.__table__.columns)
# The company for `told_company`, to be read with what else is asked.
TOLD = as_text(sa.select(*_COLUMNS)).label("company")
# Every request asks them, and to put them together takes longer than to ask: so they are made once.
_COMPANY = sa.select(Company, CLOSED).where(Company.id == 1)
_UNIT_NAMES = sa.select(Unit.id, Unit.name, Unit.closed_on).order_by(Unit.position, Unit.id)
_ID = sa.bindparam("person_id", type_=sa.Integer)
_NAMES = as_text(
    sa.select(Person.id, Person.name).where(Person.id.in_(sa.bindparam("named", expanding=True)))
)
_ANYBODY = sa.select().select_from(Person).where(Person.id == _ID)
_AS_THEY_STAND = with_standing(_ANYBODY, _ID).add_columns(Company).outerjoin(Company, sa.true())


@dataclass(frozen=True)
class Viewer:
    """The person who looks or acts, as of today: what visibility and rules need of them.

    `stands_in_for` are those whose deputy they are today, with the roles of each (不在時代理).
    """

    person_id: int
    name: str
    roles: frozenset[Role]
    unit_ids: frozenset[int]
    headed_unit_ids: frozenset[int]
    language: Language = Language.JA
    era_dates: bool | None = None
    stands_in_for: Mapping[int, frozenset[Role]] = field(default_factory=dict, hash=False)

    @property
    def actor(self) -> Actor:
        return Actor(self.person_id, self.name)

    @property
    def sees_all(self) -> bool:
        return bool(self.roles & TOP_ROLES)

    @property
    def manages_for_another(self) -> bool:
        """Whether they stand in today for somebody at the head of the firm or of its PMS."""
        return any(MANAGEMENT & held for held in self.stands_in_for.values())

    def may(self, permission: Permission) -> bool:
        return permission in permissions_of(self.roles) or self.principal(permission) is not None

    def principal(self, permission: Permission) -> int | None:
        """For whom a deputy takes a step that only the other's role opens; None in own right."""
        if permission not in LENT or permission in permissions_of(self.roles):
            return None
        lent = (
            each for each, held in self.stands_in_for.items() if permission in permissions_of(held)
        )
        return next(lent, None)


def on_behalf(by: Viewer, permission: Permission) -> dict[str, Change]:
    """What the trail says of a step that a deputy takes for somebody; nothing in own right."""
    for_id = by.principal(permission)
    return {} if for_id is None else {"on_behalf_of": (None, person(for_id).name)}


def other_administrators(person_id: int) -> bool:
    """Whether somebody else can sign in as an administrator, with no end to it recorded."""
    there = (
        sa.select(RoleGrant.id)
        .join(Account, Account.person_id == RoleGrant.person_id)
        .where(
            RoleGrant.role == Role.ADMINISTRATOR,
            RoleGrant.person_id != person_id,
            RoleGrant.until_on.is_(None),
            Account.active.is_(True),
        )
    )
    return session.scalar(there.limit(1)) is not None


def company() -> Company | None:
    """The company, if it was set up; read once per transaction, with the days it is closed."""
    found: Company | None = session.info.get("company")
    if found is None:
        row = session.execute(_COMPANY).one_or_none()
        found = remember(*row) if row else None
    return found


def remember(found: Company, closed: str | None) -> Company:
    """Keep company and `CLOSED` for this transaction, where a statement brought them along; the
    process learns by which pack and clock the company goes."""
    # The session itself holds it but weakly, and would read it again and again.
    session.info["company"] = found
    learn(found)
    remember_closed(closed)
    return found


def learn(found: Company) -> None:
    """Have the process go by the company's pack, years and clock."""
    locale_in_use.use(found.locale_pack, found.fiscal_start, found.fiscal_naming)
    clock.use_company_zone(found.time_zone)


def remember_closed(closed: str | None) -> None:
    """Keep `CLOSED` for this transaction, where a statement brought it along."""
    session.info["closed_days"] = closed or ""


def closed_days() -> list[str]:
    """When the company is closed: `8/13` or `12/29-1/3` every year, `2026-12-04` once."""
    if "closed_days" not in session.info and company() is None:
        return []
    return [each for each in session.info["closed_days"].split(",") if each]


def used_kinds() -> frozenset[str]:
    """The kinds of records that there was ever one of; mostly brought along with the viewer."""
    if "used_kinds" not in session.info:
        session.info["used_kinds"] = session.scalar(sa.select(_USED)) or ""
    return frozenset(session.info["used_kinds"].split(","))


def read_again() -> None:
    """Forget what was read of the company, since its closed days were changed."""
    for name in ("company", "closed_days"):
        session.info.pop(name, None)


def company_ids() -> tuple[int, ...]:
    """The company as the record whose duties are the whole firm's, once it was set up."""
    found = company()
    return (found.id,) if found is not None else ()


def the_company() -> Company:
    """The company; raises NotFound where nothing was set up yet."""
    found = company()
    if found is None:
        raise NotFound("no_company")
    return found


def fiscal_year_of(day: date) -> int:
    """The fiscal year (its first calendar year) that a day belongs to in this company."""
    return fiscal_year(day, the_company().fiscal_start)


def person(person_id: int) -> Person:
    """Raises NotFound for an unknown id."""
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound("no_such_person", number=person_id)
    return _met(found)


def unit(unit_id: int) -> Unit:
    """Raises NotFound for an unknown id."""
    found = session.get(Unit, unit_id)
    if found is None:
        raise NotFound("no_such_unit", number=unit_id)
    return _met(found)


def _met(found: Found) -> Found:
    """Kept for this transaction: the session holds it but weakly, and would read it again."""
    session.info.setdefault("met", set()).add(found)
    return found


def units(on: date | None = None) -> list[Unit]:
    """The auditable units in their order; with a day, only those not closed before it."""
    open_then = sa.or_(Unit.closed_on.is_(None), Unit.closed_on >= on) if on else sa.true()
    return list(session.scalars(sa.select(Unit).where(open_then).order_by(Unit.position, Unit.id)))


def unit_names() -> Rows:
    """Every unit there is or was, in order: column tuples of its id, name and last day."""
    return read(_UNIT_NAMES, {})


def persons(on: date | None = None) -> list[Person]:
    """Everybody in order of reading; with a day, only those who had not left before it."""
    here_then = sa.or_(Person.left_on.is_(None), Person.left_on >= on) if on else sa.true()
    return list(
        session.scalars(sa.select(Person).where(here_then).order_by(Person.reading, Person.id))
    )


def names(person_ids: Iterable[int | None]) -> dict[int, str]:
    """Names by id, in one statement however many are asked for."""
    return named(person_ids).answer()


def named(person_ids: Iterable[int | None]) -> Question[dict[int, str]]:
    """The same, to be read with what else is asked."""
    wanted = sorted({each for each in person_ids if each is not None})
    texts = (_NAMES,) if wanted else ()
    return Question(texts, {"named": wanted}, lambda *said: dict(cells_of("".join(said))))


def viewer(person_id: int, on: date | None = None) -> Viewer:
    """A person as they stand on the day (today by default), heads and employees derived.

    Raises NotFound for an unknown id.
    """
    asked = {"person_id": person_id, "day": on or clock.today()}
    row = session.execute(_AS_THEY_STAND, asked).one_or_none()
    if row is None:
        raise NotFound("no_such_person", number=person_id)
    return standing_in(row, row.Company)


def standing_in(row: sa.Row[*tuple[Any, ...]], found: Company | None) -> Viewer:
    """A person as a row of `with_standing` tells; the company that was found with it is kept for
    what follows."""
    if found is not None:
        remember(found, row.closed_days)
        session.info["used_kinds"] = row.used_kinds or ""
    own = (row.language, row.era_dates, bool(row.affiliation))
    return _standing(row.person_id, row.name, own, row.standing or "")


@lru_cache(maxsize=READERS)
def _standing(
    person_id: int, name: str, own: tuple[Language, bool | None, bool], said: str
) -> Viewer:
    """The same while it is told in the same words."""
    language, era_dates, is_from_outside = own
    rows = [Stands(*cells) for cells in cells_of(said)]
    own_rows = [row for row in rows if row.principal_id is None]
    roles = {Role(row.role) for row in own_rows if row.role is not None}
    unit_ids = frozenset(row.unit_id for row in own_rows if row.unit_id is not None)
    headed = frozenset(row.unit_id for row in own_rows if row.unit_id is not None and row.is_head)
    if unit_ids:
        roles.add(Role.EMPLOYEE)
    if headed:
        roles.add(Role.DEPARTMENT_HEAD)
    if is_from_outside:
        roles.add(Role.EXTERNAL_AUDITOR)
    held = frozenset(roles)
    lent = principals(held, rows)
    return Viewer(person_id, name, held, unit_ids, headed, language, era_dates, lent)


@lru_cache(maxsize=READERS)
def told_company(said: str | None) -> Company | None:
    """The company as `TOLD` says, for readers alone: no session watches it, and it is the same for
    all of them while it is told in the same words."""
    for cells in cells_of(said or ""):
        told = zip(_COLUMNS, cells, strict=True)
        return Company(**{column.key: _told(column, cell) for column, cell in told})
    return None


def _told(column: KeyedColumnElement[Any], cell: Any) -> Any:
    """A cell of a text as its column has it."""
    if cell is None or isinstance(column.type, sa.JSON):
        return json_in(cell)
    kind = column.type.python_type
    return date.fromisoformat(cell) if kind is date else kind(cell)


def has_left(who: Person) -> bool:
    """Whether a person's last day here is over."""
    return is_over(who.left_on)


def is_over(last_day: date | None) -> bool:
    """Whether somebody's last day here, if one is known, is over."""
    return last_day is not None and last_day < clock.today()


def recipient(person_id: int) -> Recipient | None:
    """Where letters to a person go; None for those without an address or who have left."""
    who = person(person_id)
    if not who.mail or has_left(who):
        return None
    return Recipient(who.id, who.name, who.mail, who.language.value, reads_era_dates(who))


def reads_era_dates(who: Person) -> bool:
    """Whether a person reads years by era: their own choice, else the company's."""
    if who.era_dates is not None:
        return who.era_dates
    found = company()
    return found is not None and found.era_dates


def memberships(person_id: int) -> list[Membership]:
    """Every membership a person has or had, in order of its first day."""
    mine = sa.select(Membership).where(Membership.person_id == person_id)
    return list(session.scalars(mine.order_by(Membership.since_on, Membership.id)))


def members_of(unit_id: int) -> Rows:
    """Who belongs or belonged to a unit, those of today first: names, days, and whether as head."""
    columns = (Membership.person_id, Membership.since_on, Membership.until_on, Membership.is_head)
    rows = (
        sa.select(*columns, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.unit_id == unit_id)
        .order_by(
            Membership.until_on.is_not(None),
            Membership.is_head.desc(),
            Person.reading,
            Membership.id,
        )
    )
    return session.execute(rows).all()


def role_grants(person_id: int) -> list[RoleGrant]:
    """Every role a person holds or held, in order of its first day."""
    mine = sa.select(RoleGrant).where(RoleGrant.person_id == person_id)
    return list(session.scalars(mine.order_by(RoleGrant.since_on, RoleGrant.id)))


def grants_of(person_ids: Collection[int]) -> list[RoleGrant]:
    """Every role these persons hold or held, in one statement."""
    return list(session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id.in_(person_ids))))


def account_of(person_id: int) -> Account | None:
    return session.scalar(sa.select(Account).where(Account.person_id == person_id))
