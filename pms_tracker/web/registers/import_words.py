"""What the preview of a file says in words: its rows, guesses, columns, and what is left over."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Field, Pick
from pms_tracker.registers.imports import register_sheets
from pms_tracker.registers.imports.sheet_plans import Line, Plan, Read
from pms_tracker.registers.imports.sheet_reading import NUMBER, REFERENCE
from pms_tracker.registers.register import Register
from pms_tracker.sheets.office.headings import Column, target_of
from pms_tracker.sheets.office_books import Layout
from pms_tracker.web.forms.sheet_words import UNREAD, WHYS, Guessed, LeftWords, left_words, targets
from pms_tracker.web.words.register_words import said, say

# More than these are no names that somebody forgot to register, but another column.
MOST_OFFERED, _LONGEST = 30, 100
# Of a field that names somebody or something registered, what helps can be said as well.
_NAMES_NONE = _l(
    "登録された名前のどれか1つに決まらないので空欄にし、書かれた言葉を備考に残します。読み取るには、先に登録するか、名前を直してください。"
)


def why_words(field: Field | None, why: str) -> LazyString:
    """Why what a cell says of a field is doubtful; None is the field of the number."""
    return _NAMES_NONE if why == UNREAD and isinstance(field, Pick | Entries) else WHYS[why]


@dataclass(frozen=True)
class Unsaid:
    """What rows do not say of a field, or say in `words` that nobody knows: in how many, and what
    there is to choose for them, each with whether it is chosen."""

    name: str
    label: str
    words: str
    rows: int
    offered: tuple[tuple[str, bool], ...]


class Preview:
    """What a plan says, in words."""

    def __init__(self, register: Register, wanted: Plan) -> None:
        self._register, self._plan = register, wanted
        self._names = register_sheets.names(register)

    @property
    def columns(self) -> list[Field]:
        """The columns of the list that are entered."""
        return [each for each in self._register.shown if each.in_sheet]

    def says(self, line: Line) -> list[str]:
        """What a new entry says in the columns of the list."""
        return [self._said(each.name, line.values[each.name]) for each in self.columns]

    def all_of(self, line: Line) -> Iterator[tuple[str, str, str]]:
        """What a row says, field by field: label, as it was read, as it was written."""
        read = self._plan.read[line.read]
        for each in self._register.cells:
            told, found = read.row.told.get(each.name), line.values[each.name]
            value = self._said(each.name, found)
            # What is not ticked is said where a row says so.
            if told is not None or (value and found != each.nothing):
                yield say(each.label), value, told.original if told else ""

    def changes(self, line: Line) -> list[tuple[str, str, str]]:
        """What changes in an entry: field, before, after."""
        before = line.entry.values if line.entry else {}
        return [
            (
                say(self._register.field(name).label),
                self._said(name, before.get(name)),
                self._said(name, line.values[name]),
            )
            for name in line.changes
        ]

    @cached_property
    def guesses(self) -> list[Guessed]:
        """Every cell that was read with a guess."""
        return [guess for read in self._plan.read for guess in self._guesses_of(read)]

    def _guesses_of(self, read: Read) -> Iterator[Guessed]:
        for name, why in read.doubts:
            told = read.row.told.get(name)
            field = self._register.field(name) if name != REFERENCE else None
            yield Guessed(
                told.place if told and not told.repeats else read.row.where,
                say(field.label if field else NUMBER),
                told.original if told else "",
                self._said(name, read.values.get(name)) if field else "",
                why_words(field, why),
            )

    @property
    def left(self) -> list[LeftWords]:
        return left_words(self._plan.sheet.left)

    @property
    def layouts(self) -> list[Layout]:
        return self._plan.sheet.layouts

    @property
    def unsaid(self) -> Iterator[Unsaid]:
        """What may be chosen once for all rows that do not say it, or say it in one way that nobody
        knows: what most rows say first."""
        most = Counter(self._plan.unsaid).most_common()
        told = (((name, words), rows) for (name, words), rows in most if len(words) <= _LONGEST)
        for (name, words), rows in islice(told, MOST_OFFERED):
            field, now = self._register.field(name), self._plan.sheet.instead.get((name, words))
            offered = tuple((each, each == now) for each in self._offered(field))
            yield Unsaid(name, say(field.label), words, rows, offered)

    def _offered(self, field: Field) -> list[str]:
        if isinstance(field, Pick):
            return list(self._names[field.one_of].values())
        return [say(words) for words in field.members.values()] if isinstance(field, Choice) else []

    def targets(self, column: Column) -> list[tuple[str, str, bool]]:
        """What a column may be taken for: a value, its words, and whether it is that now."""
        offered = [
            (REFERENCE, say(NUMBER)),
            *((each.name, say(each.label)) for each in self._register.cells),
        ]
        if column.match.member:
            field = self._register.field(column.match.key)
            words = f"{say(field.label)} / {column.match.member}"
            offered.append((target_of(column.match), words))
        return targets(column, offered)

    def _said(self, name: str, value: Any) -> str:
        field = self._register.field(name)
        named = self._names[field.one_of].get(value, "") if isinstance(field, Pick) else ""
        return said(field, value, named)
