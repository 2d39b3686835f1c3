"""Drafts: what somebody typed and has not sent, kept for them alone until it is sent or old."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.desk.desk_tables import Draft
from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.tables.people_tables import Person

# Bytes of one draft, and drafts of one person; the oldest give way.
LARGEST = 200_000
MOST = 50
LONGEST_PLACE = 300
KEPT = timedelta(days=30)

Typed = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """A draft as it was kept: names and values in the order of the form."""

    place: str
    typed: Typed
    saved_at: datetime


def fits(typed: Typed) -> bool:
    """Whether a draft is small enough to be kept."""
    return len(_written(typed)) <= LARGEST


def keep(person_id: int, place: str, typed: Typed) -> datetime:
    """Keep what was typed, in place of what was kept there before; gives the instant.

    Raises BadInput for more than 200 kB or a place of more than 300 characters.
    """
    written = _written(typed)
    if len(written) > LARGEST or len(place) > LONGEST_PLACE:
        raise BadInput("draft_too_long")
    now = clock.now()
    # The person's row is the lock: their two windows may both keep the first draft of a place.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    row = session.scalars(select(Draft).where(*_at(person_id, [place]))).first()
    if row is None:
        row = Draft(person_id=person_id, place=place)
        session.add(row)
    row.typed, row.saved_at = written.decode(), now
    session.flush()
    _drop_beyond(person_id)
    return now


def find(person_id: int, place: str) -> Found | None:
    """What a person has typed at a place, if they have."""
    row = session.scalars(select(Draft).where(*_at(person_id, [place]))).first()
    return _read(row) if row else None


def _read(row: Draft) -> Found:
    return Found(row.place, [(name, value) for name, value in json.loads(row.typed)], row.saved_at)


def places(person_id: int) -> dict[str, datetime]:
    """Where a person has drafts, and since when; their texts are not read for it."""
    rows = session.execute(
        select(Draft.place, Draft.saved_at)
        .where(Draft.person_id == person_id)
        .order_by(Draft.saved_at)
    ).all()
    return {row.place: row.saved_at for row in rows}


def drop(person_id: int, places: Iterable[str]) -> None:
    """Forget what a person typed at these places."""
    session.execute(delete(Draft).where(*_at(person_id, places)))


def drop_about(references: Iterable[str]) -> None:
    """Forget what anybody typed on the pages of these records."""
    about = [
        Draft.place.endswith(f"/{each}") | Draft.place.contains(f"/{each}/") for each in references
    ]
    session.execute(delete(Draft).where(or_(*about)))


def drop_with(place: str, name: str, value: str) -> None:
    """Forget what anybody typed at a place whose form told this value, such as the row of many."""
    told = json.dumps([name, value], ensure_ascii=False)
    session.execute(delete(Draft).where(Draft.place == place, Draft.typed.contains(told)))


def prune() -> int:
    """Forget drafts older than 30 days and those of people who have left; how many there were."""
    left = select(Person.id).where(Person.left_on < clock.today())
    found = session.execute(
        delete(Draft)
        .where((Draft.saved_at < clock.now() - KEPT) | Draft.person_id.in_(left))
        .returning(Draft.id)
    ).all()
    return len(found)


def _written(typed: Typed) -> bytes:
    return json.dumps([list(pair) for pair in typed], ensure_ascii=False).encode()


def _at(person_id: int, places: Iterable[str]) -> list[ColumnElement[bool]]:
    return [Draft.person_id == person_id, Draft.place.in_(list(places))]


def _drop_beyond(person_id: int) -> None:
    newest = (
        select(Draft.id)
        .where(Draft.person_id == person_id)
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
        .limit(MOST)
    )
    kept = session.scalars(newest).all()
    session.execute(delete(Draft).where(Draft.person_id == person_id, Draft.id.not_in(kept)))
