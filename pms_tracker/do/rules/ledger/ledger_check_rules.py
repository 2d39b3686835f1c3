"""By when an entry of the register of personal information is looked at between two reviews, pure:
its unit is gone, a contractor left, or its handling was not handed in."""

from datetime import date, timedelta

# Another unit takes over what a closed one held, or it is ended.
_MOVED_WITHIN = timedelta(days=30)
# Whether what a contractor held is still handled as the register says.
_CHECKED_WITHIN = timedelta(days=14)
# What may be acquired is acquired and its handling handed in, or the entry is struck; it is asked
# about as long before.
_HANDLED_WITHIN, _HANDLED_AHEAD = timedelta(days=60), timedelta(days=30)


def moved_by(closed_on: date) -> tuple[date, date]:
    """From when and by when an entry of a unit that is closed is to have another unit."""
    return closed_on + timedelta(days=1), closed_on + _MOVED_WITHIN


def handled_by(cleared_on: date) -> tuple[date, date]:
    """From when and by when the handling of what may be acquired is to be handed in."""
    due_on = cleared_on + _HANDLED_WITHIN
    return due_on - _HANDLED_AHEAD, due_on


def checked_by(left_on: date) -> tuple[date, date]:
    """From when and by when an entry is to be checked that a contractor held who left."""
    return left_on, left_on + _CHECKED_WITHIN


def is_checked(left_on: date, revised_on: date | None, reviewed_on: date | None) -> bool:
    """Whether an entry was revised, or confirmed in a review, since a contractor left."""
    return any(day is not None and day >= left_on for day in (revised_on, reviewed_on))
