"""Management reviews of two years in the shape an examiner's form asks for: day, who, decided."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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


def held_between(viewer: people.Viewer, first: date, last: date) -> list[Held]:
    """Signed reviews that were held from one day to another, the earliest first (J.7.3); none for
    those who are not shown every minute."""
    if not viewer.sees_all:
        return []
    reviews = session.scalars(
        select(ManagementReview)
        .where(
            ManagementReview.state == ReviewState.SIGNED,
            ManagementReview.held_on.between(first, last),
        )
        .order_by(ManagementReview.held_on, ManagementReview.id)
    ).all()
    decided = _decided([each.id for each in reviews])
    return [
        Held(
            each.reference,
            each.held_on,
            each.signers.get("name", ""),
            tuple(one.text for one in decided[each.id]),
            sum(one.done_on is not None for one in decided[each.id]),
        )
        for each in reviews
        if each.held_on is not None
    ]


def _decided(review_ids: Sequence[int]) -> Mapping[int, list[ReviewDecision]]:
    rows = session.scalars(
        select(ReviewDecision)
        .where(ReviewDecision.review_id.in_(review_ids))
        .order_by(ReviewDecision.review_id, ReviewDecision.position)
    )
    found: dict[int, list[ReviewDecision]] = defaultdict(list)
    for row in rows:
        found[row.review_id].append(row)
    return found
