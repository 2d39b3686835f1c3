"""Rules of changing a purpose of use (利用目的の変更), pure: what may change, and who hears of it.

Law art. 17-2, 18-1 and 21-3; guideline, general rules 3-1-2.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.errors import RuleBroken


class Changed(StrEnum):
    """How new words relate to the old: within what is reasonably related (関連性), the same in
    other words, or beyond."""

    RELATED = "related"
    SAME = "same"
    BEYOND = "beyond"


class Announced(StrEnum):
    """How persons came to know of a change (art. 21-3)."""

    PUBLISHED = "published"
    TOLD = "told"


@dataclass(frozen=True)
class Change:
    """What is said of a change: its kind, why it is related and who judged so, and how and when
    persons came to know of it."""

    kind: Changed | None
    why: str = ""
    judged_by: str = ""
    how: Announced | None = None
    announced_on: date | None = None

    @property
    def is_to_be_announced(self) -> bool:
        return self.kind is Changed.RELATED and self.announced_on is None


def check(change: Change) -> None:
    """What is beyond is no change but a use beyond the purpose, with consent (art. 18-1).

    Raises RuleBroken.
    """
    if change.kind is Changed.BEYOND:
        raise RuleBroken("purpose_beyond")
    if (change.how is None) != (change.announced_on is None):
        raise RuleBroken("purpose_announced_how")


def check_follows(before: Change, after: Change, *, is_changed: bool) -> None:
    """Whoever changes the words says of this very change how they are related; what persons have
    still to hear of does not get lost. Raises RuleBroken."""
    if is_changed:
        _check_said(before, after)
    if before.is_to_be_announced and after.kind is not Changed.RELATED:
        raise RuleBroken("purpose_change_open")


def _check_said(before: Change, after: Change) -> None:
    if after.kind is None:
        raise RuleBroken("purpose_change_unsaid")
    if after.kind is not Changed.RELATED:
        return
    if not (after.why and after.judged_by):
        raise RuleBroken("purpose_change_why")
    is_old = after.announced_on is not None and after.announced_on == before.announced_on
    if after.why == before.why or is_old:
        raise RuleBroken("purpose_change_old")


def announce_by(changed_on: date) -> date:
    """By when persons hear of a change: a month after, which is the company's own habit."""
    return add_months(changed_on, 1)
