"""What each kind of duty says to people: its name, the next step as a sentence, its button."""

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.kernel.duty import Duty
from pms_tracker.reminders.running.every_source import KINDS
from pms_tracker.web.words.word_cache import once

DUTIES: dict[str, tuple[LazyString, LazyString, LazyString]] = {
    key: (_l(kind.name), _l(kind.sentence), _l(kind.button)) for key, kind in KINDS.items()
}


def said(kind: str) -> tuple[str, str, str]:
    """All three in the reader's language; a page has many duties of few kinds."""
    words = DUTIES[kind]
    return once("duty", kind, lambda: (str(words[0]), str(words[1]), str(words[2])))


@dataclass(frozen=True)
class YourTurn:
    """By when the reader is to do what on a record, and what the button to it says; to `url` where
    that is done on a page of its own, else to a `field` of the form."""

    due_on: date
    sentence: str
    button: str
    url: str = ""
    field: str = ""


def your_turn(duty: Duty, url: str = "") -> YourTurn:
    """A duty as its record says it to whose it is; no button to a page that they may not open."""
    _name, sentence, button = said(duty.kind)
    kind = KINDS[duty.kind]
    told = button if url or not kind.page else ""
    return YourTurn(duty.due_on, sentence, told, url, kind.field)
