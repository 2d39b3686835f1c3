"""What a person is called, found and replaced wherever it is written in the whole database."""

import json
import re
from collections.abc import Callable, Collection, Sequence
from typing import Any
from urllib.parse import quote, quote_plus

from sqlalchemy import JSON, Column, Enum, String, Table, Text, cast, or_, select, update

from pms_tracker.database import Table as Base, session
from pms_tracker.kernel.search_text import fold
from pms_tracker.trail.trail_tables import TrailEntry, TrailValue

# Names shorter than this, blanks aside, are parts of other words too often to be looked for.
SHORTEST = 3
# The trail has a way of its own.
LEFT_OUT = frozenset({TrailEntry.__tablename__, TrailValue.__tablename__})
Replace = Callable[[str], str]


def written(names: Sequence[str]) -> list[str]:
    """How these names are written, the longest first: as registered, without blanks, as searches
    keep them, and as JSON and addresses hold them. Short ones are left out."""
    plain = [each.strip() for name in names for each in (name, "".join(name.split()))]
    forms = {form for each in plain for form in (each, fold(each))}
    long_enough = [each for each in forms if len("".join(each.split())) >= SHORTEST]
    every = {
        held
        for each in long_enough
        for held in (each, json.dumps(each)[1:-1], quote(each), quote_plus(each))
    }
    return sorted(every, key=lambda each: (-len(each), each))


def pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Any of these words; in Latin letters only where no other letter or digit is beside it."""
    return re.compile("|".join(map(_apart, words)) or r"(?!)")


def _apart(word: str) -> str:
    first = r"(?<![0-9A-Za-z])" if word[0].isascii() and word[0].isalnum() else ""
    last = r"(?![0-9A-Za-z])" if word[-1].isascii() and word[-1].isalnum() else ""
    return f"{first}{re.escape(word)}{last}"


def replace_everywhere(words: Sequence[str], exactly: Collection[str], by: str) -> None:
    """Write something else for these words in every text of every table but the trail's, and where
    a whole text is one of `exactly`."""
    said = pattern(words)

    def replaced(text: str) -> str:
        return by if text in exactly else said.sub(by, text)

    sought = sorted({*words, *exactly, *(json.dumps(each)[1:-1] for each in exactly)})
    for table in Base.metadata.sorted_tables:
        columns = [each for each in table.columns if _holds_text(each)]
        if columns and table.name not in LEFT_OUT:
            _replace(table, columns, sought, replaced)


def _holds_text(column: Column[Any]) -> bool:
    kind = column.type
    return isinstance(kind, JSON | String | Text) and not isinstance(kind, Enum)


def _replace(
    table: Table, columns: Sequence[Column[Any]], words: Sequence[str], replaced: Replace
) -> None:
    key = list(table.primary_key.columns)
    texts = [cast(each, Text) for each in columns]
    held = or_(*(each.contains(word, autoescape=True) for each in texts for word in words))
    for row in session.execute(select(*key, *columns).where(held)).mappings().all():
        changed = {
            each.name: new
            for each in columns
            if each not in key and (new := _within(row[each], replaced, each)) != row[each]
        }
        if changed:
            here = [each == row[each] for each in key]
            session.execute(update(table).where(*here).values(changed))


def _within(value: Any, replaced: Replace, column: Column[Any]) -> Any:
    """A value with every text in it replaced; no longer than its column takes."""
    if isinstance(value, str):
        length = getattr(column.type, "length", None)
        return replaced(value)[:length]
    if isinstance(value, list):
        return [_within(each, replaced, column) for each in value]
    if isinstance(value, dict):
        return {name: _within(each, replaced, column) for name, each in value.items()}
    return value
