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


def like(text: str, known: Mapping[str, Any]) -> Any:
    """What the longest of the known words means that a text holds; None where it holds none."""
    words = plain(text)
    held = [each for each in known if len(each) > 1 and each in words]
    return known[max(held, key=len)] if held else None


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
