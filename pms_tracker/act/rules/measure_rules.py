"""Rules of figures: which step a state of a case belongs to, and what lies in the middle."""

from collections.abc import Mapping
from enum import StrEnum

from pms_tracker.act.rules.case_rules import CaseState


class Step(StrEnum):
    """Where a case's days go: the four steps that follow each other in every round."""

    PLAN = "plan"
    APPROVAL = "approval"
    DOING = "doing"
    EFFECT = "effect"


# A state that has ended takes no more days.
STEP_OF: Mapping[CaseState, Step] = {
    CaseState.PLANNING: Step.PLAN,
    CaseState.SENT_BACK: Step.PLAN,
    CaseState.SUBMITTED: Step.APPROVAL,
    CaseState.ENDORSED: Step.APPROVAL,
    CaseState.DOING: Step.DOING,
    CaseState.CONFIRMING: Step.DOING,
    CaseState.REVIEWING: Step.EFFECT,
    CaseState.CLOSING: Step.EFFECT,
}
_PLANNED = frozenset({CaseState.SUBMITTED, CaseState.ENDORSED})
_UNDONE = frozenset({CaseState.DOING, CaseState.WITHDRAWN}) | _PLANNED
_REPORTED = frozenset({CaseState.CONFIRMING, CaseState.REVIEWING, CaseState.CLOSING})


def states_of(step: Step) -> list[CaseState]:
    """The states in which a case is in a step."""
    return [state for state, its in STEP_OF.items() if its is step]


def was_done(before: CaseState, after: CaseState) -> bool:
    """Whether a move out of doing says that it was done: neither amended nor withdrawn."""
    return before is CaseState.DOING and after not in _UNDONE


def was_returned(before: CaseState, after: CaseState) -> bool:
    """Whether what was reported as done is to be done again: whoever confirms it says so, or the
    approval that it was done under is void."""
    if before is CaseState.CONFIRMING and after is CaseState.DOING:
        return True
    return before in _REPORTED and after in _PLANNED


def percentile(counts: Mapping[int, int], per_cent: int) -> int | None:
    """The least value that so many per cent of all values do not exceed; None where there is none.

    The nearest-rank method: a value that occurred, never one in between.
    """
    total = sum(counts.values())
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if passed * 100 >= total * per_cent and passed:
            return value
    return None
