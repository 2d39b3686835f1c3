"""Japanese in the English pages of the demo company that nobody in the company wrote."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select

from pms_tracker.database import Table, session

# What Japanese sets apart with and English does not; ☆ and ○ are marks in both.
JAPANESE = re.compile("[〜～・、。（）：；「」『』【】！？，．]")
# One that tells how clauses of a Japanese policy are numbered.
QUOTED = {"1., (1), ①, 第1条, ア, ・ and so on"}
# A name as one is typed.
NAMED = {"Example: 山田 花子."}
# Chapters and articles end a word, as 第1章総則 does in two.
WORDS = re.compile("(?:第[0-9]+[章条節項号])?([ぁ-んァ-ヶー一-龥々〇﨑髙]+)")


@dataclass
class Written:
    """All that stands in the database, end to end: whether somebody wrote a word is asked of it
    thousands of times, mostly of the same."""

    text: str
    _threes: set[str] = field(init=False, repr=False)
    _found: dict[str, bool] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._threes = {self.text[at : at + 3] for at in range(len(self.text) - 2)}

    def holds(self, word: str) -> bool:
        """Whether somebody wrote a word."""
        if len(word) == 3:
            return word in self._threes
        if word not in self._found:
            self._found[word] = word in self.text
        return self._found[word]


def written(app: Flask) -> Written:
    """What stands in the database."""
    with app.app_context():
        found = "\n".join(
            _text(value)
            for mapper in Table.registry.mappers
            for row in session.execute(select(*mapper.local_table.columns))
            for value in row
        )
        session.rollback()
    return Written(found)


def marks(texts: Mapping[str, str], written_there: Written) -> list[str]:
    """Japanese punctuation in texts, each with an address that says it, of the product's own."""
    return [
        f"{text.strip()!r} on {url}"
        for text, url in texts.items()
        if not any(each in text for each in QUOTED)
        for match in JAPANESE.finditer(text)
        if not _theirs(text, match.start(), written_there)
    ]


def words(texts: Mapping[str, str], written_there: Written) -> list[str]:
    """Japanese words in texts, each with an address that says it, of the product's own."""
    said_in = {
        word: (text, url)
        for text, url in texts.items()
        if not any(name in text for name in NAMED)
        for word in WORDS.findall(text)
    }
    return [
        f"{word!r} of {text.strip()[:80]!r} on {url}"
        for word, (text, url) in said_in.items()
        if not _made_of(word, written_there)
    ]


def _made_of(word: str, written_there: Written) -> bool:
    """Whether a word is one that somebody wrote, or two that stand side by side."""
    if written_there.holds(word):
        return True
    cuts = range(2, len(word) - 1)
    return any(written_there.holds(word[:cut]) and written_there.holds(word[cut:]) for cut in cuts)


def _theirs(text: str, at: int, written_there: Written) -> bool:
    """Whether a mark stands in a record's own text: with what is before it, around it or after."""
    around = (text[max(0, at - shift) : max(0, at - shift) + 3] for shift in range(3))
    return any(len(each) == 3 and written_there.holds(each) for each in around)


def _text(value: object) -> str:
    return "\n".join(_strings(value))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)
