"""Lists of records: what one may be narrowed to, sorted by and shows, declared once.

    AUDITS = Listing(Audit.id, SORTS, _narrowed, _row)
    AUDITS.page(me(), Filter(state=AuditState.PLANNED))
    AUDITS.count(me(), Filter(state=AuditState.PLANNED))

`narrowed` gives the conditions of a wish and of who asks, `visible_to` among them; the page, its
count, its file and the figures that lead to it all go through it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from pms_tracker.database import CAP, NEWEST, PAGE, Order, Rows, Sorts, session
from pms_tracker.people.firm.people import Viewer

Wanted = TypeVar("Wanted")


@dataclass(frozen=True)
class Listing(Generic[Wanted]):
    """A list by the ids of its records; `row` selects what is shown of one, to whom."""

    id: InstrumentedAttribute[int]
    sorts: Sorts
    narrowed: Callable[[Viewer, Wanted], Iterable[ColumnElement[bool]]]
    row: Callable[[Viewer], Select[Any]]

    def _ids(self, viewer: Viewer, wanted: Wanted) -> Select[Any]:
        return select(self.id).where(*self.narrowed(viewer, wanted))

    def page(
        self, viewer: Viewer, wanted: Wanted, order: Order = NEWEST, limit: int = PAGE
    ) -> Rows:
        """One page as column tuples, newest first unless told otherwise.

        The page's ids first: joining before the limit would cost as much as the whole list.
        """
        ids = order.page(self._ids(viewer, wanted), self.sorts, limit)
        shown = self.row(viewer).where(self.id.in_(ids)).order_by(*order.clauses(self.sorts))
        return session.execute(shown).all()

    def count(self, viewer: Viewer, wanted: Wanted) -> int:
        """How many there are, counted up to CAP + 1 and no further."""
        ids = self._ids(viewer, wanted).limit(CAP + 1).subquery()
        return session.scalar(select(func.count()).select_from(ids)) or 0
