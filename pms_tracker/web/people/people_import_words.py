"""What the preview of a list of people says in words: guesses, who makes nobody, what is left over.

Of columns that are not read the headings alone are shown: they may say what nobody is to read.
"""

from collections.abc import Iterator
from functools import cached_property

from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.people.imports.import_plan import Plan, Planned
from pms_tracker.people.imports.people_columns import LANGUAGES, LISTED, PARTS, Column, Part
from pms_tracker.people.imports.people_sheets import Out
from pms_tracker.sheets.office.headings import Column as Heading
from pms_tracker.sheets.office.row_kinds import Left
from pms_tracker.sheets.office.told_cells import LeftOver
from pms_tracker.sheets.office_books import Layout
from pms_tracker.web.forms.sheet_words import WHYS, Guessed, LeftWords, left_words, targets
from pms_tracker.web.refusals.row_words import own_language
from pms_tracker.web.words import days_in_words
from pms_tracker.web.words.labels import label

OUT: dict[Out, LazyString] = {
    Out.LEFT: _l("退職した人の行"),
    Out.STRUCK: _l("取消線が引かれた行"),
    Out.NOBODY: _l("空席など、人の名前がない行"),
    Out.CONTINUED: _l("上の人の続きの行"),
    Out.GROUP: _l("部門の名前だけの行"),
}
# Of these the words are shown as well; of a row that is hidden, whom it names.
_SHOWN = {Left.TITLE, Left.SECTION, Left.NOTE, Left.TOTAL, Left.EXAMPLE, Left.REPEATED}
_COLUMNS = {Left.UNKNOWN_COLUMN, Left.HIDDEN_COLUMN}
_NAMES = {Column.NAME, Part.FAMILY, Part.GIVEN}


def heading(column: str) -> str:
    """A column's heading in the reader's language; empty where there is no column."""
    return LISTED[Column(column)][own_language()] if column else ""


class PeoplePreview:
    """What a plan says, in words."""

    def __init__(self, wanted: Plan) -> None:
        self._plan = wanted

    @cached_property
    def guesses(self) -> list[Guessed]:
        """Every cell that was read with a guess."""
        return [each for planned in self._plan.guessed for each in self._guesses_of(planned)]

    def _guesses_of(self, planned: Planned) -> Iterator[Guessed]:
        row = planned.row
        said = {
            Column.NAME: row.name,
            Column.READING: row.reading,
            Column.MAIL: row.mail,
            Column.UNIT: row.unit,
            Column.HEAD: gettext("部門責任者") if row.is_head else "",
            Column.ROLE: label(row.role) if row.role else "",
            Column.LANGUAGE: LANGUAGES[row.language][own_language()] if row.language else "",
            Column.SINCE: days_in_words.day_text(row.since_on) if row.since_on else "",
        }
        for each in row.guesses:
            value = str(said[Column(each.column)])
            words = heading(each.column)
            yield Guessed(each.where, words, each.original, value, WHYS[each.why])

    @property
    def passed(self) -> list[str]:
        """The headings of columns that are not read."""
        columns = (each for layout in self.layouts for each in layout.columns)
        return [*dict.fromkeys(each.words for each in columns if not each.match.key)]

    @cached_property
    def left(self) -> list[LeftWords]:
        """Who makes nobody, and what else is no part of a list of people, by the reason."""
        out: dict[Out, list[tuple[str, str]]] = {}
        for each in self._plan.sheet.out:
            out.setdefault(each.why, []).append((each.where, each.name))
        rows = [LeftWords(OUT[why], len(all_of), tuple(all_of)) for why, all_of in out.items()]
        cells = (each for each in self._plan.sheet.left if each.why not in _COLUMNS)
        return [*rows, *left_words(filter(None, map(self._seen, cells)))]

    def _seen(self, left: LeftOver) -> LeftOver | None:
        """What of a cell may be shown; None of those that tell no more than others of their row."""
        if left.why in _SHOWN:
            return left
        if left.why is Left.HIDDEN_ROW:
            return left if left.column in self._names.get(left.sheet, ()) else None
        return left._replace(text="")

    @cached_property
    def _names(self) -> dict[str, set[int]]:
        """The columns of names by sheet."""
        return {
            sheet: {each.at for each in layout.columns if each.match.key in _NAMES}
            for layout in self.layouts
            for sheet in layout.sheets
        }

    @property
    def layouts(self) -> list[Layout]:
        return self._plan.sheet.layouts

    def targets(self, column: Heading) -> list[tuple[str, str, bool]]:
        """What a column may be taken for: a value, its words, and whether it is that now."""
        own = own_language()
        named = (*LISTED.items(), *PARTS.items())
        offered = [(str(key), words[own]) for key, words in named if key != Part.MY_NUMBER]
        if column.match.member:
            words = f"{heading(column.match.key)} / {column.match.member}"
            offered.append((f"{column.match.key}:{column.match.member}", words))
        return targets(column, offered)
