"""Papers of headed sections: plain words in, the PDF out; set by `web/typst/sections.typ`."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext

from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Sheet
from pms_tracker.web.pictures import papers
from pms_tracker.web.words import days_in_words


@dataclass(frozen=True)
class Part:
    """A section: a table, with what is said where it has no rows. `shares` are the widths of its
    columns; 0 is as wide as its words. Without heads the first column is a label. What is written
    in `by_hand` has tall rows."""

    title: str
    rows: Sequence[Sequence[str]]
    shares: Sequence[int]
    heads: Sequence[str] = ()
    none: str = ""
    by_hand: bool = False


@dataclass(frozen=True)
class Paper:
    """What stands on a paper; its form is called as it is itself, unless it has another name.
    `boxes` are those who sign: each by office and word, or as `papers.box` makes it."""

    title: str
    parts: Sequence[Part]
    form: str = ""
    reference: str = ""
    notes: Sequence[str] = ()
    boxes: Sequence[tuple[str, str] | dict[str, Any]] = ()
    flipped: bool = False
    letters: float = 8.5
    foot: Sequence[tuple[str, str]] = field(default=())


def made(paper: Paper) -> bytes:
    """The PDF of a paper, as of the moment in which it is made."""
    frame = papers.frame(paper.title, paper.form, reference=paper.reference)
    frame["foot"] = [*paper.foot, *frame["foot"]]
    told = {
        "parts": [asdict(each) for each in paper.parts],
        "notes": paper.notes,
        "boxes": [each if isinstance(each, dict) else papers.box(*each) for each in paper.boxes],
        "flipped": paper.flipped,
        "letters": paper.letters,
    }
    return papers.set_paper("sections", frame | told)


def listed(sheet: Sheet, shares: Sequence[int], **more: Any) -> bytes:
    """A list as it is in its file, column by column, on A4 landscape."""
    rows = [
        [_said(sheet.value(column, row)) for column in sheet.columns]
        for row in list_files.rows(sheet)
    ]
    heads = [sheet.heading(column) for column in sheet.columns]
    table = Part("", rows, shares, heads, gettext("なし"))
    notes = more.pop("notes", sheet.about)
    return made(Paper(sheet.title, [table], flipped=True, notes=notes, **more))


def _said(value: object) -> str:
    if isinstance(value, date):
        return days_in_words.day_text(value)
    return "" if value is None else str(value)
