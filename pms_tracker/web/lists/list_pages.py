"""A list declared once: a page, a file, and saved views, which all read the address alike.

    LIST = ListPage(
        *("audits", "audits.index", _l("監査")),
        audit_lists.AUDITS,
        wanted,
        COLUMNS,
        conditions=frozenset({"state", "unit", "sort"}),
        views=((_l("すべて"), {}), (_l("計画済み"), {"state": "planned"})),
    )

Its page is rendered with `**LIST.shown()`, its file is `LIST.file("xlsx")`, and its views come with
it: `routes.LISTS` finds it where it stands.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel.speaklater import LazyString

from pms_tracker import locale_in_use
from pms_tracker.desk import kept_views
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.firm.listings import Listing, Wanted
from pms_tracker.web.door.access import me
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.filters import ROWS, Asked
from pms_tracker.web.lists.list_files import Column, Sheet
from pms_tracker.web.lists.offered import Offer


def name_of(kind: Kind) -> Callable[[Any], str]:
    """What a row of a list is called, for its column."""
    return lambda row: format_reference(kind, row.fiscal_year, row.number)


@dataclass(frozen=True)
class ListPage(Generic[Wanted]):
    """A list of records; `wanted` says what an address asks of it, and sets its order.

    `conditions` are the names that it asks for, the place in the list aside: of them saved views
    are made. `views` are those that it always has. `offers` are what its filters ask the database
    for, so that a page reads them at once. `whole`: the list with what only its file shows
    of a row; `name` is the file's, where it is not the list's.
    """

    key: str
    endpoint: str
    title: LazyString
    listing: Listing[Wanted]
    wanted: Callable[[Asked], Wanted]
    columns: Sequence[Column]
    conditions: frozenset[str]
    views: tuple[tuple[LazyString, Mapping[str, Any]], ...]
    whole: Listing[Wanted] | None = None
    offers: tuple[Offer, ...] = ()
    name: str = ""

    def shown(self) -> dict[str, Any]:
        """What the page is rendered with: what is asked for, one page of rows, their count, and
        the views that were saved of the list."""
        asked, viewer = Asked(request.args), me()
        (views,) = asked.reads(self.offers, kept_views.LISTED, page=self.key)
        wanted = self.wanted(asked)
        rows, count = self.listing.shown(viewer, wanted, asked.order, ROWS)
        saved = kept_views.told_in(views)
        return {"asked": asked, "rows": asked.page(rows), "count": count, "views": saved}

    def first(self, most: int) -> tuple[Asked, Sequence[Any]]:
        """What is asked for, and the first so many rows of its file."""
        asked, viewer = Asked(request.args), me()
        wanted, listing = self.wanted(asked), self.whole or self.listing
        order = list_files.following(asked.order, None, listing.sorts)
        return asked, listing.page(viewer, wanted, order, most)

    def file(self, kind: str) -> ResponseReturnValue:
        """What the page shows, in the same order, every row."""
        asked, viewer = Asked(request.args), me()
        wanted, listing = self.wanted(asked), self.whole or self.listing

        def more(last: Any | None) -> Sequence[Any]:
            order = list_files.following(asked.order, last, listing.sorts)
            return listing.page(viewer, wanted, order, list_files.CHUNK)

        return list_files.answer(self.sheet(more, asked.words), kind)

    def sheet(self, more: list_files.More, about: Sequence[str], day: date | None = None) -> Sheet:
        """Rows with the columns of its file, of those that the company meets."""
        columns = [each for each in self.columns if locale_in_use.has(each.custom)]
        return Sheet(str(self.title), self.name or self.key, columns, more, about, day=day)
