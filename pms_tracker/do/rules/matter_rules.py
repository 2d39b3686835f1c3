"""Rules of what a second person decides of an entry, pure: how what was asked stands, and that it
is asked once at a time (do-facts 0.4; the house's rule of two people)."""

from collections.abc import Collection
from enum import StrEnum

from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.workflow import Workflow


class DecisionState(StrEnum):
    """How what was asked stands: 承認待ち, 承認済み, 差戻し, 取下げ, 失効."""

    WAITING = "waiting"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"


class DecisionMove(StrEnum):
    """The value is what the trail calls it."""

    APPROVE = "matter_approved"
    SEND_BACK = "matter_sent_back"
    TAKE_BACK = "matter_taken_back"
    LAPSE = "matter_lapsed"
    UNDECIDE = "decision_undone"


MATTER = Workflow(
    "matter",
    DecisionState.WAITING,
    {
        (DecisionState.WAITING, DecisionMove.APPROVE): DecisionState.APPROVED,
        (DecisionState.WAITING, DecisionMove.SEND_BACK): DecisionState.SENT_BACK,
        (DecisionState.WAITING, DecisionMove.TAKE_BACK): DecisionState.TAKEN_BACK,
        (DecisionState.WAITING, DecisionMove.LAPSE): DecisionState.LAPSED,
        (DecisionState.APPROVED, DecisionMove.LAPSE): DecisionState.LAPSED,
        # The decision itself is void: contested, or taken back within minutes.
        (DecisionState.APPROVED, DecisionMove.UNDECIDE): DecisionState.WAITING,
        (DecisionState.SENT_BACK, DecisionMove.UNDECIDE): DecisionState.WAITING,
    },
)


def check_reason(reason: str) -> None:
    """Raises BadInput without one."""
    if not reason.strip():
        raise BadInput("matter_reason_missing")


def check_open(matter: StrEnum, *, is_open: bool, stands: Collection[StrEnum]) -> None:
    """Asked once at a time, and of an entry of which it may be asked.

    Raises RuleBroken.
    """
    if not is_open:
        raise RuleBroken("matter_late")
    if matter in stands:
        raise RuleBroken("matter_asked")
