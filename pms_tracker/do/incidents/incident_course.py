"""What happened when in an incident (経過): rows beside its entry, one press each."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.rules.incidents import incident_timeline_rules as rules
from pms_tracker.do.rules.incidents.incident_timeline_rules import Turn
from pms_tracker.do.tables.incident_tables import Incident, IncidentEvent
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.my_number import holds_my_number
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail


def of(row: Incident) -> Sequence[IncidentEvent]:
    """The rows of an incident, in the order in which things happened."""
    its = select(IncidentEvent).where(IncidentEvent.incident_id == row.id)
    order = IncidentEvent.happened_on, IncidentEvent.happened_at, IncidentEvent.id
    return session.scalars(its.order_by(*order)).all()


def add(
    row: Incident, turn: Turn, words: str, *, on: date | None, at: str, by: Viewer
) -> IncidentEvent:
    """Say that something happened; without a day, just now.

    Raises RuleBroken for an incident that is over or struck or a day to come, BadInput for a note
    without a word, too many words, or an individual number.
    """
    _check_open(row)
    said = words.strip()
    there = func.count(IncidentEvent.id)
    its = IncidentEvent.incident_id == row.id
    known = session.scalar(select(there).where(its)) or 0
    rules.check_event(on or clock.today(), clock.today(), said, turn, known)
    if holds_my_number(said):
        raise BadInput("entry_my_number")
    made = IncidentEvent(
        incident_id=row.id,
        turn=turn,
        happened_on=on or clock.today(),
        happened_at=at if on or at else f"{clock.local(clock.now()):%H:%M}",
        words=said,
        written_by_id=by.person_id,
        recorded_at=clock.now(),
    )
    session.add(made)
    session.flush()
    # The row says what; the trail that there is one, so that one by mistake can be emptied.
    changes: dict[str, trail.Change] = {"turn": (None, turn)}
    trail.note(row.reference, "incident_event_added", by=by.actor, changes=changes)
    return made


def is_open(row: Incident) -> bool:
    """Whether its course is still written: not once it is over or struck."""
    return not row.struck and row.closed_on is None


def _check_open(row: Incident) -> None:
    if not is_open(row):
        raise RuleBroken("incident_is_over")


def strike(row: Incident, event_id: int, *, by: Viewer) -> None:
    """Take a row out that was written by mistake: its words are emptied, and it stays as struck.

    Raises NotFound, NotAllowed for anybody but whoever wrote it and whoever runs the PMS,
    RuleBroken for an incident that is over or struck: its end rests on what its course says.
    """
    _check_open(row)
    found = session.get(IncidentEvent, event_id)
    if found is None or found.incident_id != row.id or found.struck_on is not None:
        raise NotFound("no_such_record", reference=row.reference)
    if by.person_id != found.written_by_id and Role.PRIVACY_MANAGER not in by.roles:
        raise NotAllowed("incident_event_of_another")
    found.words, found.struck_on = "", clock.today()
    session.flush()
    changes: dict[str, trail.Change] = {"turn": (found.turn, None)}
    trail.note(row.reference, "incident_event_struck", by=by.actor, changes=changes)
