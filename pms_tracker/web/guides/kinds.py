"""What help consists of: a guide to pages of one kind, and a term of the glossary."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel.speaklater import LazyString

from pms_tracker.kernel.locales.customs import Custom


@dataclass(frozen=True)
class Guide:
    """How to use pages of one kind: what for, what to do, and who does what next."""

    key: str
    title: LazyString
    purpose: LazyString
    steps: Sequence[LazyString]
    terms: Sequence[str]
    """Keys of terms, those that matter most first."""
    pages: Sequence[str]
    """Endpoints that answer to GET; the first is the page a link leads to."""
    then: LazyString | None = None


@dataclass(frozen=True)
class Term:
    """A word in both languages; without `items` and `standard` it is the product's own.

    `items` are numbers of the J-items that ask for it; `standard` is another source: a standard,
    and its clause where the word is defined in one. A word that is there by a `custom` is met by
    companies whose locale pack has it.
    """

    key: str
    ja: str
    en: str
    meaning: LazyString
    items: Sequence[str] = ()
    standard: str = ""
    custom: Custom | None = None

    def word(self, language: str) -> str:
        """The word in that language."""
        return self.ja if language == "ja" else self.en

    def other(self, language: str) -> tuple[str, str]:
        """The other language and the word in it, for those who know the word from there."""
        return ("en", self.en) if language == "ja" else ("ja", self.ja)
