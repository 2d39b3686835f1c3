"""Decisions that are void and have their record wait again: contested (書面), or taken back."""

from pms_tracker.act import act_undecided
from pms_tracker.approvals import paper, taking_back
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.people.firm.people import Viewer


def contest(number: int, reason: str, *, by: Viewer) -> bool:
    """Say that a decision entered in one's name was not one's own; whether its record waits again.

    Raises NotFound where there is none in the reader's name, RuleBroken where it is void already
    or without a reason.
    """
    row = paper.in_the_name_of(by.person_id, number, for_update=True)
    paper.contest(row, reason, by=by)
    return act_undecided.takes_back(row, by)


def take_back(number: int, *, by: Viewer) -> Approval:
    """Take back a decision of one's own within minutes; its record waits again.

    Raises NotFound where the reader made none, RuleBroken where it is void already, the minutes
    are over, or something was built on it.
    """
    row = taking_back.own(number, by.person_id)
    taking_back.take_back(row, by=by)
    if not act_undecided.takes_back(row, by):
        raise RuleBroken("built_on_already")
    return row
