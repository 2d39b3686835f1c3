"""The inbox of the next policy review: lessons that later phases lay here and a review answers."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy import String, bindparam, func, select

from pms_tracker.database import session
from pms_tracker.plan.rules import policy_rules
from pms_tracker.plan.tables.policy_tables import PlanningInput, Policy, PolicyReview
from pms_tracker.questions import Question, Text, as_text, cells_of
from pms_tracker.trail import trail


def receive(
    policy: Policy,
    text: str,
    *,
    because_of: str,
    on: date,
    by: trail.Actor,
    told: Mapping[str, trail.Change] | None = None,
) -> PlanningInput:
    """Lay a lesson in the policy's inbox; a second one from the same record replaces its text.

    `told` is what the trail says of it besides.
    """
    found = session.scalar(
        select(PlanningInput).where(
            PlanningInput.policy_id == policy.id, PlanningInput.because_of == because_of
        )
    )
    if found is None:
        found = PlanningInput(policy_id=policy.id, because_of=because_of, text=text, received_on=on)
        session.add(found)
    elif found.review_id is None:
        found.text = text
    session.flush()
    changes: dict[str, trail.Change] = {"because_of": (None, because_of), **(told or {})}
    trail.note(policy.reference, "input_received", by=by, changes=changes)
    return found


def take_out(because_of: str, *, by: trail.Actor) -> None:
    """Take what a record laid in an inbox out of it again; what was answered stays."""
    found = from_record(because_of)
    if found is None or found.review_id is not None:
        return
    policy = session.get_one(Policy, found.policy_id)
    session.delete(found)
    session.flush()
    changes: dict[str, trail.Change] = {"because_of": (because_of, None)}
    trail.note(policy.reference, "input_taken_out", by=by, changes=changes)


def waiting(policy_id: int) -> list[PlanningInput]:
    """What the next review has to answer, oldest first."""
    return list(
        session.scalars(
            select(PlanningInput)
            .where(PlanningInput.policy_id == policy_id, PlanningInput.review_id.is_(None))
            .order_by(PlanningInput.received_on, PlanningInput.id)
        )
    )


def of_policy(policy_id: int) -> tuple[list[PlanningInput], list[PlanningInput]]:
    """What waits, oldest first, and what was answered, newest first, in one statement."""
    found = session.scalars(
        select(PlanningInput)
        .where(PlanningInput.policy_id == policy_id)
        .order_by(PlanningInput.received_on, PlanningInput.id)
    ).all()
    waits = [each for each in found if each.review_id is None]
    done = [each for each in reversed(found) if each.review_id is not None]
    return waits, done


def of_review(review_id: int) -> list[PlanningInput]:
    """What a review answered, oldest first."""
    return list(
        session.scalars(
            select(PlanningInput)
            .where(PlanningInput.review_id == review_id)
            .order_by(PlanningInput.received_on, PlanningInput.id)
        )
    )


def waiting_counts() -> dict[int, int]:
    """How many inputs wait, by policy."""
    rows = session.execute(
        select(PlanningInput.policy_id, func.count().label("waiting"))
        .where(PlanningInput.review_id.is_(None))
        .group_by(PlanningInput.policy_id)
    )
    return {row.policy_id: row.waiting for row in rows}


def from_record(because_of: str) -> PlanningInput | None:
    """What a record laid in the inbox, so that its page can show whether it was answered."""
    return session.scalar(select(PlanningInput).where(PlanningInput.because_of == because_of))


class Laid(NamedTuple):
    """What a record laid in the inbox of policies, as its page tells it."""

    text: str
    received_on: date
    review_id: int | None
    answer: str


def laid_by(because_of: str) -> Question[Laid | None]:
    """The same as its page tells it, to be read with what else is asked."""
    return Question((_laid(),), {"because_of": because_of}, _told)


def _told(said: str) -> Laid | None:
    for text, received_on, review_id, answer in cells_of(said):
        return Laid(text, date.fromisoformat(received_on), review_id, answer)
    return None


@cache
def _laid() -> Text:
    its = PlanningInput.because_of == bindparam("because_of", type_=String)
    told = (PlanningInput.text, PlanningInput.received_on)
    return as_text(select(*told, PlanningInput.review_id, PlanningInput.answer).where(its))


def answer_all(
    review: PolicyReview, waits: Iterable[PlanningInput], answers: Mapping[int, str]
) -> None:
    """Give each input that waits its answer in a review; `answers` maps input id to text.

    The review's reason answers those left out; raises RuleBroken where it gives none.
    """
    for each in waits:
        each.review_id = review.id
        each.answer = policy_rules.answer_to_input(answers.get(each.id, ""), review.reason)
    session.flush()
