"""Papers of headed sections: plain words in, the PDF out; set by `web/typst/sections.typ`."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.people.firm import people
from pms_tracker.web.pictures import papers
from pms_tracker.web.words import days_in_words


@dataclass(frozen=True)
class Part:
    """A section: a table, with what is said where it has no rows. `shares` are the widths of its
    columns; 0 is as wide as its words. Without heads the first column is a label."""

    title: str
    rows: Sequence[Sequence[str]]
    shares: Sequence[int]
    heads: Sequence[str] = ()
    none: str = ""


@dataclass(frozen=True)
class Paper:
    """What stands on a paper; `boxes` are those who sign, each by office and word."""

    title: str
    form: str
    parts: Sequence[Part]
    reference: str = ""
    notes: Sequence[str] = ()
    boxes: Sequence[tuple[str, str]] = ()
    flipped: bool = False
    foot: Sequence[tuple[str, str]] = field(default=())


def made(paper: Paper) -> bytes:
    """The PDF of a paper, as of the moment in which it is made."""
    now = (gettext("印刷"), days_in_words.instant_text(clock.now()))
    data: dict[str, Any] = {
        **asdict(paper),
        "lang": days_in_words.language(),
        "company": people.the_company().name,
        "day": days_in_words.day_text(clock.today()),
        "approvals": gettext("承認欄"),
        "boxes": [
            {"office": office, "word": word, "seal": None, "waived": ""}
            for office, word in paper.boxes
        ],
        "foot": [*paper.foot, now],
    }
    return papers.set_paper("sections", data)
