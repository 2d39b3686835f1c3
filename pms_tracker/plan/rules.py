"""Rules of plan: when a policy is due for review and what each outcome does to the cycle."""

from datetime import date
from enum import StrEnum

from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.errors import RuleBroken


class RevisionKind(StrEnum):
    ENACTED = "enacted"
    REVISED = "revised"


class ReviewOutcome(StrEnum):
    """How a review ends; 改定あり, 改定なし (a valid review), 延期."""

    REVISED = "revised"
    UNCHANGED = "unchanged"
    POSTPONED = "postponed"


class VersionState(StrEnum):
    """How far a version is: 起案中, 承認待ち, 承認済み, 取下げ. Its day brings it into force."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    DISCARDED = "discarded"


class ReviewState(StrEnum):
    """A review is concluded at once, except that a postponement waits for its approval."""

    SUBMITTED = "submitted"
    CONCLUDED = "concluded"
    SENT_BACK = "sent_back"


class Trigger(StrEnum):
    """Why a review is wanted before its cycle comes round (domain.md 4.3)."""

    LAW = "law"
    BUSINESS = "business"
    REPRESENTATIVE = "representative"
    INCIDENT = "incident"
    COMPLAINT = "complaint"
    FINDING = "finding"
    INPUT = "input"


def next_review_on(last_on: date, months: int) -> date:
    """The day the next review is due: so many months after the last review or revision (R16)."""
    return add_months(last_on, months)


def check_new_text(outcome: ReviewOutcome, *, given: bool) -> None:
    """A revision brings its new text. Raises RuleBroken."""
    if outcome is ReviewOutcome.REVISED and not given:
        raise RuleBroken("new_text_needed")


def answer_to_input(given: str, reason: str) -> str:
    """What a review answers to a lesson: its own words, else the review's reason (R16).

    Raises RuleBroken where there is neither.
    """
    answer = given.strip() or reason.strip()
    if not answer:
        raise RuleBroken("reason_needed")
    return answer


def conclude(
    outcome: ReviewOutcome,
    *,
    held_on: date,
    today: date,
    months: int,
    reason: str,
    postponed_to: date | None = None,
) -> date:
    """The next due day that an outcome leads to.

    Raises RuleBroken where a reason is missing, the review lies in the future, or a
    postponement does not name a later day within one cycle.
    """
    refuse_future(held_on, today)
    if outcome is not ReviewOutcome.REVISED and not reason.strip():
        raise RuleBroken("reason_needed")
    if outcome is not ReviewOutcome.POSTPONED:
        return next_review_on(held_on, months)
    if postponed_to is None or postponed_to <= today:
        raise RuleBroken("postponed_day_needed")
    if postponed_to > next_review_on(today, months):
        raise RuleBroken("postponed_too_far")
    return postponed_to
