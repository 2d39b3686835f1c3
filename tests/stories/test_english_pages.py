"""The English pages of the demo company, as each role finds them behind every link."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from pms_tracker.database import Table, session
from tests.stories.following import Answer, followed, said
from tests.stories.living import Live

# What Japanese sets apart with and English does not; ☆ and ○ are marks in both.
JAPANESE = re.compile("[〜～・、。（）：；「」『』【】！？，．]")
# One that tells how clauses of a Japanese policy are numbered.
QUOTED = {"1., (1), ①, 第1条, ア, ・ and so on"}
# A name as one is typed.
NAMED = {"Example: 山田 花子."}
# Chapters and articles end a word, as 第1章総則 does in two.
WORDS = re.compile("(?:第[0-9]+[章条節項号])?([ぁ-んァ-ヶー一-龥々〇﨑髙]+)")


# All pages are asked for once.
pytestmark = pytest.mark.xdist_group("english")


@pytest.fixture(scope="module")
def texts(demo: Live) -> dict[str, Answer]:
    """All that English pages say, each with one that says it."""
    demo.speak("en")
    english = (each for each in followed(demo.app) if '<html lang="en"' in each.text)
    found = {text: each for each in english for text in said(each.text)}
    demo.speak("ja")
    assert found
    return found


@pytest.fixture(scope="module")
def written(demo: Live) -> str:
    """All that stands in the database, end to end."""
    with demo.app.app_context():
        found = "\n".join(
            _text(value)
            for mapper in Table.registry.mappers
            for row in session.execute(select(*mapper.local_table.columns))
            for value in row
        )
        session.rollback()
    return found


def test_english_pages_have_no_japanese_punctuation_of_their_own(
    texts: dict[str, Answer], written: str
) -> None:
    found = [
        f"{text.strip()!r} on {each.url} as {each.role}"
        for text, each in texts.items()
        if not any(each in text for each in QUOTED)
        for match in JAPANESE.finditer(text)
        if not _theirs(text, match.start(), written)
    ]
    assert not found, "\n".join(found)


def test_english_pages_have_no_japanese_words_of_their_own(
    texts: dict[str, Answer], written: str
) -> None:
    said_in = {
        word: (text, each)
        for text, each in texts.items()
        if not any(name in text for name in NAMED)
        for word in WORDS.findall(text)
    }
    found = [
        f"{word!r} of {text.strip()[:80]!r} on {each.url} as {each.role}"
        for word, (text, each) in said_in.items()
        if not _made_of(word, written)
    ]
    assert said_in
    assert not found, "\n".join(found)


def _made_of(word: str, written: str) -> bool:
    """Whether a word is one that somebody wrote, or two that stand side by side."""
    if word in written:
        return True
    cuts = range(2, len(word) - 1)
    return any(word[:cut] in written and word[cut:] in written for cut in cuts)


def _theirs(text: str, at: int, written: str) -> bool:
    """Whether a mark stands in a record's own text: with what is before it, around it or after."""
    around = (text[max(0, at - shift) : max(0, at - shift) + 3] for shift in range(3))
    return any(len(each) == 3 and each in written for each in around)


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
