"""Who comes and who goes: what is recorded of it, and what is still missing of one person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.act.leaving import holdings
from pms_tracker.act.rules.leaving_rules import Holding
from pms_tracker.act.tables.leaving_tables import Departure
from pms_tracker.database import Rows, session
from pms_tracker.do.pledges import pledge_duties
from pms_tracker.do.rules.pledge_rules import PledgeKind
from pms_tracker.do.tables.training_tables import Training, TrainingAssignment
from pms_tracker.kernel.errors import BadInput, RuleBroken, Stale
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Membership, Person
from pms_tracker.trail import trail

# Who came or left so long ago is shown no more, once nothing of theirs is left.
SHOWN = timedelta(days=90)
LONGEST_NOTE = 2_000


@dataclass(frozen=True)
class Going:
    """Somebody whose last day is known: what is left, and what is missing."""

    who: holdings.Leaver
    held: Sequence[Holding]
    departure: Departure | None
    pledge_missing: bool

    @property
    def left(self) -> int:
        return sum(each.is_left for each in self.held)

    @property
    def is_done(self) -> bool:
        """Whether nothing of theirs is left, and nothing about them is open."""
        return not self.left and self.departure is not None and not self.pledge_missing


@dataclass(frozen=True)
class Coming:
    """Somebody who began to work here not long ago, or will."""

    id: int
    name: str
    since_on: date
    missing: Collection[PledgeKind] = field(default_factory=tuple)


def goings() -> list[Going]:
    """Everybody who leaves, or left not long ago, or of whom anything is left or missing since."""
    leavers, held = holdings.of_leavers()
    rows = session.scalars(select(Departure)).all()
    departures = {row.person_id: row for row in rows}
    missing = _missing()
    every = [
        Going(
            *(who, held.get(who.id, []), departures.get(who.id)),
            PledgeKind.LEAVING in missing.get(who.id, ()),
        )
        for who in leavers
    ]
    since = clock.today() - SHOWN
    return [each for each in every if each.left or each.who.left_on >= since]


def comings() -> list[Coming]:
    """Everybody whose first membership began not long ago or is still to begin, newest first."""
    first = func.min(Membership.since_on)
    rows = session.execute(
        select(Person.id, Person.name, first.label("since_on"))
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.left_on.is_(None))
        .group_by(Person.id, Person.name)
        .having(first >= clock.today() - SHOWN)
        .order_by(first.desc(), Person.id)
    ).all()
    missing = _missing()
    return [Coming(*row, missing=missing.get(row.id, ())) for row in rows]


def pledges_missing(person_id: int) -> Collection[PledgeKind]:
    """The kinds of pledge that one person has not given."""
    return _missing().get(person_id, ())


def _missing() -> dict[int, list[PledgeKind]]:
    found: dict[int, list[PledgeKind]] = {}
    for each, _due_on in pledge_duties.outstanding():
        found.setdefault(each.person_id, []).append(each.kind)
    return found


def came_lately(memberships: Rows | Sequence[Membership]) -> bool:
    """Whether somebody with these memberships is new here."""
    first = min((row.since_on for row in memberships), default=None)
    return first is not None and first >= clock.today() - SHOWN


def trainings_of(person_id: int) -> Rows:
    """The trainings that came to a person by themselves or by plan, the newest first: column
    tuples."""
    its = select(Training.title, Training.ends_on, TrainingAssignment.state)
    its = its.join(Training, Training.id == TrainingAssignment.training_id)
    its = its.where(TrainingAssignment.person_id == person_id)
    return session.execute(its.order_by(TrainingAssignment.id.desc())).all()


def departure_of(person_id: int) -> Departure | None:
    """What is recorded of somebody's leaving, if anything."""
    return session.scalar(select(Departure).where(Departure.person_id == person_id))


def record_return(
    who: Person, returned_on: date | None, note: str, *, seen: int, by: Viewer
) -> Departure:
    """Record that somebody gave back what was lent to them, or why nothing was to come back.

    Raises RuleBroken as long as they have no last day, BadInput without a day and a reason, and
    Stale where somebody recorded it since version `seen` (0 before anything was) was read.
    """
    staffing.lock(who)
    if who.left_on is None:
        raise RuleBroken("leaves_not")
    if returned_on is None and not note.strip():
        raise BadInput("returned_or_why_not")
    row = departure_of(who.id)
    if (row.version if row is not None else 0) != seen:
        raise Stale("holdings_changed", name=who.name)
    before = (row.returned_on, row.note or None) if row is not None else (None, None)
    if row is None:
        row = Departure(person_id=who.id, version=0)
        session.add(row)
    row.returned_on, row.note = returned_on, note.strip()
    row.recorded_by_id, row.recorded_at = by.person_id, clock.now()
    row.version += 1
    session.flush()
    changes: dict[str, trail.Change] = {
        "returned_on": (before[0], row.returned_on),
        "note": (before[1], row.note or None),
    }
    told = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    trail.note(f"person-{who.id}", "assets_returned", by=by.actor, changes=told)
    return row
