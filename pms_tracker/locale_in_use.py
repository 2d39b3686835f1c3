"""The locale pack that the company chose, and the catalogues in its words.

One company, one pack: it is learned whenever the company is read, as the first thing a process does
is, so that to find a word never asks the database.
"""

from functools import cache

from babel.support import NullTranslations, Translations

from pms_tracker import config
from pms_tracker.kernel import my_number
from pms_tracker.kernel.locales import fiscal_years
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.locales.fiscal_years import FiscalNaming, FiscalStart
from pms_tracker.kernel.locales.locale_packs import JAPANESE, LocalePack, pack as pack_of

TRANSLATIONS = str(config.PACKAGE / "translations")
_in_use = JAPANESE
_years = JAPANESE.fiscal_start, JAPANESE.fiscal_namings[0]


def use(key: str, start: FiscalStart, naming: FiscalNaming) -> None:
    """Go by the pack of this name from now on, and by years that start and are called so."""
    global _in_use, _years
    _in_use, _years = pack_of(key), (start, naming)
    my_number.follow(act_holds=has(Custom.PERSONAL_INFORMATION_ACT))


def use_proposed(wanted: LocalePack) -> None:
    """Go by what a pack proposes, as long as no company is known."""
    use(wanted.key, wanted.fiscal_start, wanted.fiscal_namings[0])


def pack() -> LocalePack:
    """The pack that the company chose; Japan's until one is known."""
    return _in_use


def year_name(year: int) -> str:
    """What the company calls the fiscal year that starts in a calendar year: 2026, or 2026/27."""
    return fiscal_years.year_name(year, *_years)


def has(custom: Custom | None) -> bool:
    """Whether the company meets what is there by a custom."""
    return _in_use.has(custom)


def catalogue(language: str) -> NullTranslations:
    """The sentences of a language in the pack's words."""
    return _read(language, _in_use.words)


@cache
def _read(language: str, words: str) -> NullTranslations:
    # Messages are written in Japanese, so Japanese needs no catalogue.
    if language == JAPANESE.languages[0]:
        return NullTranslations()
    plain = Translations.load(TRANSLATIONS, [language])
    if not words:
        return plain
    own = Translations.load(TRANSLATIONS, [language], words)
    own.add_fallback(plain)
    return own
