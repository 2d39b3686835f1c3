"""Fields of what a company says of its country: its locale pack, time zone, holidays and years."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from flask_babel import get_locale, gettext, lazy_gettext as _l
from wtforms import SelectChoice, SelectField
from wtforms.validators import NumberRange, ValidationError

from pms_tracker import locale_in_use
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.locales.fiscal_years import FiscalNaming, FiscalStart, fiscal_start
from pms_tracker.kernel.locales.locale_packs import INTERNATIONAL, JAPANESE, LocalePack, proposed
from pms_tracker.people.firm import national_holidays, people
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.words import days_in_words, labels

PACK_NAMES = {JAPANESE.key: _l("日本"), INTERNATIONAL.key: _l("日本以外の国")}
MONTH = _l("1から12までの数で入力してください。")
DAY = _l("1から31までの数で入力してください。")
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


class FiscalFields(shared.Form):
    """On which day fiscal years start, and how they are called."""

    fiscal_start_month = shared.NumberField(
        _l("年度の開始月"),
        default=lambda: proposed_pack().fiscal_start.month,
        validators=[shared.Filled(MONTH), NumberRange(1, 12, MONTH)],
    )
    fiscal_start_day = shared.NumberField(
        _l("年度の開始日"), default=1, validators=[shared.Filled(DAY), NumberRange(1, 31, DAY)]
    )
    fiscal_naming = SelectField(
        _l("年度の呼び方"),
        choices=lambda: [SelectChoice(each, labels.label(each)) for each in FiscalNaming],
        default=lambda: proposed_pack().fiscal_namings[0],
    )

    def validate_fiscal_start_day(self, _field: shared.NumberField) -> None:
        if not self.fiscal_start_month.errors:
            try:
                fiscal_start(self.fiscal_start_month.data, self.fiscal_start_day.data)
            except BadInput as refusal:
                raise ValidationError(sentence(refusal)) from refusal

    @property
    def fiscal_start(self) -> FiscalStart:
        """The day that was entered."""
        return FiscalStart(self.fiscal_start_month.data, self.fiscal_start_day.data)

    def naming(self, pack: LocalePack) -> FiscalNaming:
        """How years are called: as chosen, where a pack leaves it open."""
        chosen = FiscalNaming(self.fiscal_naming.data)
        return chosen if chosen in pack.fiscal_namings else pack.fiscal_namings[0]


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
