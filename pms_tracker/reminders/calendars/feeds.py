"""Secret addresses under which a person's own calendar reads their duties."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select, true, update

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.people.firm import people
from pms_tracker.people.rules.secret_tokens import digest_of
from pms_tracker.people.tables.people_tables import Account, Company, Person
from pms_tracker.reminders.calendars import calendars
from pms_tracker.reminders.running.reminder_tables import CalendarFeed, ReminderLedger
from pms_tracker.trail import trail

TOKEN_BYTES = 16
AHEAD = timedelta(days=400)
# How long a duty that was mailed about and is no more stays in the feed, as cancelled.
CANCELLED_FOR = timedelta(days=30)
# It ends with whatever its owner signed in with when they made it.
_STILL_OPEN = or_(Account.credentials_at.is_(None), CalendarFeed.made_at >= Account.credentials_at)
NEVER: tuple[int, datetime | None] = (0, None)


@dataclass(frozen=True)
class Event:
    """A duty as a calendar is told of it: what kind, which record, which day; nothing it holds.

    `changes` counts what happened to the record so far and never falls; `changed_at` is the last.
    `number` tells apart, from 1 in order of their days, what one record wants of the same kind.
    """

    kind: str
    reference: str
    due_on: date
    cancelled: bool
    changes: int
    changed_at: datetime | None
    number: int = 1


def make(viewer: people.Viewer) -> str:
    """A new secret token for the person's feed, which ends the one before; it is kept nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    _end_all(viewer.person_id)
    session.add(
        CalendarFeed(
            person_id=viewer.person_id,
            token_hash=digest_of(token),
            made_at=clock.now(),
            ended_at=None,
        )
    )
    session.flush()
    trail.note(f"person-{viewer.person_id}", "feed_made", by=viewer.actor)
    return token


def end(viewer: people.Viewer) -> None:
    """End the person's feed; nothing happens where there is none."""
    if _end_all(viewer.person_id):
        trail.note(f"person-{viewer.person_id}", "feed_ended", by=viewer.actor)


def made_at(person_id: int) -> datetime | None:
    """When the person's feed was made; None where there is none."""
    mine = (
        select(CalendarFeed.made_at)
        .join(Account, Account.person_id == CalendarFeed.person_id)
        .where(CalendarFeed.person_id == person_id, CalendarFeed.ended_at.is_(None), _STILL_OPEN)
    )
    return session.scalar(mine)


def find(token: str) -> Person | None:
    """Whose feed a token opens; None where it was never made or ended, where the person has left,
    where their account is no longer active, and where its credentials were changed since.
    The same work is done for every token.

    Reads the company along with it, in whose year and on whose days duties fall due.
    """
    statement = (
        select(Person, Company, people.CLOSED)
        .join(Company, true())
        .join(Account, Account.person_id == Person.id)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(
            CalendarFeed.token_hash == digest_of(token),
            CalendarFeed.ended_at.is_(None),
            Account.active,
            _STILL_OPEN,
            or_(Person.left_on.is_(None), Person.left_on >= clock.today()),
        )
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        return None
    people.remember(row.Company, row.closed_days)
    whose: Person = row.Person
    return whose


def events(person_id: int) -> list[Event]:
    """The person's own duties, overdue and for the next 400 days, and those cancelled lately.

    Those of a role that they stand in for are among them.
    """
    today = clock.today()
    days: dict[tuple[str, str], list[date]] = {}
    for duty in calendars.own(person_id, today + AHEAD):
        days.setdefault((duty.kind, duty.reference), []).append(duty.due_on)
    over = {key: [day] for key, day in _mailed_about(person_id, today).items() if key not in days}
    changes = trail.changes_of({reference for _kind, reference in (*days, *over)})
    return [
        Event(kind, reference, day, cancelled, *changes.get(reference, NEVER), number)
        for found, cancelled in ((days, False), (over, True))
        for day, kind, reference, number in sorted(_numbered(found))
    ]


def _numbered(days: dict[tuple[str, str], list[date]]) -> Iterator[tuple[date, str, str, int]]:
    for (kind, reference), those in days.items():
        for number, day in enumerate(sorted(those), start=1):
            yield day, kind, reference, number


def _mailed_about(person_id: int, today: date) -> dict[tuple[str, str], date]:
    """What the person was reminded of that was due no longer than a while ago."""
    rows = session.execute(
        select(
            ReminderLedger.kind,
            ReminderLedger.reference,
            func.max(ReminderLedger.due_on).label("due_on"),
        )
        .where(
            ReminderLedger.person_id == person_id, ReminderLedger.due_on >= today - CANCELLED_FOR
        )
        .group_by(ReminderLedger.kind, ReminderLedger.reference)
    )
    return {(row.kind, row.reference): row.due_on for row in rows}


def _end_all(person_id: int) -> int:
    ended = session.scalars(
        update(CalendarFeed)
        .where(CalendarFeed.person_id == person_id, CalendarFeed.ended_at.is_(None))
        .values(ended_at=clock.now())
        .returning(CalendarFeed.id)
    )
    return len(ended.all())
