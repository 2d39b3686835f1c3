"""What was noted in the same words on several records, or of one more than once: found, erased."""

from collections.abc import Collection

from sqlalchemy import select, update

from pms_tracker import clock
from pms_tracker.database import Columns, session
from pms_tracker.trail.trail_tables import TrailEntry, TrailValue

# Entries of one act lie side by side; no act is noted on more records than this.
_OF_ONE_ACT = 500


def holds(reference: str, field: str, moves: Collection[str]) -> bool:
    """Whether the trail still says something of a field of a record as told by these moves."""
    statement = _told(reference, field, moves).limit(1)
    return session.execute(statement).first() is not None


def erase(reference: str, field: str, moves: Collection[str]) -> set[str]:
    """Empty what other records were told in the same act and the same words; gives the words.

    Only what was noted by these moves; the record's own field is left to `erase_values`.
    """
    said = session.execute(_told(reference, field, moves)).all()
    for number, at, words in said:
        same_act = select(TrailEntry.number).where(
            TrailEntry.number.between(number - _OF_ONE_ACT, number + _OF_ONE_ACT),
            TrailEntry.at == at,
            TrailEntry.reference != reference,
            TrailEntry.move.in_(moves),
        )
        session.execute(
            update(TrailValue)
            .where(TrailValue.entry_number.in_(same_act), TrailValue.after == words)
            .values(before=None, after=None, salt=None, erased_at=clock.now())
            .execution_options(synchronize_session=False)
        )
    return {row.after for row in said}


def words(reference: str, fields: Collection[str]) -> set[str]:
    """Everything that the trail still says of these fields of a record, now and before."""
    sides = session.execute(
        select(TrailValue.before, TrailValue.after)
        .join(TrailEntry, TrailEntry.number == TrailValue.entry_number)
        .where(TrailEntry.reference == reference, TrailValue.field.in_(fields))
    )
    return {side for row in sides for side in row if side}


def _told(reference: str, field: str, moves: Collection[str]) -> Columns:
    return (
        select(TrailEntry.number, TrailEntry.at, TrailValue.after)
        .join(TrailValue, TrailValue.entry_number == TrailEntry.number)
        .where(
            TrailEntry.reference == reference,
            TrailEntry.move.in_(moves),
            TrailValue.field == field,
            TrailValue.after.is_not(None),
        )
    )
