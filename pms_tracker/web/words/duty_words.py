"""What each kind of duty says to people: its name, the next step as a sentence, its button."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.reminders.running.every_source import KINDS

DUTIES: dict[str, tuple[LazyString, LazyString, LazyString]] = {
    key: (_l(kind.name), _l(kind.sentence), _l(kind.button)) for key, kind in KINDS.items()
}
