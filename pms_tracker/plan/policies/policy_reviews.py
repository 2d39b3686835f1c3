"""Reviews of a policy: held when due or wanted early, concluded, or put off with approval."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound, RuleBroken, check_version
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Company
from pms_tracker.plan.policies import policies, postponements, review_inputs, versions
from pms_tracker.plan.rules import policy_rules
from pms_tracker.plan.tables.policy_tables import (
    PlanningInput,
    Policy,
    PolicyReview,
    PolicyVersion,
    ReviewAnswer,
    ReviewTrigger,
)
from pms_tracker.plan.text import policy_text
from pms_tracker.trail import record_numbers, trail


def of_policy(policy_id: int) -> list[PolicyReview]:
    """Every review of a policy, newest first."""
    return list(
        session.scalars(
            select(PolicyReview)
            .where(PolicyReview.policy_id == policy_id)
            .order_by(PolicyReview.id.desc())
        )
    )


def by_reference(reference: Reference, *, for_update: bool = False) -> tuple[PolicyReview, Policy]:
    """A review and its policy; raises NotFound for an unknown number."""
    statement = (
        select(PolicyReview, Policy)
        .join(Policy, Policy.id == PolicyReview.policy_id)
        .where(
            record_numbers.named(
                reference, Kind.POLICY_REVIEW, PolicyReview.fiscal_year, PolicyReview.number
            )
        )
    )
    if for_update:
        statement = statement.with_for_update(of=Policy)
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound("no_such_record", reference=str(reference))
    return row.PolicyReview, row.Policy


def around(reference: Reference) -> tuple[Policy, list[PolicyVersion], list[ReviewTrigger]]:
    """A policy, its versions, newest first, and what wants its next review, in one statement.

    Versions and waiting triggers are few: each one beside each. Raises NotFound.
    """
    rows = session.execute(
        select(Policy, PolicyVersion, ReviewTrigger)
        .join(PolicyVersion, PolicyVersion.policy_id == Policy.id)
        .outerjoin(
            ReviewTrigger,
            (ReviewTrigger.policy_id == Policy.id) & ReviewTrigger.review_id.is_(None),
        )
        .where(Policy.number == reference.number)
        .order_by(PolicyVersion.edition.desc(), ReviewTrigger.id)
    ).all()
    if not rows or reference.kind is not Kind.POLICY:
        raise NotFound("no_such_record", reference=str(reference))
    triggers = dict.fromkeys(filter(None, (row[2] for row in rows)))
    return rows[0].Policy, list(dict.fromkeys(row[1] for row in rows)), list(triggers)


def answers_of(review: PolicyReview) -> dict[policy_rules.Question, str]:
    """What a review answered to its questions, in their order."""
    rows = session.scalars(select(ReviewAnswer).where(ReviewAnswer.review_id == review.id))
    given = {each.question: each.answer for each in rows}
    return {question: given[question] for question in policy_rules.Question if question in given}


def triggers_of(policy_id: int) -> list[ReviewTrigger]:
    """Why reviews were wanted before their day, newest first; those without review_id wait."""
    return list(
        session.scalars(
            select(ReviewTrigger)
            .where(ReviewTrigger.policy_id == policy_id)
            .order_by(ReviewTrigger.id.desc())
        )
    )


def check_approved(policy: Policy) -> None:
    """What nobody approved here yet is not reviewed: its approval says what is in force. Raises
    RuleBroken."""
    its = policies.ever_approved().where(PolicyVersion.policy_id == policy.id)
    if session.scalar(its) is None:
        raise RuleBroken("policy_not_approved", reference=policy.reference)


@dataclass(frozen=True)
class Called:
    """Why a review is wanted early, when that happened, and by when to review."""

    kind: policy_rules.Trigger
    reason: str
    happened_on: date
    due_on: date


def call(policy: Policy, called: Called, *, version: int, by: people.Viewer) -> ReviewTrigger:
    """Want a review before its day: pulls the next review forward, never back.

    Raises Stale, and RuleBroken as `rules.check_trigger` does, before the policy was approved, or
    while a postponement waits, whose approval would put it off again.
    """
    check_version(policy, version)
    check_approved(policy)
    if postponements.waiting(policy.id):
        raise RuleBroken("postponement_waits", reference=policy.reference)
    policy_rules.check_trigger(called.reason, called.happened_on, called.due_on, clock.today())
    row = ReviewTrigger(
        policy_id=policy.id,
        kind=called.kind,
        reason=called.reason.strip(),
        happened_on=called.happened_on,
        due_on=called.due_on,
        raised_by_id=by.person_id,
        recorded_at=clock.now(),
    )
    session.add(row)
    changes: dict[str, trail.Change] = {
        "trigger": (None, called.kind),
        "happened_on": (None, called.happened_on),
        "reason": (None, row.reason),
        **people.on_behalf(by, Permission.REVIEW_POLICIES),
    }
    policies.move_review(
        policy, policy_rules.pulled_forward(policy.next_review_on, called.due_on), changes
    )
    trail.note(policy.reference, "review_called", by=by.actor, changes=changes)
    return row


@dataclass(frozen=True)
class Waiting:
    """What the next review of a policy finds: whether one that is put off waits for its approval,
    what it has to answer, and what wanted it early."""

    is_put_off: bool
    inbox: list[PlanningInput]
    triggers: list[ReviewTrigger]


def waiting(policy: Policy) -> Waiting:
    """What waits for the next review, inbox oldest first, in one statement.

    They are few: each one beside each. The company comes along, in whose year a review is counted.
    """
    put_off = PolicyReview.state == policy_rules.ReviewState.SUBMITTED
    rows = session.execute(
        select(Company, people.CLOSED, PolicyReview.id, PlanningInput, ReviewTrigger)
        .select_from(Company)
        .outerjoin(PolicyReview, (PolicyReview.policy_id == policy.id) & put_off)
        .outerjoin(
            PlanningInput,
            (PlanningInput.policy_id == policy.id) & PlanningInput.review_id.is_(None),
        )
        .outerjoin(
            ReviewTrigger,
            (ReviewTrigger.policy_id == policy.id) & ReviewTrigger.review_id.is_(None),
        )
        .order_by(PlanningInput.received_on, PlanningInput.id, ReviewTrigger.id)
    ).all()
    if rows:
        people.remember(rows[0].Company, rows[0].closed_days)
    inbox, triggers = (dict.fromkeys(filter(None, (row[at] for row in rows))) for at in (3, 4))
    return Waiting(any(row.id is not None for row in rows), list(inbox), list(triggers))


@dataclass(frozen=True)
class Conclusion:
    """How a review ended; `text` is what the new draft begins with, else the text in force."""

    outcome: policy_rules.ReviewOutcome
    reason: str
    held_on: date
    postponed_to: date | None = None
    text: policy_text.PolicyText | None = None
    answers: Mapping[policy_rules.Question, str] = field(default_factory=dict)


def conclude(
    policy: Policy, end: Conclusion, answers: dict[int, str], *, version: int, by: people.Viewer
) -> PolicyReview:
    """End the review that is due: record it, answer the inbox (`answers`), move the cycle.

    A revised one begins a draft. A postponed one answers nothing and moves nothing until it is
    approved. Raises Stale where somebody else concluded it first, BadInput and RuleBroken as the
    rules do, or before the policy was approved.
    """
    check_version(policy, version)
    check_approved(policy)
    waits = waiting(policy)
    if waits.is_put_off:
        raise RuleBroken("postponement_waits", reference=policy.reference)
    policy_rules.check_answers(end.outcome, end.answers)
    next_on = policy_rules.conclude(
        end.outcome,
        held_on=end.held_on,
        today=clock.today(),
        months=policy.review_months,
        reason=end.reason,
        postponed_to=end.postponed_to,
    )
    review = _enter(policy, end, next_on, by)
    if end.outcome is policy_rules.ReviewOutcome.POSTPONED:
        postponements.ask(policy, review, by=by)
        return review
    _answer(review, end, answers, waits)
    _move_cycle(policy, review, by)
    if end.outcome is policy_rules.ReviewOutcome.REVISED:
        read = end.text or policies.read_of(policies.in_force(policy.id))
        versions.start_draft(policy, versions.Written(read, review.reason), by=by, review=review)
    return review


def _enter(policy: Policy, end: Conclusion, next_on: date, by: people.Viewer) -> PolicyReview:
    year = people.fiscal_year_of(end.held_on)
    review = PolicyReview(
        fiscal_year=year,
        number=record_numbers.next_number(Kind.POLICY_REVIEW, year),
        policy_id=policy.id,
        due_on=policy.next_review_on,
        held_on=end.held_on,
        outcome=end.outcome,
        reason=end.reason.strip(),
        next_review_on=next_on,
        held_by_id=by.person_id,
        held_for_id=by.principal(Permission.REVIEW_POLICIES),
        recorded_at=clock.now(),
        state=policy_rules.first_state(end.outcome),
    )
    session.add(review)
    session.flush()
    return review


def _answer(
    review: PolicyReview, end: Conclusion, answers: Mapping[int, str], waits: Waiting
) -> None:
    session.add_all(
        ReviewAnswer(review_id=review.id, question=question, answer=end.answers[question].strip())
        for question in policy_rules.Question
    )
    review_inputs.answer_all(review, waits.inbox, answers)
    for each in waits.triggers:
        each.review_id = review.id
    session.flush()


def _move_cycle(policy: Policy, review: PolicyReview, by: people.Viewer) -> None:
    changes: dict[str, trail.Change] = {
        "review": (None, review.reference),
        "outcome": (None, review.outcome),
        "reason": (None, review.reason),
    }
    changes |= people.on_behalf(by, Permission.REVIEW_POLICIES)
    policies.move_review(policy, review.next_review_on, changes)
    trail.note(policy.reference, "review_concluded", by=by.actor, changes=changes)
    trail.note(review.reference, "review_concluded", by=by.actor, changes=changes)
