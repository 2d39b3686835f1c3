"""The rows of a set of requirements: each becomes an item, or what is wrong with it is told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from unicodedata import normalize

from pms_tracker.sheets import sheet_lines

LONGEST_NUMBER = 20
LONGEST_TITLE = 200
LONGEST_TEXT = 2_000
LONGEST_MAPPINGS = 500


class Column(StrEnum):
    """What a set's file holds of each item; 番号, 題名, 内容, 対応."""

    NUMBER = "number"
    TITLE = "title"
    TEXT = "text"
    MAPS_TO = "maps_to"


# What pages and our own files call the columns, in Japanese and in English: all of it is read.
LISTED = {
    Column.NUMBER: ("番号", "Number"),
    Column.TITLE: ("題名", "Title"),
    Column.TEXT: ("内容", "Details"),
    Column.MAPS_TO: ("対応", "Maps to"),
}
_ALSO = {
    Column.NUMBER: ("項番", "項目番号", "no", "id"),
    Column.TITLE: ("表題", "項目", "項目名", "タイトル"),
    Column.TEXT: ("本文", "要求事項", "説明", "text", "content"),
    Column.MAPS_TO: ("対応先", "対応条項", "mapping"),
}


HEADINGS = {
    sheet_lines.plain_heading(name): column
    for column in Column
    for name in (*LISTED[column], *_ALSO[column])
}


@dataclass(frozen=True)
class Item:
    """One requirement of a set; `maps_to` names others, as `POL-001 3(3)` or `j-items J.6.2`."""

    number: str
    title: str
    text: str = ""
    maps_to: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def wording(self) -> str:
        """Title and text as they are stored: the first line is the title."""
        return f"{self.title}\n{self.text}".rstrip()


def _mappings(text: str) -> tuple[str, ...]:
    named = []
    for each in re.split(r"[\n;,、]", normalize("NFKC", text)):
        family, _, number = sheet_lines.one_line(each).partition(" ")
        named.append(f"{family} {sheet_lines.plain_number(number)}".strip())
    return tuple(dict.fromkeys(filter(None, named)))


class Rows(sheet_lines.Lines[Column]):
    """Takes the rows of a set and keeps its items."""

    headings = HEADINGS
    needed = ((Column.NUMBER, "番号"), (Column.TITLE, "題名"))

    def __init__(self) -> None:
        super().__init__()
        self.items: list[Item] = []
        self._lines: dict[str, int] = {}

    def keep(self, line: int, texts: Mapping[Column, str], *, sound: bool) -> None:
        """Make an item of a row, or tell all that is wrong with it."""
        before = len(self.troubles)
        item = Item(
            sheet_lines.plain_number(texts.get(Column.NUMBER, "")),
            sheet_lines.one_line(texts.get(Column.TITLE, "")),
            sheet_lines.several_lines(texts.get(Column.TEXT, "")),
            _mappings(texts.get(Column.MAPS_TO, "")),
            line,
        )
        if sound:
            self._judge(item)
        if sound and len(self.troubles) == before:
            self.items.append(item)

    def _judge(self, item: Item) -> None:
        line = item.line
        if not item.number:
            self.refuse(line, sheet_lines.Problem.NUMBER_MISSING, item.title)
        elif item.number in self._lines:
            self.refuse(
                line, sheet_lines.Problem.NUMBER_TWICE, item.number, self._lines[item.number]
            )
        self._lines.setdefault(item.number, line)
        if not item.title:
            self.refuse(line, sheet_lines.Problem.TITLE_MISSING, item.number)
        # A number has lost its blanks, and of a cell that names several only the first was seen.
        for each in filter(sheet_lines.FORMULA.match, (item.number, *item.maps_to)):
            self.refuse(line, sheet_lines.Problem.FORMULA, each)
        for text, longest, problem in (
            (item.number, LONGEST_NUMBER, sheet_lines.Problem.NUMBER_TOO_LONG),
            (item.title, LONGEST_TITLE, sheet_lines.Problem.TITLE_TOO_LONG),
            (item.text, LONGEST_TEXT, sheet_lines.Problem.TEXT_TOO_LONG),
            ("; ".join(item.maps_to), LONGEST_MAPPINGS, sheet_lines.Problem.MAPPINGS_TOO_LONG),
        ):
            if len(text) > longest:
                self.refuse(line, problem, text, longest)
