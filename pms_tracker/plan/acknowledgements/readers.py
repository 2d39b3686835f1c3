"""Who is asked to read a version, who has and who has not: by unit and by person, as SQL."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select, true

from pms_tracker import clock
from pms_tracker.database import CAP, NEWEST, PAGE, Columns, Order, Rows, Sorts, or_last, session
from pms_tracker.people.changes import account_links
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.standing import Day, lasts
from pms_tracker.people.tables.people_tables import Account, Membership, Person, RoleGrant, Unit
from pms_tracker.plan.tables.policy_tables import Acknowledgement, PolicyVersion


class Stood(NamedTuple):
    """A version, and the day on which it is judged who is asked to read it."""

    version_id: int
    on: date


_READ_OR_NOT = or_last(Acknowledgement.acknowledged_on)
SORTS: Sorts = {"number": Person.id, "read": _READ_OR_NOT}
_NAMES = (Person.name, Person.reading)
# Names that the form of a signed list offers at once.
MOST_SIGNERS = 100

# Each asks about a person of the statement around it, whatever else that one joins.
in_a_unit = exists().where(Membership.person_id == Person.id).correlate(Person)
in_office = exists().where(RoleGrant.person_id == Person.id).correlate(Person)
signs_in = exists().where(Account.person_id == Person.id, Account.active).correlate(Person)
# Whoever was invited and has no password yet may sign on paper all the same.
has_come_in = (
    exists().where(Account.person_id == Person.id, account_links.has_come_in()).correlate(Person)
)
# The first day somebody was here: of a unit, or in office for whoever never belonged to one.
first_on = func.coalesce(
    select(func.min(Membership.since_on))
    .where(Membership.person_id == Person.id)
    .correlate(Person)
    .scalar_subquery(),
    select(func.min(RoleGrant.since_on))
    .where(RoleGrant.person_id == Person.id)
    .correlate(Person)
    .scalar_subquery(),
)


def is_asked(on: Day) -> ColumnElement[bool]:
    """True for persons who are here on the day: in a unit or an office, and have not left."""
    return and_(
        or_(Person.left_on.is_(None), Person.left_on >= on),
        or_(in_a_unit.where(lasts(Membership, on)), in_office.where(lasts(RoleGrant, on))),
    )


def _read(version_id: int) -> ColumnElement[bool]:
    return and_(
        Acknowledgement.person_id == Person.id, Acknowledgement.policy_version_id == version_id
    )


def _seen_by(viewer: Viewer, on: date) -> ColumnElement[bool]:
    """The management sees everybody, a head the members of own units."""
    if viewer.sees_all:
        return true()
    own = Membership.unit_id.in_(viewer.headed_unit_ids)
    return in_a_unit.where(own, lasts(Membership, on))


def counts(on: date) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """How many persons are asked on the day, and how many of them have read the version of the
    statement around it."""
    asked = select(func.count(Person.id)).where(is_asked(on)).correlate(PolicyVersion)
    read = Acknowledgement.policy_version_id == PolicyVersion.id
    has_read = exists().where(Acknowledgement.person_id == Person.id, read)
    have_read = asked.where(has_read.correlate(Person, PolicyVersion))
    return asked.scalar_subquery(), have_read.scalar_subquery()


# How many have ever read the version of the statement around it, whoever is still here.
ever_read = (
    select(func.count(Acknowledgement.id))
    .where(Acknowledgement.policy_version_id == PolicyVersion.id)
    .correlate(PolicyVersion)
    .scalar_subquery()
)


def totals(of: Stood, viewer: Viewer) -> Row[*tuple[Any, ...]]:
    """How many persons are `asked` and have `read`, among those the viewer sees.

    `outside` and `outside_read` count those of them who belong to no unit.
    """
    outside = ~in_a_unit.where(lasts(Membership, of.on))
    return session.execute(
        select(
            func.count(Person.id).label("asked"),
            func.count(Acknowledgement.id).label("read"),
            func.count(Person.id).filter(outside).label("outside"),
            func.count(Acknowledgement.id).filter(outside).label("outside_read"),
        )
        .outerjoin(Acknowledgement, _read(of.version_id))
        .where(is_asked(of.on), _seen_by(viewer, of.on))
    ).one()


def by_unit(of: Stood, viewer: Viewer) -> Rows:
    """Each unit the viewer sees with how many are `asked` and have `read`, in its order.

    Whoever belongs to two units counts in both.
    """
    seen = true() if viewer.sees_all else Unit.id.in_(viewer.headed_unit_ids)
    statement = (
        select(
            Unit.id,
            Unit.name,
            func.count(Person.id.distinct()).label("asked"),
            func.count(Acknowledgement.person_id.distinct()).label("read"),
        )
        .join(Membership, and_(Membership.unit_id == Unit.id, lasts(Membership, of.on)))
        .join(Person, and_(Person.id == Membership.person_id, is_asked(of.on)))
        .outerjoin(Acknowledgement, _read(of.version_id))
        .where(seen)
        .group_by(Unit.id, Unit.name, Unit.position)
    )
    return session.execute(statement.order_by(Unit.position, Unit.id)).all()


@dataclass(frozen=True)
class Filter:
    """What the list of readers is narrowed to; `read` asks for those who have, or who have not."""

    unit_id: int | None = None
    read: bool | None = None
    text: str = ""


def _narrowed(statement: Columns, of: Stood, viewer: Viewer, wanted: Filter) -> Columns:
    found = statement.outerjoin(Acknowledgement, _read(of.version_id)).where(
        is_asked(of.on), _seen_by(viewer, of.on)
    )
    if wanted.unit_id is not None:
        of_unit = in_a_unit.where(Membership.unit_id == wanted.unit_id, lasts(Membership, of.on))
        found = found.where(of_unit)
    if wanted.read is not None:
        known = Acknowledgement.id.is_not(None)
        found = found.where(known if wanted.read else ~known)
    if wanted.text:
        said = (each.contains(wanted.text, autoescape=True) for each in _NAMES)
        found = found.where(or_(*said))
    return found


def listed(
    of: Stood, viewer: Viewer, wanted: Filter, order: Order = NEWEST, limit: int = PAGE
) -> Rows:
    """One page of those who are asked, with the day they read it, or None."""
    statement: Columns = select(
        Person.id,
        Person.name,
        signs_in.label("signs_in"),
        first_on.label("first_on"),
        Acknowledgement.acknowledged_on,
        Acknowledgement.scan_number,
        _READ_OR_NOT,
    )
    rows = order.page(_narrowed(statement, of, viewer, wanted), SORTS, limit)
    return session.execute(rows).all()


def counted(of: Stood, viewer: Viewer, wanted: Filter) -> int:
    """How many are asked, counted up to CAP + 1 and no further."""
    everybody: Columns = select(Person.id)
    ids = _narrowed(everybody, of, viewer, wanted).limit(CAP + 1).subquery()
    return session.scalar(select(func.count()).select_from(ids)) or 0


def without_account(of: Stood, viewer: Viewer, limit: int = MOST_SIGNERS) -> Rows:
    """Who cannot sign in, or never did, and is not known to have read it, among those the viewer
    sees."""
    names: Columns = select(Person.id, Person.name)
    waiting = _narrowed(names, of, viewer, Filter(read=False)).where(~has_come_in)
    return session.execute(waiting.order_by(Person.reading, Person.id).limit(limit)).all()


def lists_of(version_id: int) -> set[int]:
    """The numbers, among the policy's files, of the lists on which a version was signed for."""
    number = Acknowledgement.scan_number
    found = select(number).where(
        Acknowledgement.policy_version_id == version_id, number.is_not(None)
    )
    return {each for each in session.scalars(found.distinct()) if each is not None}


def units_of(person_ids: Sequence[int], on: date) -> dict[int, list[str]]:
    """The names of the units these persons belong to on the day, in one statement."""
    found: dict[int, list[str]] = defaultdict(list)
    statement = (
        select(Membership.person_id, Unit.name)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.person_id.in_(person_ids), lasts(Membership, on))
        .order_by(Unit.position, Unit.id)
    )
    for row in session.execute(statement):
        found[row.person_id].append(row.name)
    return found


def may_see_scan(policy_id: int, number: int, viewer: Viewer) -> bool:
    """Whether a signed list among a policy's files may be opened: by the management, else by who
    entered it, or by the head of everybody on it."""
    today = clock.today()
    seen = _seen_by(viewer, today) | (Acknowledgement.entered_by_id == viewer.person_id)
    row = session.execute(
        select(
            func.count(Acknowledgement.id).label("signed"),
            func.count(Acknowledgement.id).filter(seen).label("seen"),
        )
        .join(Person, Person.id == Acknowledgement.person_id)
        .join(PolicyVersion, PolicyVersion.id == Acknowledgement.policy_version_id)
        .where(PolicyVersion.policy_id == policy_id, Acknowledgement.scan_number == number)
    ).one()
    return bool(row.signed and row.signed == row.seen)
