"""What act shows of itself on the overview: figures of cases, and reviews, a person may see."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, or_, select

from pms_tracker.act import cases, figures, reviews
from pms_tracker.act.models import Case
from pms_tracker.act.review_models import ManagementReview
from pms_tracker.act.review_rules import ReviewState
from pms_tracker.database import Rows, session
from pms_tracker.people.people import Viewer
from pms_tracker.tally import tallies
from pms_tracker.tally.tallies import Amounts


def cases_since(
    viewer: Viewer,
    since: date,
    subjects: Collection[str] = (figures.CLOSED,),
    now: Collection[str] = (figures.OPEN,),
) -> Amounts:
    """All open cases that a person may see, and what happened since the first day of a month.

    Who sees all is shown the tallies; for others, who see few, their own are counted.
    """
    if viewer.sees_all:
        return tallies.read({**dict.fromkeys(now, None), **dict.fromkeys(subjects, since)})
    # Whatever else happened to a case, it was closed after that.
    recent = or_(Case.closed_on.is_(None), Case.closed_on >= since)
    return figures.counted(and_(cases.visible_to(viewer), recent))


def reviews_between(viewer: Viewer, first: date, last: date) -> Rows:
    """Management reviews planned in a time and not called off, by planned day."""
    columns = (ManagementReview.fiscal_year, ManagementReview.number, ManagementReview.state)
    return session.execute(
        select(*columns, ManagementReview.planned_on, ManagementReview.held_on)
        .where(
            reviews.visible_to(viewer),
            ManagementReview.planned_on.between(first, last),
            ManagementReview.state != ReviewState.CANCELLED,
        )
        .order_by(ManagementReview.planned_on, ManagementReview.id)
    ).all()
