"""Which entries of the register of personal information may be one, pure (J.3.1.1).

What is handled alike for the same purpose is one entry; a register that has it once for each unit
is found too long to be looked through. What unites them is proposed, and people decide.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from unicodedata import normalize

from pms_tracker.registers.edition_rules import CHANGED, Standing


class ApartMove(StrEnum):
    """What is decided of entries that may be one; the value is what the trail calls it."""

    KEEP = "ledger_kept_apart"
    PROPOSE = "ledger_proposed_again"


class Settled(StrEnum):
    """What came of a proposal to make several entries one."""

    APART = "kept_apart"
    UNDER_WAY = "merging"
    MERGED = "merged"
    NOT_MERGED = "not_merged"


# What people wrote line by line, so that the lines of several make up one.
_LINES = ("purposes", "place", "protection", "access", "note")
# Who counted how many of each says nothing of them together.
_COUNTED = "counted_on"


@dataclass(frozen=True)
class Held:
    """An entry: its id, the unit that holds it, and what it says by field."""

    id: int
    unit_id: int
    said: Mapping[str, Any]


def _plain(text: str) -> str:
    return re.sub(r"[\s、。，,．.・]", "", normalize("NFKC", text)).casefold()


def _alike(each: Held) -> tuple[object, ...]:
    """What entries have in common that may be one: their name, what for, whose, and how grave."""
    said = each.said
    return (
        _plain(said["name"]),
        frozenset(filter(None, map(_plain, said["purposes"].splitlines()))),
        frozenset(said["subjects"]),
        said["owner"],
        said["sensitive"],
        said["my_number"],
    )


def settled(kept: Standing | None, others: Iterable[Standing]) -> Settled:
    """What came of it by now: one entry is `kept`, or all of them stay; an entry that was struck
    counts as one that ended."""
    if kept is None:
        return Settled.APART
    rest = {*others}
    if rest <= {Standing.ENDED}:
        return Settled.MERGED
    # Whoever dropped what was sent back left it as it was.
    return Settled.UNDER_WAY if rest & {*CHANGED} else Settled.NOT_MERGED


def groups(entries: Iterable[Held], apart: Collection[frozenset[int]]) -> list[tuple[int, ...]]:
    """Entries that several units hold alike, by their ids, but for those that are kept `apart`."""
    together: dict[tuple[object, ...], list[Held]] = defaultdict(list)
    for each in entries:
        together[_alike(each)].append(each)
    found = [
        tuple(sorted(each.id for each in its))
        for its in together.values()
        if len({each.unit_id for each in its}) > 1
    ]
    return [ids for ids in found if not any(set(ids) <= decided for decided in apart)]


def merged(kept: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the entry that is kept says for all of them: lines and lists of each once, a flag that
    one of them has, and of the rest its own, else the first that is there."""
    found = {name: _merged(name, [kept[name], *(each[name] for each in others)]) for name in kept}
    if others:
        found[_COUNTED] = None
    return found


def _merged(name: str, values: Sequence[Any]) -> Any:
    first = values[0]
    if isinstance(first, bool):
        return any(values)
    if isinstance(first, tuple):
        return tuple(dict.fromkeys(one for each in values for one in each))
    if name in _LINES:
        once: dict[str, str] = {}
        for line in "\n".join(values).splitlines():
            once.setdefault(_plain(line), line.strip())
        return "\n".join(filter(None, once.values()))
    return next((each for each in values if each not in (None, "")), first)
