"""Postponements: a review that is put off waits for another's approval before its day moves."""

from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.approvals import approvals, sign_offs
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decided, Subject
from pms_tracker.database import session
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.mail import outbox
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.policies import policies, policy_letters
from pms_tracker.plan.rules.policy_rules import REVIEW, ReviewMove, ReviewState
from pms_tracker.plan.tables.policy_tables import Policy, PolicyReview
from pms_tracker.trail import trail

STEP = "postponement"


def waiting(policy_id: int) -> PolicyReview | None:
    """The postponement of a policy's review that waits for its approval, if one does."""
    return session.scalar(
        select(PolicyReview).where(
            PolicyReview.policy_id == policy_id, PolicyReview.state == ReviewState.SUBMITTED
        )
    )


def approvers(review: PolicyReview, firm: Firm) -> Eligible:
    """Who may decide on a postponement: the representative, unless they asked for it.

    What a deputy asked for was asked for both.
    """
    return decisions.approvers(firm, askers(review))


def askers(review: PolicyReview) -> set[int]:
    """Who asked for a postponement: whoever held the review, and for whom."""
    return {review.held_by_id, review.held_for_id or review.held_by_id}


def asked_on(review: PolicyReview) -> date:
    """The day the postponement was asked for."""
    return clock.local(review.recorded_at).date()


def decide_by(review: PolicyReview) -> date:
    """By when a postponement is to be decided."""
    return decisions.due_on(asked_on(review))


def ask(policy: Policy, review: PolicyReview, *, by: Viewer) -> None:
    """Ask for the approval of a review that is to be put off; nothing moves until then."""
    policy.version += 1
    session.flush()
    changes: dict[str, trail.Change] = {
        "review": (None, review.reference),
        "postponed_on": (None, review.next_review_on),
        "reason": (None, review.reason),
        **people.on_behalf(by, Permission.REVIEW_POLICIES),
    }
    for reference in (policy.reference, review.reference):
        trail.note(reference, "postponement_asked", by=by.actor, changes=changes)
    firm = Firm(clock.today())
    letter = policy_letters.postponement_asked(review, decide_by(review))
    decisions.ask(letter, approvers(review, firm), firm)


def subject(review: PolicyReview) -> Subject:
    """What an approval of the postponement would be bound to."""
    content = {
        "review": review.reference,
        "due_on": review.due_on,
        "postponed_to": review.next_review_on,
        "reason": review.reason,
    }
    return Subject(review.reference, STEP, 1, approvals.digest(content))


def waits(review: PolicyReview, firm: Firm) -> sign_offs.Waiting:
    """What waits for whose decision."""
    return sign_offs.Waiting(subject(review), asked_on(review), approvers(review, firm))


def decide(policy: Policy, review: PolicyReview, decided: Decided, *, by: Viewer) -> Approval:
    """Approve that a review is put off, or send it back: then its day stays.

    Raises Stale where it is not what was seen, NotAllowed for whoever asked (R9), RuleBroken where
    it was decided already or the reason to send back is missing.
    """
    move = ReviewMove.APPROVE if decided.approves else ReviewMove.SEND_BACK
    state = REVIEW.after(review.state, move)
    firm = Firm(clock.today())
    row = sign_offs.sign(waits(review, firm), decided, firm, by=by)
    review.state = state
    changes = sign_offs.told(row, firm)
    if decided.approves:
        policies.move_review(policy, review.next_review_on, changes)
    session.flush()
    moved = "postponement_approved" if decided.approves else "postponement_sent_back"
    for reference in (policy.reference, review.reference):
        trail.note(reference, moved, by=by.actor, changes=changes)
    say = (
        policy_letters.postponement_approved
        if decided.approves
        else policy_letters.postponement_sent_back
    )
    outbox.post(say(policy), firm.recipient(review.held_by_id))
    return row
