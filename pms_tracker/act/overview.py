"""What act shows of itself on the overview: figures of the cases a person may see."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, or_

from pms_tracker.act import cases, figures
from pms_tracker.act.models import Case
from pms_tracker.people.people import Viewer
from pms_tracker.tally import tallies
from pms_tracker.tally.tallies import Amounts


def cases_since(
    viewer: Viewer, since: date, subjects: Collection[str] = (figures.CLOSED,)
) -> Amounts:
    """All open cases that a person may see, and what happened since the first day of a month.

    Who sees all is shown the tallies; for others, who see few, their own are counted.
    """
    if viewer.sees_all:
        return tallies.read({figures.OPEN: None, **dict.fromkeys(subjects, since)})
    # Whatever else happened to a case, it was closed after that.
    recent = or_(Case.closed_on.is_(None), Case.closed_on >= since)
    return figures.counted(and_(cases.visible_to(viewer), recent))
