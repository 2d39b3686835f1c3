"""The language that a record's own text is written in, marked where it is not the page's."""

import re

from markupsafe import Markup

from pms_tracker.web.words import days_in_words

# Kana and kanji, half-width and rare ones (𠮷) too.
JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]")
# A word and not just a reference: AU-2026-001 is none.
ENGLISH = re.compile("[a-z]{2,}")


def language_of(text: str) -> str | None:
    """ja for whatever has kana or kanji in it, en for other words; None where there are none."""
    if JAPANESE.search(text):
        return "ja"
    return "en" if ENGLISH.search(text) else None


def spoken(text: object) -> Markup:
    """A lang attribute for an element that holds this text alone, where the page's is another."""
    return marked(text, days_in_words.language())


def marked(text: object, page: str) -> Markup:
    """As `spoken`, on a page in this language; Markup has elements of its own, which say theirs."""
    if not isinstance(text, str) or isinstance(text, Markup):
        return Markup()
    found = language_of(text)
    return Markup() if found in {None, page} else Markup(' lang="{}"').format(found)
