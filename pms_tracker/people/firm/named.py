"""Units and persons as filters and forms offer them, each as one text for any `day`."""

from sqlalchemy import ColumnElement, Date, bindparam, select, true

from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.tables.people_tables import Membership, Person, Unit
from pms_tracker.questions import Text, as_text

DAY = bindparam("day", type_=Date)
# Id and name of every auditable unit in their order; closed ones too, for their records stand.
_UNITS = select(Unit.id, Unit.name).order_by(Unit.position, Unit.id)
UNITS = as_text(_UNITS)
# The same, each with its last day.
UNITS_WITH_END = as_text(_UNITS.add_columns(Unit.closed_on))


def units(among: ColumnElement[bool]) -> Text:
    """The same, of these alone."""
    return as_text(_UNITS.where(among))


def persons(among: ColumnElement[bool] | None = None, most: int | None = None) -> Text:
    """Id and name of persons in order of reading, and a unit they belong to on the day: a row for
    each of their units, the one they joined first before the others."""
    who = select(Person.id, Person.name, Person.reading).where(true() if among is None else among)
    found = who.order_by(Person.reading, Person.id).limit(most).subquery()
    belongs = (Membership.person_id == found.c.id) & lasts(Membership, DAY)
    return as_text(
        select(found.c.id, found.c.name, Unit.name.label("unit"))
        .outerjoin(Membership, belongs)
        .outerjoin(Unit, Unit.id == Membership.unit_id)
        .order_by(found.c.reading, found.c.id, Membership.since_on, Membership.id)
    )


PERSONS = persons()
