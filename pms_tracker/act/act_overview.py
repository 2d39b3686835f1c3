"""What act shows of itself on the overview: figures of cases, and reviews, a person may see."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, or_, select

from pms_tracker.act.cases import case_figures, cases
from pms_tracker.act.management import management_reviews
from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.database import Rows, session
from pms_tracker.people.firm.people import Viewer
from pms_tracker.tally import tallies


def cases_since(
    viewer: Viewer,
    since: date,
    subjects: Collection[str] = (case_figures.CLOSED,),
    now: Collection[str] = (case_figures.OPEN,),
) -> tallies.Amounts:
    """All open cases that a person may see, and what happened since the first day of a month.

    Who sees all is shown the tallies; for others, who see few, their own are counted.
    """
    if viewer.sees_all:
        return tallies.read({**dict.fromkeys(now, None), **dict.fromkeys(subjects, since)})
    # Whatever else happened to a case, it was closed after that.
    recent = or_(Case.closed_on.is_(None), Case.closed_on >= since)
    return case_figures.counted(and_(cases.visible_to(viewer), recent))


def reviews_between(viewer: Viewer, first: date, last: date) -> Rows:
    """Management reviews planned in a time and not called off, by planned day."""
    columns = (ManagementReview.fiscal_year, ManagementReview.number, ManagementReview.state)
    return session.execute(
        select(*columns, ManagementReview.planned_on, ManagementReview.held_on)
        .where(
            management_reviews.visible_to(viewer),
            ManagementReview.planned_on.between(first, last),
            ManagementReview.state != ReviewState.CANCELLED,
        )
        .order_by(ManagementReview.planned_on, ManagementReview.id)
    ).all()
