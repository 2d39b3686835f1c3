"""The locale pack that the company chose, and the catalogues in its words.

One company, one pack: it is learned whenever the company is read, as the first thing a process does
is, so that to find a word never asks the database.
"""

from functools import cache

from babel.support import NullTranslations, Translations

from pms_tracker import config
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.locales.locale_packs import JAPANESE, LocalePack, pack as pack_of

TRANSLATIONS = str(config.PACKAGE / "translations")
_in_use = JAPANESE


def use(key: str) -> None:
    """Go by the pack of this name from now on."""
    global _in_use  # noqa: PLW0603 - one company, one pack, as with its time zone
    _in_use = pack_of(key)


def pack() -> LocalePack:
    """The pack that the company chose; Japan's until one is known."""
    return _in_use


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
