"""A list declared once, shown as a page and given as a file: both read the address alike.

LIST = ListPage("cases", _l("是正処置"), case_lists.CASES, wanted, COLUMNS)

return render_template("act/cases/list.html", **LIST.shown())
return LIST.file("xlsx")
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel.speaklater import LazyString

from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.firm.listings import Listing, Wanted
from pms_tracker.web.door.access import me
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.filters import ROWS, Asked
from pms_tracker.web.lists.list_files import Column, Sheet


def name_of(kind: Kind) -> Callable[[Any], str]:
    """What a row of a list is called, for its column."""
    return lambda row: format_reference(kind, row.fiscal_year, row.number)


@dataclass(frozen=True)
class ListPage(Generic[Wanted]):
    """A list of records; `wanted` says what an address asks of it, and sets its order.

    `whole`: the list with what only its file shows of a row.
    """

    name: str
    title: LazyString
    listing: Listing[Wanted]
    wanted: Callable[[Asked], Wanted]
    columns: Sequence[Column]
    whole: Listing[Wanted] | None = None

    def shown(self) -> dict[str, Any]:
        """What the page is rendered with: what is asked for, one page of rows, and their count."""
        asked, viewer = Asked(request.args), me()
        wanted = self.wanted(asked)
        rows = self.listing.page(viewer, wanted, asked.order, ROWS)
        return {
            "asked": asked,
            "rows": asked.page(rows),
            "count": self.listing.count(viewer, wanted),
        }

    def file(self, kind: str) -> ResponseReturnValue:
        """What the page shows, in the same order, every row."""
        asked, viewer = Asked(request.args), me()
        wanted, listing = self.wanted(asked), self.whole or self.listing

        def more(last: Any | None) -> Sequence[Any]:
            order = list_files.following(asked.order, last, listing.sorts)
            return listing.page(viewer, wanted, order, list_files.CHUNK)

        sheet = Sheet(str(self.title), self.name, self.columns, more, asked.words)
        return list_files.answer(sheet, kind)
