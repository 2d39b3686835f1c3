"""Letters and reports drafted from an entry, as papers that somebody mends and sends."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.web.pictures import papers
from pms_tracker.web.words import days_in_words


@dataclass(frozen=True)
class Written:
    """What a paper says: what it is called, to whom, its first sentence, and lines with what each
    is called."""

    title: str
    rows: Sequence[tuple[str, str]]
    to: str = ""
    opening: str = ""


def answer(which: Reference, drafts: Sequence[Written], number: int) -> ResponseReturnValue:
    """One of an entry's drafts, counted from 1, as a download; nothing of it is kept."""
    if not 1 <= number <= len(drafts):
        abort(404)
    draft = drafts[number - 1]
    data = {
        "lang": days_in_words.language(),
        "title": draft.title,
        "reference": str(which),
        "day": days_in_words.day_text(clock.today()),
        "to": draft.to,
        "company": people.the_company().name,
        "opening": draft.opening,
        "facts_head": gettext("内容"),
        "rows": [list(row) for row in draft.rows],
    }
    return papers.answer("draft_letter", data, papers.named(f"{which}_{number}.pdf"))
