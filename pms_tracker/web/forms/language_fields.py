"""Fields of languages, offered as far as the company's locale pack has them."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice

from pms_tracker import locale_in_use
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.web.forms import shared_forms as shared


def languages() -> list[Language]:
    """The languages that people may read, the one of whoever says nothing first."""
    return [Language(each) for each in locale_in_use.pack().languages]


def names() -> list[tuple[str, str]]:
    """The languages with their own names, to choose from; nothing where there is one alone."""
    offered = languages()
    return [(each.value, OWN_NAMES[each]) for each in Language if each in offered and offered[1:]]


OWN_NAMES = {Language.JA: "日本語", Language.EN: "English"}


class LanguageField(RadioField):
    """Which language somebody reads; where there is only one, it need not be asked."""

    def __init__(self, *, usual: bool = False, **kw: Any) -> None:
        super().__init__(
            _l("表示言語"),
            choices=choices,
            default=_usual if usual else _only,
            validators=[shared.Filled(_l("表示言語を選んでください。"))],
            **kw,
        )


def choices() -> list[SelectChoice]:
    """The languages that people may read, to choose one of."""
    offered = languages()
    return shared.choices_of(each for each in Language if each in offered)


def _usual() -> str:
    return languages()[0].value


def _only() -> str | None:
    offered = languages()
    return None if offered[1:] else offered[0].value
