"""The search for what is held of a person: which entries of the register of personal information
may hold it, and what each unit that holds them says.

A unit is told the number of the request, what is asked for and a clue; nobody's name.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.disclosure_requests import request_letters
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS, RUNS, days_of
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.do.tables.request_tables import PersonRequest, RequestSearch
from pms_tracker.kernel.errors import (
    BadInput,
    NotAllowed,
    NotFound,
    RuleBroken,
    Stale,
    check_version,
)
from pms_tracker.kernel.my_number import holds_my_number
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.deciding import decisions
from pms_tracker.registers import entries, entry_fields
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.trail import record_numbers, trail

LONGEST = 500


def candidates(row: Any, viewer: Viewer) -> list[tuple[str, str, bool]]:
    """The entries that somebody may know of and that are in force, by reference and name, each with
    whether it may hold such a person: by whose information it is, where that is said."""
    chosen = set(REQUESTS.field("rows").of(row))
    concerns = set(REQUESTS.field("concerns").of(row))
    subjects = LEDGER.field("subjects")
    stands = PersonalInformation.state.in_(IN_FORCE), PersonalInformation.struck == ""
    found = session.scalars(
        select(PersonalInformation)
        .where(*stands, LEDGER.seen(viewer))
        .order_by(PersonalInformation.unit_id, PersonalInformation.id)
        .limit(entry_fields.MOST_OFFERED)
    )
    return [
        (
            LEDGER.name_of(each),
            entry_fields.named(LEDGER, each),
            LEDGER.name_of(each) in chosen if chosen else bool(concerns & set(subjects.of(each))),
        )
        for each in found
    ]


def ask(row: Any, rows: Collection[str], *, version: int, by: Viewer) -> None:
    """Ask each unit that holds one of these entries whether it holds anything of the person; whom
    it was asked of before is asked anew where the entries are others. Entries that were chosen and
    that `by` may not know of stay.

    Raises Stale, RuleBroken where nothing is chosen, no unit could find anybody as no clue was
    entered, the answer was handed in, or the request is over.
    """
    if row.version != version:
        raise Stale("record_changed", reference=REQUESTS.name_of(row))
    if row.state is not Standing.DRAFT or row.struck or row.closed_on is not None:
        raise RuleBroken("request_search_late")
    if not rows:
        raise RuleBroken("request_search_nothing")
    if not row.clue.strip():
        raise RuleBroken("request_search_clue")
    before = REQUESTS.field("rows").of(row)
    seen = entry_fields.rows(LEDGER, (*before, *rows), by)
    hidden = [each for each in entry_fields.rows(LEDGER, before) if each not in seen]
    chosen = {"rows": tuple(dict.fromkeys((*rows, *hidden)))}
    entries.change(REQUESTS, row, chosen, seen=version, by=by)
    by_unit: dict[int, list[str]] = defaultdict(list)
    for reference in seen.keys() & set(rows):
        by_unit[seen[reference].unit_id].append(reference)
    its = select(RequestSearch).where(RequestSearch.request_id == row.id)
    there = {each.unit_id: each for each in session.scalars(its)}
    _leave(there, by_unit, hidden)
    anew = [unit for unit, its in by_unit.items() if _ask(row, there.get(unit), unit, sorted(its))]
    session.flush()
    names = [people.unit(each).name for each in anew]
    trail.note(
        REQUESTS.name_of(row),
        "request_search_asked",
        by=by.actor,
        changes={"request_units": (None, "、".join(names) or None)},
    )
    _tell(row, anew)


def _leave(
    there: dict[int, RequestSearch], by_unit: dict[int, list[str]], hidden: Collection[str]
) -> None:
    """Keep asking for what whoever asks may not see; who is not asked any more and said nothing is
    left in peace."""
    for unit_id, search in there.items():
        kept = [each for each in search.rows if each in hidden]
        if kept:
            by_unit[unit_id].extend(kept)
        elif unit_id not in by_unit and search.found is None:
            session.delete(search)


def _ask(row: Any, found: RequestSearch | None, unit_id: int, rows: list[str]) -> bool:
    if found is None:
        found = RequestSearch(request_id=row.id, unit_id=unit_id, rows=[])
        session.add(found)
    elif found.rows == rows:
        return False
    found.rows, found.asked_on = rows, clock.today()
    # What it wrote stays for it to go on with; it looks in more.
    found.found, found.answered_on, found.answered_by_id = None, None, None
    found.version = (found.version or 0) + 1
    return True


def due_on(request: Any, asked_on: date) -> date:
    """By when a unit that was asked on a day answers."""
    days = days_of(request)
    return max(days.search_by, asked_on) if days is not None else asked_on


def _tell(row: Any, units: Collection[int]) -> None:
    firm = Firm(clock.today())
    asked = (decisions.asked(ledger_parts.answering(firm, unit), firm) for unit in units)
    persons = [each.person_id for each in asked if each is not None]
    due = due_on(row, clock.today())
    request_letters.ask_search(REQUESTS.name_of(row), due, persons, firm)


@dataclass(frozen=True)
class Search:
    """What one unit is asked, of which request."""

    row: RequestSearch
    request: PersonRequest
    unit: str

    @property
    def version(self) -> int:
        return self.row.version

    @property
    def reference(self) -> str:
        return REQUESTS.name_of(self.request)


def of(row: Any) -> Sequence[tuple[RequestSearch, str]]:
    """What units are asked for a request and say, in the order of the units, with their names."""
    found = (
        select(RequestSearch, Unit.name)
        .join(Unit, Unit.id == RequestSearch.unit_id)
        .where(RequestSearch.request_id == row.id)
        .order_by(Unit.position, Unit.id)
    )
    return [(search, name) for search, name in session.execute(found)]


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """Searches that a person may know of: of requests that they may know of, and of the units that
    they head or are in the place of whoever does."""
    if RUNS & viewer.roles:
        return true()
    firm = Firm(clock.today())
    units = [
        each.id
        for each in people.units()
        if ledger_parts.may_answer(firm, each.id, viewer.person_id)
    ]
    return or_(REQUESTS.seen(viewer), RequestSearch.unit_id.in_(units))


def by_unit(
    reference: Reference, unit_id: int, *, viewer: Viewer, for_update: bool = False
) -> Search:
    """What a unit is asked. Raises NotFound where it is not, or for whoever may not know of it."""
    its = record_numbers.named(
        reference, Kind.PERSON_REQUEST, PersonRequest.fiscal_year, PersonRequest.number
    )
    found = (
        select(RequestSearch, PersonRequest, Unit.name)
        .join(PersonRequest, PersonRequest.id == RequestSearch.request_id)
        .join(Unit, Unit.id == RequestSearch.unit_id)
        .where(its, RequestSearch.unit_id == unit_id, seen_by(viewer))
    )
    if for_update:
        found = found.with_for_update(of=RequestSearch)
    row = session.execute(found).one_or_none()
    if row is None:
        raise NotFound("no_such_record", reference=str(reference))
    return Search(*row)


def mine(reference: Reference, viewer: Viewer) -> int | None:
    """The unit for which somebody is to answer; where none waits for them, one for which they do,
    if they may not know of the request itself."""
    firm = Firm(clock.today())
    its = record_numbers.named(
        reference, Kind.PERSON_REQUEST, PersonRequest.fiscal_year, PersonRequest.number
    )
    asked = session.execute(
        select(RequestSearch.unit_id, RequestSearch.found, REQUESTS.seen(viewer).label("sees"))
        .join(PersonRequest, PersonRequest.id == RequestSearch.request_id)
        .where(its)
        .order_by(RequestSearch.found.is_not(None), RequestSearch.unit_id)
    )
    own = [each for each in asked if ledger_parts.may_answer(firm, each[0], viewer.person_id)]
    return next((unit_id for unit_id, found, sees in own if found is None or not sees), None)


def answer(search: Search, found: bool, note: str, *, version: int, by: Viewer) -> None:
    """Say for a unit whether it holds anything; once the answer was handed in, another than it
    said then is told to whoever runs the PMS at once, as the answer may rest on it.

    Raises Stale, NotAllowed for anybody but its head (or whoever stands in), RuleBroken where the
    request is over, BadInput for a note with a My Number.
    """
    check_version(search, version)
    firm = Firm(clock.today())
    if not ledger_parts.may_answer(firm, search.row.unit_id, by.person_id):
        raise NotAllowed("request_search_not_yours")
    if search.request.struck or search.request.closed_on is not None:
        raise RuleBroken("request_search_late")
    if holds_my_number(note):
        raise BadInput("entry_my_number")
    row = search.row
    is_other = row.found is (not found) and search.request.state is not Standing.DRAFT
    row.found, row.note = found, note.strip()
    row.answered_on, row.answered_by_id = clock.today(), by.person_id
    row.version += 1
    session.flush()
    trail.note(
        search.reference,
        "request_search_answered",
        by=by.actor,
        changes={"unit": (None, search.unit), "request_found": (None, found)},
    )
    if is_other:
        request_letters.tell_found_otherwise(search.reference, search.request.unit_id, by=by)
