"""Management reviews of two years in the shape an examiner's form asks for: day, who, decided."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.act.tables.management_tables import ManagementReview, ReviewDecision
from pms_tracker.database import session
from pms_tracker.people.firm import people


@dataclass(frozen=True)
class Held:
    """A review whose minutes are signed: when, by whom, and what was decided and is done."""

    reference: str
    held_on: date
    signed_by: str
    decisions: tuple[str, ...]
    done: int
    conclusion: str


def held_between(viewer: people.Viewer, first: date, last: date) -> list[Held]:
    """Signed reviews that were held from one day to another, the earliest first (J.7.3); none for
    those who are not shown every minute."""
    if not viewer.sees_all:
        return []
    its = (
        select(ManagementReview, ReviewDecision)
        .outerjoin(ReviewDecision, ReviewDecision.review_id == ManagementReview.id)
        .where(
            ManagementReview.state == ReviewState.SIGNED,
            ManagementReview.held_on.between(first, last),
        )
        .order_by(ManagementReview.held_on, ManagementReview.id, ReviewDecision.position)
    )
    decided: dict[ManagementReview, list[ReviewDecision]] = defaultdict(list)
    for review, decision in session.execute(its):
        decided[review] += filter(None, (decision,))
    return [_told(review, decisions) for review, decisions in decided.items()]


def _told(review: ManagementReview, decisions: Sequence[ReviewDecision]) -> Held:
    return Held(
        review.reference,
        review.held_on or review.planned_on,
        review.signers.get("name", ""),
        tuple(each.text for each in decisions),
        sum(each.done_on is not None for each in decisions),
        review.conclusion,
    )
