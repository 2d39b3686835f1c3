"""What plan has to say at once: reference, day and a fixed sentence, never content."""

from datetime import date

from pms_tracker.mail.outbox import Letter
from pms_tracker.plan.tables.policy_tables import Policy, PolicyReview, PolicyVersion


def version_asked(policy: Policy, version: PolicyVersion) -> Letter:
    """To the approver: a new version waits for your decision."""
    values = {"due_on": version.due_on, "imported": version.imported}
    return Letter("version_asked", values, policy.reference, title=policy.title)


def version_approved(policy: Policy, version: PolicyVersion) -> Letter:
    """To the drafter: the version was approved and comes into force on its day."""
    values = {"due_on": version.effective_on, "imported": version.imported}
    return Letter("version_approved", values, policy.reference, title=policy.title)


def version_sent_back(policy: Policy, version: PolicyVersion, *, brought: bool) -> Letter:
    """To the drafter, or to who brought it over: it was sent back; the reason is on the page."""
    values = {"due_on": version.due_on, "imported": brought}
    return Letter("version_sent_back", values, policy.reference, title=policy.title)


def postponement_asked(review: PolicyReview, due_on: date) -> Letter:
    """To the approver: a review is to be put off; please decide."""
    return Letter("postponement_asked", {"due_on": due_on}, review.reference)


def postponement_approved(policy: Policy) -> Letter:
    """To whoever asked: the review was put off to another day."""
    return Letter(
        "postponement_approved",
        {"due_on": policy.next_review_on},
        policy.reference,
        title=policy.title,
    )


def postponement_sent_back(policy: Policy) -> Letter:
    """To whoever asked: the review is not put off; its day stays as it was."""
    return Letter(
        "postponement_sent_back",
        {"due_on": policy.next_review_on},
        policy.reference,
        title=policy.title,
    )
