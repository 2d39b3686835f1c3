"""Policies: adopted from their published text, kept in editions, reviewed in a cycle."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.database import session, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.kernel.search_text import holds
from pms_tracker.kernel.versions import check_version
from pms_tracker.people import people
from pms_tracker.people.people import Viewer, fiscal_year_of
from pms_tracker.people.permissions import Permission
from pms_tracker.plan import inputs, policy_text, rules
from pms_tracker.plan.models import (
    Policy,
    PolicyReview,
    PolicyRevision,
    PolicyVersion,
    Requirement,
)
from pms_tracker.plan.policy_text import PolicyText
from pms_tracker.plan.rules import ReviewOutcome, RevisionKind, VersionState
from pms_tracker.trail import trail
from pms_tracker.trail.numbers import next_number
from pms_tracker.trail.trail import Actor

TITLE_LENGTH = 200


def adopt(read: PolicyText, *, by: Actor, months: int = 12) -> Policy:
    """Store a published policy with its history; its next review follows from its last revision.

    Raises BadInput where the text names no day of enactment or revision, and RuleBroken where a
    policy of that title exists (it is revised through its review).
    """
    days = _days(read)
    if not days:
        raise BadInput("policy_without_day")
    title = read.title[:TITLE_LENGTH]
    if session.scalar(select(Policy.id).where(Policy.title == title)):
        raise RuleBroken("policy_exists", title=title)
    policy = Policy(
        number=next_number(Kind.POLICY, 0),
        title=title,
        review_months=months,
        next_review_on=rules.next_review_on(max(days), months),
    )
    session.add(policy)
    session.flush()
    _add_edition(policy, read, effective_on=max(days), by=by)
    changes = {"title": (None, title), "next_review_on": (None, policy.next_review_on)}
    trail.note(policy.reference, "adopted", by=by, changes=changes)
    return policy


def _days(read: PolicyText) -> list[date]:
    enacted = [read.enacted_on] if read.enacted_on else []
    return [day for day in (*enacted, *read.revised_on) if day <= clock.today()]


def _add_edition(policy: Policy, read: PolicyText, *, effective_on: date, by: Actor) -> None:
    last = session.scalar(
        select(func.max(PolicyVersion.edition)).where(PolicyVersion.policy_id == policy.id)
    )
    contact = " ".join(filter(None, (read.contact.role, read.contact.phone, read.contact.hours)))
    edition = PolicyVersion(
        policy_id=policy.id,
        edition=(last or 0) + 1,
        text=read.text,
        digest=policy_text.digest(read.text),
        issuer=(read.issuer or "")[:200],
        representative=(read.representative or "")[:200],
        contact=contact[:500],
        effective_on=effective_on,
        recorded_at=clock.now(),
        recorded_by_id=by.id,
        state=VersionState.APPROVED,
    )
    session.add(edition)
    session.flush()
    session.add_all(
        Requirement(
            policy_version_id=edition.id,
            position=position,
            depth=clause.depth,
            path=clause.path,
            label=clause.label,
            text=clause.text,
        )
        for position, clause in enumerate(read.clauses)
    )
    _add_history(policy, read, effective_on)
    session.flush()


def _add_history(policy: Policy, read: PolicyText, effective_on: date) -> None:
    known = set(
        session.scalars(
            select(PolicyRevision.revised_on).where(PolicyRevision.policy_id == policy.id)
        )
    )
    told = dict.fromkeys(sorted({*read.revised_on, effective_on}), RevisionKind.REVISED)
    if read.enacted_on:
        told[read.enacted_on] = RevisionKind.ENACTED
    session.add_all(
        PolicyRevision(policy_id=policy.id, revised_on=day, kind=kind)
        for day, kind in told.items()
        if day not in known
    )


def by_reference(reference: Reference, *, for_update: bool = False) -> Policy:
    """Raises NotFound for an unknown number. Policies are published, so everybody sees them."""
    statement = select(Policy).where(Policy.number == reference.number)
    if for_update:
        statement = statement.with_for_update()
    found = session.scalar(statement)
    if found is None or reference.kind is not Kind.POLICY:
        raise NotFound("no_such_record", reference=str(reference))
    return found


def listed(due: Days | None = None, text: str = "") -> list[Policy]:
    """Policies by number, those due for review within `due` and whose title holds `text`."""
    statement = select(Policy).where(*within((Policy.next_review_on, due)))
    found = session.scalars(statement.order_by(Policy.number))
    return [policy for policy in found if holds(policy.title, text)]


def in_force(policy_id: int) -> PolicyVersion:
    """The latest edition of a policy."""
    return session.scalars(
        select(PolicyVersion)
        .where(PolicyVersion.policy_id == policy_id)
        .order_by(PolicyVersion.edition.desc())
        .limit(1)
    ).one()


def editions(policy_id: int) -> list[PolicyVersion]:
    """Every edition, newest first."""
    return list(
        session.scalars(
            select(PolicyVersion)
            .where(PolicyVersion.policy_id == policy_id)
            .order_by(PolicyVersion.edition.desc())
        )
    )


def revisions(policy_id: int) -> list[PolicyRevision]:
    """The history the policy's own text tells, oldest first."""
    return list(
        session.scalars(
            select(PolicyRevision)
            .where(PolicyRevision.policy_id == policy_id)
            .order_by(PolicyRevision.revised_on)
        )
    )


def reviews(policy_id: int) -> list[PolicyReview]:
    """Concluded reviews, newest first."""
    return list(
        session.scalars(
            select(PolicyReview)
            .where(PolicyReview.policy_id == policy_id)
            .order_by(PolicyReview.id.desc())
        )
    )


def last_reviewed_on(policy_id: int) -> date | None:
    """The day of the last review that was concluded and not only postponed."""
    return session.scalar(
        select(func.max(PolicyReview.held_on)).where(
            PolicyReview.policy_id == policy_id,
            PolicyReview.outcome != ReviewOutcome.POSTPONED,
        )
    )


@dataclass(frozen=True)
class Conclusion:
    """How a review ended; `text` is the new edition where it was revised."""

    outcome: ReviewOutcome
    reason: str
    held_on: date
    postponed_to: date | None = None
    text: PolicyText | None = None


def conclude_review(
    policy: Policy, end: Conclusion, answers: dict[int, str], *, version: int, by: Viewer
) -> PolicyReview:
    """End the review that is due: record it, answer the inbox, and set the next due day.

    A postponed review answers nothing: its inputs wait on. Raises Stale where somebody else
    concluded it first and RuleBroken as `rules.conclude` does.
    """
    check_version(policy, version)
    rules.check_new_text(end.outcome, given=end.text is not None)
    next_on = rules.conclude(
        end.outcome,
        held_on=end.held_on,
        today=clock.today(),
        months=policy.review_months,
        reason=end.reason,
        postponed_to=end.postponed_to,
    )
    review = _enter_review(policy, end, next_on, by)
    if end.outcome is not ReviewOutcome.POSTPONED:
        inputs.answer_all(review, answers)
    if end.text is not None and end.outcome is ReviewOutcome.REVISED:
        _add_edition(policy, end.text, effective_on=end.held_on, by=by.actor)
    _move_cycle(policy, review, by)
    return review


def _enter_review(policy: Policy, end: Conclusion, next_on: date, by: Viewer) -> PolicyReview:
    year = fiscal_year_of(clock.today())
    review = PolicyReview(
        fiscal_year=year,
        number=next_number(Kind.POLICY_REVIEW, year),
        policy_id=policy.id,
        due_on=policy.next_review_on,
        held_on=end.held_on,
        outcome=end.outcome,
        reason=end.reason.strip(),
        next_review_on=next_on,
        held_by_id=by.person_id,
        recorded_at=clock.now(),
    )
    session.add(review)
    session.flush()
    return review


def _move_cycle(policy: Policy, review: PolicyReview, by: Viewer) -> None:
    changes: dict[str, trail.Change] = {
        "outcome": (None, review.outcome),
        "reason": (None, review.reason),
        "next_review_on": (policy.next_review_on, review.next_review_on),
    }
    policy.next_review_on = review.next_review_on
    policy.version += 1
    session.flush()
    for_id = by.principal(Permission.REVIEW_POLICIES)
    if for_id is not None:
        changes["on_behalf_of"] = (None, people.person(for_id).name)
    trail.note(policy.reference, "review_concluded", by=by.actor, changes=changes)
