"""Contractors that the register of personal information names and that nobody may entrust it to:
not registered yet, or ended."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from pms_tracker.database import session
from pms_tracker.do.contractors import contractors
from pms_tracker.do.contractors.contractors import CONTRACTORS, visible_to
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.contractor_rules import State, plain_name
from pms_tracker.do.tables.contractor_tables import Contractor
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers.edition_rules import Standing

# Names that one page shows.
MOST = 200


@dataclass(frozen=True)
class Unlisted:
    """A name that entries of the register say, with these entries, and the contractor of that name
    if there is one."""

    name: str
    entries: tuple[str, ...]
    contractor: str
    is_ended: bool


def names_of(row: Any) -> tuple[str, ...]:
    """Whom an entry of the register says to be a contractor, in its own words."""
    said: tuple[str, ...] = LEDGER.field("entrusted_to").of(row)
    return said


def names_without(row: Any, entrusted: Iterable[Any]) -> list[str]:
    """The names that an entry says and none of its contractors goes by."""
    known = {plain_name(each.name) for each in entrusted}
    return [each for each in names_of(row) if plain_name(each) not in known]


def unlisted(viewer: Viewer) -> list[Unlisted]:
    """Every name that no contractor of an entry goes by, by the name, for somebody."""
    stands = PersonalInformation.state != Standing.ENDED, PersonalInformation.struck == ""
    its = sa.select(PersonalInformation).where(*stands, LEDGER.seen(viewer))
    rows = [row for row in session.scalars(its.order_by(PersonalInformation.id)) if names_of(row)]
    known = _known(viewer) if rows else {}
    found: dict[str, list[str]] = {}
    spelled: dict[str, str] = {}
    for row in rows:
        called = LEDGER.name_of(row)
        for name in names_of(row):
            plain = plain_name(name)
            if any(called in each.rows for each in known.get(plain, ())):
                continue
            found.setdefault(plain, []).append(called)
            spelled.setdefault(plain, name)
    told = (_told(spelled[each], its, known.get(each, ())) for each, its in found.items())
    return list(told)[:MOST]


def _told(name: str, its: Collection[str], known: Collection[Any]) -> Unlisted:
    row = next(iter(known), None)
    is_ended = row is not None and contractors.state_of(row) is State.ENDED
    return Unlisted(name, tuple(its), CONTRACTORS.name_of(row) if row else "", is_ended)


def _known(viewer: Viewer) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    its = sa.select(Contractor).where(Contractor.struck == "", visible_to(viewer))
    for row in session.scalars(its):
        found.setdefault(plain_name(row.name), []).append(row)
    return found


def still_named(row: Any, viewer: Viewer) -> Iterator[str]:
    """The entries of the register whose words still name a contractor that left."""
    for each in unlisted(viewer):
        if plain_name(each.name) == plain_name(row.name):
            yield from each.entries
