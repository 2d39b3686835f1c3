"""Lists of records: what one may be narrowed to, sorted by and shows, declared once.

    AUDITS = Listing(Audit.id, SORTS, _narrowed, _row)
    AUDITS.shown(me(), Filter(state=AuditState.PLANNED))
    AUDITS.count(me(), Filter(state=AuditState.PLANNED))

`narrowed` gives the conditions of a wish and of who asks, `visible_to` among them; the page, its
count, its file and the figures that lead to it all go through it.

To put a statement together takes longer than to run it. So it is kept for all who stand alike and
wish the same; who asks and the place in the list are parameters of it.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import ColumnElement, FromClause, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.interfaces import ORMOption

from pms_tracker import clock
from pms_tracker.database import (
    CAP,
    NEWEST,
    PAGE,
    Columns,
    Order,
    Rows,
    Sorts,
    Table,
    read,
    session,
)
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import record_numbers

Wanted = TypeVar("Wanted", bound=Hashable)
Record = TypeVar("Record", bound=Table)
Made = TypeVar("Made")
# How many statements are kept: words that are sought make new ones without end.
KEPT = 200
# Who asks, as a parameter of whatever is asked.
ASKER = sa.bindparam("asker_id", type_=sa.Integer)
# The place in a list: what it is sorted by, and the number that settles ties.
_PLACE = ("after", "after_number")


def everybody(_viewer: Viewer) -> ColumnElement[bool]:
    """Whoever may open a list sees all its rows."""
    return sa.true()


@dataclass(frozen=True)
class Asker:
    """All that conditions go by of a viewer but who it is, which is a parameter to them."""

    roles: frozenset[Role]
    unit_ids: frozenset[int]
    headed_unit_ids: frozenset[int]
    stands_in_for: frozenset[tuple[int, frozenset[Role]]]

    def viewer(self) -> Viewer:
        """Anybody who stands so, for statements that are run with `parameters`."""
        anybody = cast(int, ASKER)
        lent = dict(self.stands_in_for)
        return Viewer(
            anybody, "", self.roles, self.unit_ids, self.headed_unit_ids, stands_in_for=lent
        )


def asker(viewer: Viewer) -> Asker:
    """How a viewer stands."""
    lent = frozenset(viewer.stands_in_for.items())
    return Asker(viewer.roles, viewer.unit_ids, viewer.headed_unit_ids, lent)


def parameters(viewer: Viewer) -> dict[str, Any]:
    """Who asks, for a statement that has `ASKER`."""
    return {ASKER.key: viewer.person_id}


def for_all_alike(make: Callable[[Viewer], Made]) -> Callable[[Viewer], Made]:
    """What is made for a viewer, made once for all who stand alike on the day."""

    @lru_cache(maxsize=KEPT)
    def made(who: Asker, _day: date) -> Made:
        return make(who.viewer())

    return lambda viewer: made(asker(viewer), clock.today())


@dataclass(frozen=True, eq=False)
class Numbered(Generic[Record]):
    """Records of a yearly kind, each found by the reference that names it, as far as somebody may
    know of it:

        by_reference = Numbered(Audit, Kind.AUDIT, visible_to).by_reference
    """

    table: type[Record]
    kind: Kind
    visible_to: Callable[[Viewer], ColumnElement[bool]]
    options: tuple[ORMOption, ...] = ()

    def by_reference(
        self, reference: Reference, *, seen_by: Viewer, for_update: bool = False
    ) -> Record:
        """The record, locked if asked; raises NotFound where there is none or the person may not
        know of it."""
        statement = _numbered(self, asker(seen_by), clock.today(), for_update=for_update)
        asked = {"year": reference.fiscal_year, "number": reference.number}
        found: Record | None = None
        if reference.kind is self.kind:
            found = session.scalar(statement, asked | parameters(seen_by))
        return record_numbers.there(found, reference)


@lru_cache(maxsize=KEPT)
def _numbered(
    of: Numbered[Any], who: Asker, _today: date, *, for_update: bool
) -> Select[*tuple[Any, ...]]:
    """Built once for all who stand alike on the day."""
    its = (
        of.table.fiscal_year == sa.bindparam("year", type_=sa.Integer),
        of.table.number == sa.bindparam("number", type_=sa.Integer),
        of.visible_to(who.viewer()),
    )
    found = select(of.table).where(*its).options(*of.options)
    return found.with_for_update(of=of.table) if for_update else found


@dataclass(frozen=True, eq=False)
class Listing(Generic[Wanted]):
    """A list by the ids of its records; `row` selects what is shown of one, to whom.

    Neither `narrowed` nor `row` may ask the database, nor look at who somebody is but in SQL.
    """

    id: InstrumentedAttribute[int]
    sorts: Sorts
    narrowed: Callable[[Viewer, Wanted], Iterable[ColumnElement[bool]]]
    row: Callable[[Viewer], Select[Any]]

    def page(
        self, viewer: Viewer, wanted: Wanted, order: Order = NEWEST, limit: int = PAGE
    ) -> Rows:
        """One page as column tuples, newest first unless told otherwise."""
        return self._rows(viewer, wanted, order, limit, counted=False)

    def shown(
        self, viewer: Viewer, wanted: Wanted, order: Order = NEWEST, limit: int = PAGE
    ) -> tuple[Rows, int]:
        """One page, and how many there are on all pages, in one statement where there is one."""
        rows = self._rows(viewer, wanted, order, limit, counted=True)
        if rows:
            return rows, rows[0].counted
        # Beyond the last page, or where no row has what is sorted by, there may be some.
        begins = order.by == NEWEST.by and not order.after
        return rows, 0 if begins else self.count(viewer, wanted)

    def count(self, viewer: Viewer, wanted: Wanted) -> int:
        """How many there are, counted up to CAP + 1 and no further."""
        ((found,),) = read(_count(self._asked(viewer, wanted)), parameters(viewer))
        return int(found)

    def _rows(
        self, viewer: Viewer, wanted: Wanted, order: Order, limit: int, *, counted: bool
    ) -> Rows:
        place = dict(zip(_PLACE, order.after, strict=False))
        anywhere = replace(order, after=())
        statement = _page(
            self._asked(viewer, wanted), anywhere, limit, goes_on=bool(place), counted=counted
        )
        return read(statement, parameters(viewer) | place)

    def _asked(self, viewer: Viewer, wanted: Wanted) -> "_Asked":
        return _Asked(self, asker(viewer), wanted, clock.today())


@dataclass(frozen=True)
class _Asked:
    """What a statement is made of; what is wanted may go by the day, as who asks does."""

    listing: Listing[Any]
    asker: Asker
    wanted: Hashable
    day: date

    def ids(self) -> Select[Any]:
        narrowed = self.listing.narrowed(self.asker.viewer(), self.wanted)
        return select(self.listing.id).where(*narrowed)


@lru_cache(maxsize=KEPT)
def _count(asked: _Asked) -> Columns:
    return _counted(asked.ids().limit(CAP + 1).subquery())


def _counted(ids: FromClause) -> Select[int]:
    return select(func.count()).select_from(ids)


@lru_cache(maxsize=KEPT)
def _page(asked: _Asked, order: Order, limit: int, *, goes_on: bool, counted: bool) -> Columns:
    """The page's ids first: joining before the limit would cost as much as the whole list."""
    listing, viewer, ids = asked.listing, asked.asker.viewer(), asked.ids()
    page = _placed(order, listing.sorts, goes_on=goes_on).page(ids, listing.sorts, limit)
    every: FromClause = ids.limit(CAP + 1).subquery()
    if counted and order == NEWEST and not goes_on and not viewer.sees_all:
        # Who sees few of many has them looked for once: the page begins what is counted.
        every = order.page(ids, listing.sorts, CAP + 1).cte()
        page = select(*every.c).order_by(*(each.desc() for each in every.c)).limit(limit)
    shown = listing.row(viewer)
    if counted:
        shown = shown.add_columns(_counted(every).scalar_subquery().label("counted"))
    return shown.where(listing.id.in_(page)).order_by(*order.clauses(listing.sorts))


def _placed(order: Order, sorts: Sorts, *, goes_on: bool) -> Order:
    """The order with parameters for the place after which it goes on."""
    columns = order.columns(sorts) if goes_on else ()
    after = (
        sa.bindparam(name, type_=each.type) for name, each in zip(_PLACE, columns, strict=False)
    )
    return replace(order, after=tuple(after))
