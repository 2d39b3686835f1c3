"""What each kind of duty says to people: its name, the next step as a sentence, its button."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.reminders.running.every_source import KINDS
from pms_tracker.web.words.word_cache import once

DUTIES: dict[str, tuple[LazyString, LazyString, LazyString]] = {
    key: (_l(kind.name), _l(kind.sentence), _l(kind.button)) for key, kind in KINDS.items()
}


def said(kind: str) -> tuple[str, str, str]:
    """All three in the reader's language; a page has many duties of few kinds."""
    words = DUTIES[kind]
    return once("duty", kind, lambda: (str(words[0]), str(words[1]), str(words[2])))
