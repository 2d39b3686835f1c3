"""Fields of what a company says of its country: its locale pack, time zone and holidays."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from flask_babel import get_locale, gettext, lazy_gettext as _l
from wtforms import SelectChoice, SelectField

from pms_tracker import locale_in_use
from pms_tracker.kernel.locales.locale_packs import INTERNATIONAL, JAPANESE, LocalePack, proposed
from pms_tracker.people.firm import national_holidays, people
from pms_tracker.web.words import days_in_words

PACK_NAMES = {JAPANESE.key: _l("日本"), INTERNATIONAL.key: _l("日本以外の国")}
# Zones are named by an area and a place; others are old names and offsets.
AREAS = frozenset(
    {
        *("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia"),
        *("Europe", "Indian", "Pacific"),
    }
)


def proposed_pack() -> LocalePack:
    """The pack proposed to whoever sets up, by the language they read."""
    return proposed(days_in_words.language())


class ZoneField(SelectField):
    """By which clock the company's days turn; blank goes by the server's."""

    def __init__(self, default: Any = "", **kw: Any) -> None:
        super().__init__(_l("時間帯"), choices=_zones, default=default, **kw)


class CountryField(SelectField):
    """The country whose holidays the company keeps; blank keeps none."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(_l("祝日を数える国"), choices=_countries, default="", **kw)


def _zones() -> list[SelectChoice]:
    return [SelectChoice("", gettext("サーバーの時間帯")), *_named_zones()]


@cache
def _named_zones() -> list[SelectChoice]:
    named = sorted(each for each in available_timezones() if each.partition("/")[0] in AREAS)
    return [SelectChoice(each, each.replace("_", " ")) for each in ("UTC", *named)]


def _countries() -> list[SelectChoice]:
    if people.company() is not None and locale_in_use.pack().holidays_of:
        return [SelectChoice("", "")]
    locale = get_locale() or Locale("ja")
    named = sorted((locale.territories.get(each, each), each) for each in _codes())
    return [
        SelectChoice("", gettext("祝日を数えない")),
        *(SelectChoice(code, name) for name, code in named),
    ]


@cache
def _codes() -> list[str]:
    return national_holidays.countries()
