"""Contesting what somebody typed in from paper (書面): it is void, and its record waits again."""

from pms_tracker.act import undecided
from pms_tracker.approvals import paper
from pms_tracker.people.people import Viewer


def contest(number: int, reason: str, *, by: Viewer) -> bool:
    """Say that a decision entered in one's name was not one's own; whether its record waits again.

    Raises NotFound where there is none in the reader's name, RuleBroken where it is void already
    or without a reason.
    """
    row = paper.in_the_name_of(by.person_id, number, for_update=True)
    paper.contest(row, reason, by=by)
    return undecided.takes_back(row, by)
