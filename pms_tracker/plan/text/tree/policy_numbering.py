"""Where each clause of a tree is found again: a path of the labels above it and its own."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pms_tracker.plan.text.policy_candidates import HEADING, Chosen
from pms_tracker.plan.text.policy_labels import Marker

# A requirement's path has 60 characters; #12345 tells apart what would be called the same.
_LONGEST, _HEADING_SHOWN = 52, 20


@dataclass(frozen=True)
class Place:
    """A clause's place: `path` is unique within one text, `depth` counts from 1."""

    line: int
    path: str
    depth: int
    marker: Marker


def places(chosen: Iterable[Chosen]) -> list[Place]:
    """The paths of a tree in reading order; no clause is more than one deeper than the last."""
    opened: list[Place] = []
    taken: Counter[str] = Counter()
    bullets: Counter[str] = Counter()
    made = []
    for one in chosen:
        del opened[one.depth - 1 :]
        parent = opened[-1] if opened else None
        path = _path(one.marker, parent, bullets)[:_LONGEST]
        taken[path] += 1
        if taken[path] > 1:
            path = f"{path}#{taken[path]}"
        opened.append(Place(one.line, path, len(opened) + 1, one.marker))
        made.append(opened[-1])
    return made


def _path(marker: Marker, parent: Place | None, bullets: Counter[str]) -> str:
    above = parent.path if parent else ""
    symbol = marker.symbol
    if marker.style[0] == "・":
        bullets[above] += 1
        symbol = f"・{bullets[above]}"
    elif marker.style == HEADING:
        symbol = "".join(symbol.strip("【】[]〔〕〈〉《》＜＞*_").split())[:_HEADING_SHOWN]
    elif marker.style == "第条" and not parent:
        symbol = symbol.removeprefix("第").replace("条", "").removeprefix("Article ")
    elif parent and _counts_on(parent.marker, marker):
        symbol = str(marker.number)
    return _joined(above, symbol or "?", parent)


def _counts_on(above: Marker, marker: Marker) -> bool:
    """Whether a label says again what its parent's path says: 1.2 below 1, and not below 第1章."""
    is_unit = above.style[0] == "第" and above.style != "第条"
    return len(marker.parts) > 1 and above.parts == marker.parts[:-1] and not is_unit


def _joined(above: str, symbol: str, parent: Place | None) -> str:
    """Parent and own symbol, with a full stop where the two would run together (1 and 2: 1.2)."""
    if above and (_script(above[-1]) == _script(symbol[0]) != ""):
        return f"{above}.{symbol}"
    # Part A.1, Part A.Section 2: what has words of its own runs into nothing.
    in_words = parent and (parent.marker.style == HEADING or " " in parent.marker.symbol + symbol)
    if in_words and symbol[0] not in "(・":
        return f"{above}.{symbol}"
    return above + symbol


def _script(character: str) -> str:
    if character.isascii():
        return "1" if character.isdigit() else "a" if character.isalpha() else ""
    return (
        "一" if character in "一二三四五六七八九十" else "ア" if "ア" <= character <= "ン" else ""
    )
