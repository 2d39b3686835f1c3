"""Words of cells as they are compared: which member, person or unit a word names, or is like."""

import re
from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from pms_tracker.kernel.words import Words


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A word as it is compared: half-width, without blanks and marks, in small letters."""
    return re.sub(r"[\s_.:・-]", "", normalize("NFKC", text)).casefold()


# What says that a word is not meant, behind it and before it.
_NOT_BEHIND = re.compile(
    r"(?:以外|を?除|では?な[いく]|しない|せず|な[いし]|無し|禁止|不要|不可|できない|未)"
)
_NOT_BEFORE = frozenset("非不未")
_BRACKETS = re.compile(r"[(（\[［【][^)）\]］】]*[)）\]］】]")
# 紙のみ says 紙.
_ALONE = re.compile(r"(?:のみ|だけ|など|等)\s*$")
_AND = re.compile(
    r"及び|および|並びに|ならびに|または|又は|もしくは|若しくは|あるいは|かつ|[＋+＆&・･/／、,]"
    r"|(?<=[a-z])\s+(?:or|and)\s+(?=[a-z])|と",
    re.IGNORECASE,
)


def like(text: str, known: Mapping[str, Any]) -> Any:
    """What the longest of the known words means that a text holds, or that it is but for brackets;
    None where it holds none, or says that none of them is meant."""
    outside = known.get(plain(_ALONE.sub("", _BRACKETS.sub("", text))))
    if outside is not None:
        return outside
    words = plain(text)
    held = [each for each in known if len(each) > 1 and _is_meant(each, words)]
    return known[max(held, key=len)] if held else None


def _is_meant(word: str, words: str) -> bool:
    at = words.find(word)
    behind = at + len(word)
    return (
        at >= 0 and not _NOT_BEHIND.match(words, behind) and words[at - 1 : at] not in _NOT_BEFORE
    )


def joined(text: str, known: Mapping[str, Any]) -> list[str]:
    """The words that a text joins, 紙及び電子; the text itself where one of them is not known."""
    parts = [each.strip() for each in _AND.split(text) if each.strip()]
    known_all = all(plain(each) in known or like(each, known) is not None for each in parts)
    return parts if plain(text) not in known and known_all else [text]


def named_members(
    members: Mapping[StrEnum, Words],
    more: Mapping[str, StrEnum] | None,
    spelled: Callable[[Words], Collection[str]],
) -> dict[str, StrEnum]:
    """Which member a word names: its key, its label, or what more is said for it."""
    labels = {
        plain(word): member
        for member, label in members.items()
        for word in (member.value, *spelled(label))
    }
    return labels | {plain(word): member for word, member in (more or {}).items()}
