"""A register whose entries are approved as it stood on a day: its page, its paper and its sheet."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import compress
from types import SimpleNamespace
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.registers import entry_editions
from pms_tracker.registers.edition_tables import Edition
from pms_tracker.registers.fields import Of, Pick
from pms_tracker.registers.imports import register_sheets
from pms_tracker.registers.imports.register_sheets import number_of
from pms_tracker.registers.register import Register
from pms_tracker.registers.register_lists import Wish, name_column
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.as_of_forms import AsOfForm
from pms_tracker.web.forms.shared_forms import DayField
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Sheet
from pms_tracker.web.lists.list_pages import ListPage
from pms_tracker.web.pictures import papers
from pms_tracker.web.registers import register_papers
from pms_tracker.web.registers.register_list_pages import Shown
from pms_tracker.web.words.days_in_words import day_text
from pms_tracker.web.words.register_words import said_by, say

# Entries that the page of a day shows; its sheet has all.
MOST_SHOWN = register_papers.MOST


class DayForm(AsOfForm):
    """As of which day the register is shown."""

    on = DayField(_l("いつの内容か"), _l("日付を入力してください。"), past=True)


class DayPages:
    """The page of a day, its paper and its sheet, for whoever reads the register."""

    def __init__(self, register: Register, listed: ListPage[Wish]) -> None:
        self.register, self.list = register, listed

    def add_to(self, add: Callable[..., None]) -> None:
        add("/as-of", "as_of", self.as_of, self.register.reader, "GET")
        add("/as-of.pdf", "as_of_paper", self.paper, self.register.reader, "GET")
        add("/as-of.xlsx", "as_of_sheet", self.sheet, self.register.reader, "GET")

    def as_of(self) -> ResponseReturnValue:
        """What was in force on a day, by number."""
        form, day = DayForm.asked()
        on = day or clock.today()
        found = self._in_force(on)
        rows = [self._shown(row, edition, on) for row, edition in found[:MOST_SHOWN]]
        told = _told_of_any(rows)
        page = render_template(
            "registers/as_of.html",
            register=self.register,
            form=form,
            day=on,
            heads=[say(each.label) for each in compress(self.register.shown, told)],
            rows=[
                Shown(each.url, each.called, list(compress(each.cells, told)), struck=False)
                for each in rows
            ],
            more=len(found) > MOST_SHOWN,
        )
        return page, 200 if day else 400

    def paper(self) -> ResponseReturnValue:
        """The same with the columns of the register's own paper."""
        _form, day = DayForm.asked()
        if day is None:
            return self.as_of()
        name = papers.named(f"{self.register.key}_{day.isoformat()}.pdf")
        return papers.handed(self.set_paper(day), name)

    def set_paper(self, day: date) -> bytes:
        """The PDF of what was in force on a day."""
        found = [
            (self.register.name_of(row), self._said(row, edition, day))
            for row, edition in self._in_force(day)
        ]
        return register_papers.set_day(self.register, day, found)

    def sheet(self) -> ResponseReturnValue:
        """All of it with the columns of the register's own sheet."""
        _form, day = DayForm.asked()
        if day is None:
            return self.as_of()
        return list_files.answer(self.sheet_of(day), "xlsx")

    def sheet_of(self, day: date) -> Sheet:
        """All that was in force on a day."""
        then = entry_editions.in_force_on(self.register, day, me())
        number = self.register.column("id")
        names = register_sheets.names(self.register)

        def more(last: Any | None) -> Sequence[Any]:
            follows = then.where(number > last.id) if last is not None else then
            found = session.execute(follows.order_by(number).limit(list_files.CHUNK))
            return [self._in_sheet(row, edition, day, names) for row, edition in found]

        return self.list.sheet(more, [gettext("%(day)s現在", day=day_text(day))], day)

    def _in_sheet(
        self, row: Any, edition: Edition, day: date, names: Mapping[Of, Mapping[int, str]]
    ) -> Any:
        """A row as the list reads it, that says what it did on a day."""
        its = self.register
        named = {"id": row.id, "fiscal_year": row.fiscal_year, "number": row.number}
        then = SimpleNamespace(**dict.fromkeys(its.kept_in), **named)
        its.put(then, entry_editions.said_on(its, row, edition, day))
        for each in its.fields:
            if isinstance(each, Pick):
                setattr(then, name_column(each), names[each.one_of].get(each.of(then)))
        return then

    def _in_force(self, day: date) -> Sequence[Any]:
        """Entries with their edition of a day, one more than are shown."""
        then = entry_editions.in_force_on(self.register, day, me())
        ordered = then.order_by(self.register.column("id")).limit(MOST_SHOWN + 1)
        return session.execute(ordered).all()

    def _said(self, row: Any, edition: Edition, day: date) -> dict[str, Any]:
        """What an entry said on a day, with what is reckoned of that and of when it was entered; of
        a day that is over, without what moves since."""
        said = entry_editions.said_on(self.register, row, edition, day)
        is_over = day < clock.today()
        then = SimpleNamespace(**said, recorded_at=row.recorded_at) if is_over else row
        reckoned = {
            each.name: each.nothing if is_over and each.of_now else each.of(then)
            for each in self.register.reckoned
        }
        return reckoned | said

    def _shown(self, row: Any, edition: Edition, day: date) -> Shown:
        values = self._said(row, edition, day)
        cells = [
            (say(each.label), said_by(each, values[each.name])) for each in self.register.shown
        ]
        where = url_for(".record", which=number_of(self.register, row))
        return Shown(where, self.register.name_of(row), cells, struck=False)


def _told_of_any(rows: Sequence[Shown]) -> list[bool]:
    """Of each column whether any row says something in it: what came after entries were approved
    is no part of what was in force on a day that is over, and its columns are left out where it is
    all that they say."""
    cells = (row.cells for row in rows)
    return [any(words for _label, words in column) for column in zip(*cells, strict=True)]
