"""Rules of plan: how a policy's text comes into force, and when a policy is due for review."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay, add_months
from pms_tracker.kernel.eligible import Eligible, anybody
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role
from pms_tracker.kernel.workflow import Workflow


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


class VersionMove(StrEnum):
    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    DISCARD = "discard"


_S, _M = VersionState, VersionMove

VERSION = Workflow(
    "version",
    VersionState.DRAFT,
    {
        (_S.DRAFT, _M.SUBMIT): _S.SUBMITTED,
        (_S.SUBMITTED, _M.APPROVE): _S.APPROVED,
        (_S.SUBMITTED, _M.SEND_BACK): _S.DRAFT,
        (_S.DRAFT, _M.DISCARD): _S.DISCARDED,
    },
)


class Stage(StrEnum):
    """Where an approved version stands on a day: 施行前, 施行中, 旧版. Nobody moves it there."""

    UPCOMING = "upcoming"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


class ReviewState(StrEnum):
    """A review is concluded at once, except that a postponement waits for its approval."""

    SUBMITTED = "submitted"
    CONCLUDED = "concluded"
    SENT_BACK = "sent_back"


class ReviewMove(StrEnum):
    """What becomes of a postponement; a review that is held has no step after it."""

    APPROVE = "approve"
    SEND_BACK = "send_back"


REVIEW = Workflow(
    "review",
    ReviewState.SUBMITTED,
    {
        (ReviewState.SUBMITTED, ReviewMove.APPROVE): ReviewState.CONCLUDED,
        (ReviewState.SUBMITTED, ReviewMove.SEND_BACK): ReviewState.SENT_BACK,
    },
)


class Trigger(StrEnum):
    """Why a review is wanted before its cycle comes round (domain.md 4.3)."""

    LAW = "law"
    BUSINESS = "business"
    REPRESENTATIVE = "representative"
    INCIDENT = "incident"
    COMPLAINT = "complaint"
    FINDING = "finding"
    INPUT = "input"


class Question(StrEnum):
    """What every review that is held has to answer (domain.md 4.3)."""

    LAW = "law"
    BUSINESS = "business"
    CONTACT = "contact"
    FINDINGS = "findings"
    WORDING = "wording"


# Business days for the open step of a version or a postponement.
TO_SUBMIT = Deadline(Counting.BUSINESS_DAYS, 10, OnClosedDay.NEXT_OPEN)
TO_DECIDE = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.NEXT_OPEN)


def stages(approved: Iterable[tuple[int, date]], today: date) -> dict[int, Stage]:
    """The stage of each approved version, given as (edition, effective day), by its edition.

    In force is the one that came last; of two that came on one day, the later edition.
    """
    known = list(approved)
    come = [(effective_on, edition) for edition, effective_on in known if effective_on <= today]
    in_force = max(come)[1] if come else None
    found = {}
    for edition, effective_on in known:
        if effective_on > today:
            found[edition] = Stage.UPCOMING
        else:
            found[edition] = Stage.IN_FORCE if edition == in_force else Stage.SUPERSEDED
    return found


def approvers(
    firm: Collection[Candidate],
    writers: Collection[int],
    roles: Sequence[Role] = (Role.REPRESENTATIVE, Role.PRIVACY_MANAGER),
) -> Eligible:
    """Who may approve what is submitted (R9): of plan the representative; if barred, the privacy
    manager; else anybody else, as a reasoned exception.

    Nobody approves what they wrote, for another neither. Never empty for a firm with somebody else
    who acts.
    """
    barred = frozenset(writers)
    others = [each for each in firm if each.person_id not in barred]
    for role in roles:
        found = tuple(each.person_id for each in others if role in each.roles)
        if found:
            return Eligible(found, barred=barred)
    return Eligible(anybody(others, barred), by_exception=True, barred=barred)


def check_submission(
    reason: str,
    effective_on: date | None,
    today: date,
    last_on: date | None = None,
    *,
    changed: bool,
) -> date:
    """What is submitted differs, says why, and comes into force today or later; the day it does.

    Versions follow each other: none comes into force before the one before it (`last_on`).
    Raises RuleBroken.
    """
    if not changed:
        raise RuleBroken("nothing_changed")
    if not reason.strip():
        raise RuleBroken("reason_needed")
    if effective_on is None:
        raise RuleBroken("effective_day_needed")
    if effective_on < today:
        raise RuleBroken("effective_day_passed")
    if last_on is not None and effective_on < last_on:
        raise RuleBroken("effective_day_before_last", day=last_on)
    return effective_on


def check_approved_in_time(effective_on: date | None, today: date) -> None:
    """Nothing is in force before it was approved: a day that has passed is to be set anew.

    Raises RuleBroken.
    """
    if effective_on is not None and effective_on < today:
        raise RuleBroken("effective_day_passed")


def first_state(outcome: ReviewOutcome) -> ReviewState:
    """A review that was held is concluded, and that is all; one that is put off waits."""
    return REVIEW.start if outcome is ReviewOutcome.POSTPONED else ReviewState.CONCLUDED


def check_answers(outcome: ReviewOutcome, answers: Mapping[Question, str]) -> None:
    """A review that is held answers every question; one that is put off, none. Raises BadInput."""
    if outcome is ReviewOutcome.POSTPONED:
        return
    if any(not answers.get(question, "").strip() for question in Question):
        raise BadInput("questions_unanswered")


def check_trigger(reason: str, happened_on: date, due_on: date, today: date) -> None:
    """What wants an early review has happened, for a reason, and is due today or later.

    Raises RuleBroken.
    """
    if not reason.strip():
        raise RuleBroken("reason_needed")
    refuse_future(happened_on, today)
    if due_on < today:
        raise RuleBroken("due_in_past")


def pulled_forward(next_on: date, due_on: date) -> date:
    """When the next review is due once something wants it by a day: never later than it was."""
    return min(next_on, due_on)


def next_review_on(last_on: date, months: int) -> date:
    """The day the next review is due: so many months after the last review or revision (R16)."""
    return add_months(last_on, months)


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
