"""Rules of the management review (J.6.3): its states, inputs, minutes and decisions."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay, add_months
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.workflow import Workflow


class ReviewState(StrEnum):
    """How far a review is: 招集済み, 署名待ち, 差戻し, 署名済み, 中止."""

    CONVENED = "convened"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    SIGNED = "signed"
    CANCELLED = "cancelled"


class ReviewMove(StrEnum):
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    SIGN = "sign"
    CANCEL = "cancel"


_S, _M = ReviewState, ReviewMove
Alike = TypeVar("Alike", bound=Hashable)

MANAGEMENT_REVIEW = Workflow(
    "management_review",
    _S.CONVENED,
    {
        (_S.CONVENED, _M.SUBMIT): _S.SUBMITTED,
        (_S.CONVENED, _M.CANCEL): _S.CANCELLED,
        (_S.SUBMITTED, _M.SIGN): _S.SIGNED,
        (_S.SUBMITTED, _M.SEND_BACK): _S.SENT_BACK,
        # What came back was held already, so it is not cancelled any more.
        (_S.SENT_BACK, _M.SUBMIT): _S.SUBMITTED,
    },
)
# The minutes are still being written, beside figures as they are now.
WRITING = (_S.CONVENED, _S.SENT_BACK)
# The minutes stand as they were handed in, with the figures of that moment.
FROZEN = (_S.SUBMITTED, _S.SIGNED)


class Section(StrEnum):
    """The inputs of a review (domain.md section 4.2), in the order of the minutes."""

    PREVIOUS = "previous"
    ISSUES = "issues"
    PARTIES = "parties"
    AUDITS = "audits"
    CASES = "cases"
    REPEATS = "repeats"
    EFFECTIVENESS = "effectiveness"
    POLICIES = "policies"
    OBJECTIVES = "objectives"
    EDUCATION = "education"
    COMPLAINTS = "complaints"
    RISKS = "risks"
    OPPORTUNITIES = "opportunities"


# Business days: to write the minutes after the day, to sign them, to write them anew.
TO_WRITE = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.NEXT_OPEN)
TO_SIGN = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.NEXT_OPEN)
# What one review holds at most.
MOST_DECISIONS, MOST_ATTENDEES = 30, 60
# Open cases by age: up to so many days, and older.
AGES = (30, 90, 180)


@dataclass(frozen=True)
class Remark:
    """What is said of one input: a comment, or that nothing changed (変化なし), or both."""

    comment: str = ""
    unchanged: bool = False

    @property
    def says(self) -> bool:
        return self.unchanged or bool(self.comment.strip())


@dataclass(frozen=True)
class Resolved:
    """One decision as it is written: what, by whom, by when."""

    text: str
    owner_id: int
    due_on: date


def check_convened(planned_on: date, agenda: str, attendees: Collection[int], today: date) -> None:
    """A review is called for a day to come, with an agenda and somebody to attend.

    Raises BadInput and RuleBroken.
    """
    if planned_on < today:
        raise RuleBroken("review_day_past")
    if not agenda.strip():
        raise BadInput("agenda_needed")
    if not attendees:
        raise BadInput("attendee_needed")
    if len(attendees) > MOST_ATTENDEES:
        raise BadInput("too_many_attendees", most=MOST_ATTENDEES)


def blanks(remarks: Mapping[Section, Remark]) -> list[Section]:
    """The inputs of which nothing is said yet, in their order."""
    return [each for each in Section if not remarks.get(each, Remark()).says]


def check_inputs(remarks: Mapping[Section, Remark]) -> None:
    """No review without a word on each input; 変化なし is one (R20). Raises RuleBroken."""
    missing = blanks(remarks)
    if missing:
        raise RuleBroken("inputs_blank", sections=missing)


def check_outputs(*, decided: bool, none: bool, conclusion: str) -> None:
    """The outputs of a review (J.6.3): what is decided, or expressly that nothing is, and what the
    representative thinks of it all. Raises BadInput."""
    if not decided and not none:
        raise BadInput("decisions_unsaid")
    if decided and none:
        raise BadInput("decisions_and_none")
    if not conclusion.strip():
        raise BadInput("conclusion_needed")


def check_held(held_on: date | None, place: str, present: Collection[int], today: date) -> date:
    """Minutes say when and where, and who was there; returns the day.

    Raises BadInput where one of them is missing, RuleBroken for a day to come.
    """
    if held_on is None:
        raise BadInput("held_day_needed")
    refuse_future(held_on, today)
    if not place.strip():
        raise BadInput("place_needed")
    if not present:
        raise BadInput("present_needed")
    return held_on


def check_decisions(
    decisions: Collection[Resolved], here: Collection[int], held_on: date | None
) -> None:
    """Each decision says what, by somebody who works here, not before the day it was taken.

    Raises BadInput and RuleBroken.
    """
    if len(decisions) > MOST_DECISIONS:
        raise BadInput("too_many_decisions", most=MOST_DECISIONS)
    for each in decisions:
        if not each.text.strip():
            raise BadInput("decision_without_text")
        if each.owner_id not in here:
            raise BadInput("no_such_person", number=each.owner_id)
        check_due(each.due_on, held_on)


def check_due(due_on: date, held_on: date | None) -> None:
    """A decision is due on the day it was taken at the earliest. Raises RuleBroken."""
    if held_on is not None and due_on < held_on:
        raise RuleBroken("decision_due_too_early")


def check_cancelled(reason: str) -> None:
    """A review is called off for a reason. Raises RuleBroken."""
    if not reason.strip():
        raise RuleBroken("reason_needed")


def check_reporter(person_id: int, owner_id: int) -> None:
    """Whoever owns a decision reports it. Raises NotAllowed for anybody else."""
    if person_id != owner_id:
        raise NotAllowed("decision_owner_only")


def check_done(result: str, done_on: date, held_on: date, today: date) -> None:
    """It is said what came of a decision, on a day since it was taken. Raises RuleBroken."""
    if not result.strip():
        raise RuleBroken("result_needed")
    refuse_future(done_on, today)
    if done_on < held_on:
        raise RuleBroken("decision_done_too_early")


def period(last_held_on: date | None, year_first: date, until: date) -> tuple[date, date]:
    """What a review looks back on: since the day after the last one; without one, since the first
    day of the fiscal year, or a year back where that began less than a month ago."""
    if last_held_on is not None and last_held_on < until:
        return last_held_on + ONE_DAY, until
    if until - year_first < timedelta(days=31):
        return add_months(until, -12), until
    return year_first, until


def repeated(found: Iterable[tuple[Alike, str]]) -> list[tuple[Alike, list[str]]]:
    """What came up more than once: pairs of what is alike and a reference, gathered, in order."""
    together: dict[Alike, list[str]] = {}
    for alike, reference in found:
        together.setdefault(alike, []).append(reference)
    return [(alike, names) for alike, names in together.items() if len(names) > 1]
