"""Lists of management reviews: narrowed, sorted and counted within what a person may know of."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from pms_tracker.act.management.management_reviews import asked_to, visible_to
from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.act.tables.management_tables import ManagementReview, ReviewDecision
from pms_tracker.database import Columns, Sorts, equal, within
from pms_tracker.kernel.days import Days
from pms_tracker.people.firm.listings import Listing, for_all_alike
from pms_tracker.people.firm.people import Viewer
from pms_tracker.questions import Text, as_text

SORTS: Sorts = {"number": ManagementReview.id, "planned": ManagementReview.planned_on}


@dataclass(frozen=True)
class Filter:
    """What a list of reviews is narrowed to; `open` asks for decisions still to be done."""

    state: ReviewState | None = None
    fiscal_year: int | None = None
    planned: Days | None = None
    open: bool = False


def _narrowed(viewer: Viewer, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    yield visible_to(viewer)
    yield from equal(
        (ManagementReview.state, wanted.state), (ManagementReview.fiscal_year, wanted.fiscal_year)
    )
    yield from within((ManagementReview.planned_on, wanted.planned))
    if wanted.open:
        yield ManagementReview.state == ReviewState.SIGNED
        yield exists().where(
            ReviewDecision.review_id == ManagementReview.id, ReviewDecision.done_on.is_(None)
        )


def _row(viewer: Viewer) -> Columns:
    """With how many of their decisions are done.

    Who only owns a decision counts but those that are theirs.
    """
    counted_in = ReviewDecision.review_id == ManagementReview.id
    if not viewer.sees_all:
        mine = ReviewDecision.held_by(viewer.person_id)
        counted_in = and_(counted_in, or_(mine, asked_to(viewer)))
    made = (
        select(func.count())
        .select_from(ReviewDecision)
        .where(counted_in, ManagementReview.state == ReviewState.SIGNED)
    )
    return select(
        ManagementReview.id,
        ManagementReview.fiscal_year,
        ManagementReview.number,
        ManagementReview.state,
        ManagementReview.planned_on,
        ManagementReview.held_on,
        ManagementReview.signed_on,
        made.scalar_subquery().label("decisions"),
        made.where(ReviewDecision.done_on.is_not(None)).scalar_subquery().label("done"),
    )


REVIEWS = Listing(ManagementReview.id, SORTS, _narrowed, _row)


@for_all_alike
def years(viewer: Viewer) -> Text:
    """The fiscal years of the reviews a person may know of, the newest first."""
    found = select(ManagementReview.fiscal_year).where(visible_to(viewer)).distinct()
    return as_text(found.order_by(ManagementReview.fiscal_year.desc()))
