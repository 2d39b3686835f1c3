"""Rules of what happened when in an incident (経過), and of how many persons each entry of the
register of personal information concerns, pure (enforcement rules art. 8; do-facts 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.errors import BadInput, RuleBroken

LONGEST = 500
# Rows of one incident: more would be an account of its own.
MOST_EVENTS = 200


class Turn(StrEnum):
    """What a row of an incident's course tells; what its fields say already has no row."""

    CONTAINED = "contained"
    RECOVERED = "recovered"
    TOLD = "told"
    CALLED = "called"
    FOUND = "found"
    NOTE = "note"


@dataclass(frozen=True)
class Count:
    """How many persons of one entry: as far as is known, and at the most."""

    now: int | None = None
    most: int | None = None

    @property
    def is_empty(self) -> bool:
        return self.now is None and self.most is None


def check_event(day: date, today: date, words: str, turn: Turn, there: int) -> None:
    """Raises RuleBroken for a day to come or where there are too many rows, BadInput for a note
    without a word, or too many of them."""
    if there >= MOST_EVENTS:
        raise RuleBroken("incident_course_full", most=MOST_EVENTS)
    refuse_future(day, today)
    if turn is Turn.NOTE and not words:
        raise BadInput("incident_note_empty")
    if len(words) > LONGEST:
        raise BadInput("entry_too_long", longest=LONGEST)


def check_count(count: Count, most_ever: int) -> None:
    """Raises BadInput for numbers that do not fit each other."""
    for each in (count.now, count.most):
        if each is not None and not 0 <= each <= most_ever:
            raise BadInput("entry_number", least=0, most=most_ever)
    if count.now is not None and count.most is not None and count.most < count.now:
        raise BadInput("incident_scope_order")


def at_least(counts: Iterable[Count], affected: int | None, most: int | None) -> Count:
    """How many persons an incident concerns at the least, as its entries say: no fewer than the
    largest of them, for one person may be in several."""
    told = list(counts)
    now = max((each.now for each in told if each.now is not None), default=None)
    top = max((each.most for each in told if each.most is not None), default=None)
    now = _larger(now, affected)
    top = _larger(top, most)
    if top is not None and now is not None and top < now:
        top = now
    return Count(now, top)


def _larger(one: int | None, other: int | None) -> int | None:
    return max((each for each in (one, other) if each is not None), default=None)
