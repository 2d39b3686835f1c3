"""What people and units are called: corrected, or changed from a day; records keep the old name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, RuleBroken, Stale
from pms_tracker.people.changes import staffing
from pms_tracker.people.tables.people_tables import FormerName, Language, Person, Unit, UnitKind
from pms_tracker.trail import trail
from pms_tracker.trail.trail import Actor


@dataclass(frozen=True)
class PersonFacts:
    """What is registered of a person beside their address."""

    name: str
    reading: str
    language: Language


@dataclass(frozen=True)
class UnitFacts:
    """What is registered of a unit."""

    name: str
    kind: UnitKind


def change_person(
    who: Person, wanted: PersonFacts, *, seen: int, since_on: date | None, by: Actor
) -> None:
    """Correct what is registered of a person, or, with a day, have them be called so from it on.

    Raises Stale where somebody else did so since version `seen` was read, BadInput for a day to
    come or one before the name they have now, RuleBroken for somebody who was erased.
    """
    staffing.lock(who)
    if who.erased_at is not None:
        raise RuleBroken("person_erased_already")
    _check_seen(who, seen)
    _keep_name(who, FormerName(person_id=who.id), wanted.name, since_on)
    _set(who, vars(wanted), since_on, f"person-{who.id}", by)


def change_unit(
    unit: Unit, wanted: UnitFacts, *, seen: int, since_on: date | None, by: Actor
) -> None:
    """As `change_person`, of a unit; raises BadInput as well where another is called so."""
    session.refresh(unit, with_for_update=True)
    _check_seen(unit, seen)
    others = select(Unit.id).where(Unit.name == wanted.name, Unit.id != unit.id)
    if session.scalar(others) is not None:
        raise BadInput("unit_name_taken", name=wanted.name)
    _keep_name(unit, FormerName(unit_id=unit.id), wanted.name, since_on)
    _set(unit, vars(wanted), since_on, f"unit-{unit.id}", by)


def _check_seen(row: Person | Unit, seen: int) -> None:
    if row.version != seen:
        raise Stale("changed_meanwhile", name=row.name)


def _keep_name(row: Person | Unit, former: FormerName, name: str, since_on: date | None) -> None:
    if since_on is None or name == row.name:
        return
    if since_on > clock.today():
        raise BadInput("name_from_a_day_to_come")
    former.name, former.until_on = row.name, since_on - timedelta(days=1)
    earlier = of_person(row.id) if isinstance(row, Person) else of_unit(row.id)
    if earlier and earlier[-1].until_on >= former.until_on:
        raise BadInput("name_before_the_last_one")
    session.add(former)


def _set(
    row: Person | Unit, wanted: Mapping[str, object], since_on: date | None, of: str, by: Actor
) -> None:
    changes: dict[str, trail.Change] = {
        name: (getattr(row, name), value)
        for name, value in wanted.items()
        if getattr(row, name) != value
    }
    if not changes:
        return
    if since_on is not None and "name" in changes:
        changes["since_on"] = (None, since_on)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.version += 1
    session.flush()
    trail.note(of, "corrected", by=by, changes=changes)


def of_person(person_id: int) -> list[FormerName]:
    """What a person was called before, oldest first."""
    return _former(FormerName.person_id, person_id)


def of_unit(unit_id: int) -> list[FormerName]:
    """What a unit was called before, oldest first."""
    return _former(FormerName.unit_id, unit_id)


def _former(column: InstrumentedAttribute[int | None], of: int) -> list[FormerName]:
    mine = select(FormerName).where(column == of)
    return list(session.scalars(mine.order_by(FormerName.until_on, FormerName.id)))


def persons_then(names: Mapping[int, str], day: date | None) -> dict[int, str]:
    """These persons as they were called on a day; as they are called now without one."""
    return {**names, **_then(FormerName.person_id, day)} if day else dict(names)


def units_then(names: Mapping[int, str], day: date) -> dict[int, str]:
    """These units as they were called on a day."""
    return {**names, **_then(FormerName.unit_id, day)}


def unit_then(unit_id: int, name: str, day: date | None) -> str:
    """What a unit was called on a day; its name of now without one."""
    return _then(FormerName.unit_id, day).get(unit_id, name) if day else name


def _then(column: InstrumentedAttribute[int | None], day: date) -> dict[int, str]:
    rows = session.execute(
        select(column, FormerName.name)
        .where(column.is_not(None), FormerName.until_on >= day)
        .order_by(FormerName.until_on.desc(), FormerName.id.desc())
    )
    # The one that was left first after the day comes last, and stays.
    return {row[0]: row[1] for row in rows if row[0] is not None}
