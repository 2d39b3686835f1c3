"""Names in the trail that were erased: a stable number stands in their place (ADR 0049)."""

import re
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, or_, select, tuple_, update

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.trail.trail_tables import TrailEntry, TrailValue

# How the trail names a person: `person-7`.
OF_PERSON = "person-"
# By these moves one person asked for the erasure of another, and a second one did it.
ASKED, ERASED = "erasure_asked", "erased"
# What was frozen, or sent, and says something else since part of it was erased: the move, and the
# field that holds its digests before and after.
RENEWED, LEFT = "digest_renewed", "frozen_digest"
# Rows of values that are emptied by one statement.
_AT_ONCE = 500


def reference_of(person_id: int) -> str:
    """What the trail calls a person."""
    return f"{OF_PERSON}{person_id}"


def person_in(reference: str) -> int | None:
    """The number of the person that the trail tells of; None where it tells of something else."""
    number = reference.removeprefix(OF_PERSON)
    return int(number) if number != reference and number.isdecimal() else None


def number_of(person_id: int) -> str:
    """What stands in place of the name of somebody who left and was erased."""
    return f"退職者-{person_id:04d}"


def erased() -> Mapping[int, int]:
    """Whom two people erased, and the number of the entry that says so last."""
    rows = session.execute(
        select(TrailEntry.number, TrailEntry.reference, TrailEntry.move, TrailEntry.actor_id)
        .where(TrailEntry.reference.startswith(OF_PERSON), TrailEntry.move.in_((ASKED, ERASED)))
        .order_by(TrailEntry.number)
    )
    asked: dict[int, set[int]] = {}
    found: dict[int, int] = {}
    for number, reference, move, actor_id in rows:
        person_id = person_in(reference)
        if person_id is None or actor_id is None or actor_id == person_id:
            continue
        if move == ASKED:
            asked.setdefault(person_id, set()).add(actor_id)
        elif asked.get(person_id, set()) - {actor_id}:
            found[person_id] = number
    return found


def is_erased(entry: TrailEntry, found: Mapping[int, int]) -> bool:
    """Whether an entry without a name is by somebody who was erased after it."""
    who = entry.actor_id
    return (
        who is not None and found.get(who, 0) > entry.number and entry.actor_name == number_of(who)
    )


def erase_name(person_id: int) -> None:
    """Put the number in place of a person's name wherever they did something."""
    session.execute(
        update(TrailEntry)
        .where(TrailEntry.actor_id == person_id, TrailEntry.actor_salt.is_not(None))
        .values(actor_name=number_of(person_id), actor_salt=None)
        .execution_options(synchronize_session=False)
    )


def erase_fields(references: Collection[str], *, but: Collection[str]) -> None:
    """Empty all but these fields wherever the trail tells of these."""
    entries = select(TrailEntry.number).where(TrailEntry.reference.in_(references))
    _empty(TrailValue.entry_number.in_(entries), TrailValue.field.not_in(but))


def erase_words(words: Sequence[str], said: re.Pattern[str]) -> None:
    """Empty every value that says one of these words, as the pattern tells them apart."""
    if not words:
        return
    held = [
        column.contains(word, autoescape=True)
        for word in words
        for column in (TrailValue.before, TrailValue.after)
    ]
    key = (TrailValue.entry_number, TrailValue.position)
    rows = session.execute(
        select(*key, TrailValue.before, TrailValue.after).where(
            and_(TrailValue.erased_at.is_(None), or_(*held))
        )
    ).all()
    found = [
        (number, position)
        for number, position, *sides in rows
        if any(said.search(side) for side in sides if side)
    ]
    for first in range(0, len(found), _AT_ONCE):
        _empty(tuple_(*key).in_(found[first : first + _AT_ONCE]))


def _empty(*which: ColumnElement[bool]) -> None:
    session.execute(
        update(TrailValue)
        .where(TrailValue.erased_at.is_(None), *which)
        .values(before=None, after=None, salt=None, erased_at=clock.now())
        .execution_options(synchronize_session=False)
    )
