"""How entries are approved, pure: drafted, handed in, in force, revised, and at last ended."""

from datetime import date, timedelta
from enum import StrEnum

from pms_tracker.kernel.workflow import Workflow


class Standing(StrEnum):
    """How an entry stands: 下書き, 承認待ち, 有効, 改定中, 改定の承認待ち, 廃止."""

    DRAFT = "draft"
    WAITING = "waiting"
    IN_FORCE = "in_force"
    REVISED = "revised"
    REVISION_WAITING = "revision_waiting"
    ENDED = "ended"


class EntryMove(StrEnum):
    """The value is what the trail calls it."""

    WRITE = "entry_changed"
    HAND_IN = "entry_handed_in"
    TAKE_BACK = "entry_taken_back"
    APPROVE = "entry_approved"
    # Of part of it, before its own approval.
    CLEAR = "entry_cleared"
    SEND_BACK = "entry_sent_back"
    DROP = "entry_revision_dropped"
    CONCLUDE = "entry_ended"


ENTRY = Workflow(
    "register_entry",
    Standing.DRAFT,
    {
        (Standing.DRAFT, EntryMove.WRITE): Standing.DRAFT,
        (Standing.DRAFT, EntryMove.HAND_IN): Standing.WAITING,
        (Standing.WAITING, EntryMove.TAKE_BACK): Standing.DRAFT,
        (Standing.WAITING, EntryMove.SEND_BACK): Standing.DRAFT,
        (Standing.WAITING, EntryMove.CLEAR): Standing.DRAFT,
        (Standing.WAITING, EntryMove.APPROVE): Standing.IN_FORCE,
        (Standing.IN_FORCE, EntryMove.WRITE): Standing.REVISED,
        (Standing.REVISED, EntryMove.WRITE): Standing.REVISED,
        (Standing.REVISED, EntryMove.DROP): Standing.IN_FORCE,
        (Standing.REVISED, EntryMove.HAND_IN): Standing.REVISION_WAITING,
        (Standing.REVISION_WAITING, EntryMove.TAKE_BACK): Standing.REVISED,
        (Standing.REVISION_WAITING, EntryMove.SEND_BACK): Standing.REVISED,
        (Standing.REVISION_WAITING, EntryMove.APPROVE): Standing.IN_FORCE,
        (Standing.REVISION_WAITING, EntryMove.CONCLUDE): Standing.ENDED,
    },
)
# What waits for a decision, and what may be handed in for one.
WAITS = (Standing.WAITING, Standing.REVISION_WAITING)
DRAFTED = (Standing.DRAFT, Standing.REVISED)
# What is in force while a change of it is drafted or waits.
CHANGED = (Standing.REVISED, Standing.REVISION_WAITING)
# What counts today, whether a change of it is under way or not.
IN_FORCE = (Standing.IN_FORCE, Standing.REVISED, Standing.REVISION_WAITING)
# A draft is finished, what it was guessed or assumed to say confirmed, and handed in or struck.
_FINISHED_WITHIN = timedelta(days=30)


def finished_by(recorded_on: date) -> date:
    """By when a draft is to be finished and handed in."""
    return recorded_on + _FINISHED_WITHIN
