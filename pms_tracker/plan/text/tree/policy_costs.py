"""What it costs to read a label at each level of a tree that is open: the less, the likelier."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pms_tracker.plan.text.policy_candidates import HEADING, Chosen
from pms_tracker.plan.text.policy_labels import APART, FRAMED, Marker

_DEEPEST = 9
# How the paragraphs of an article are counted; 一, イ and (1) are its items.
_PARAGRAPHS = ("1", "①")
# What counts the parts of a whole text. Where a row stands above the first of them, they are
# rather beside it than below its last; both cost about what a row that goes on then decides.
_OUTER = ("Ⅰ", "A-roman")
_OUTER_BESIDE, _OUTER_BELOW = 1.5, 1.8
NEVER = 1000.0
# 第3条の2, (2)の2 and ア-2 follow the clause of their own number.
_BRANCHES = re.compile("[の-]")


class Open(NamedTuple):
    """A clause that the next one may stand beside or below."""

    style: str
    number: int
    indent: int
    rank: int | None
    parts: tuple[int, ...]
    kind: str
    unit: int
    leaf: bool


# A row's home: the style above it where it was first met, and its last number.
Homes = Mapping[str, tuple[str, int]]


class Way(NamedTuple):
    """One reading of the text so far: what it costs, what is open, and how it came to be."""

    cost: float
    opened: tuple[Open, ...]
    homes: Homes
    before: "Way | None"
    chosen: Chosen | None


def nested_key(style: str) -> str:
    """The key of a row that was found within a row of its own style before."""
    return f"{style} in itself"


def again_key(style: str) -> str:
    """The key of a row that began anew beside itself before."""
    return f"{style} again"


def levels(way: Way, new: Open, marker: Marker) -> Iterator[tuple[int, float]]:
    """Where a clause may stand: the level that it takes, and what that costs."""
    opened = way.opened
    if new.rank is not None:
        yield _ranked(opened, new.rank), 0.0
        return
    floor = _floor(opened)
    if marker.style in APART:
        yield floor, 0.0
        return
    deepest = len(opened)
    for level in range(floor, deepest):
        # The innermost of two that fit alike.
        away = 0.05 * (deepest - 1 - level)
        if opened[level].leaf and not new.leaf:
            # A small bullet holds nothing: what follows it stands where it stands.
            yield level, _below(way._replace(opened=opened[:level]), new) + away
        else:
            yield level, _beside(way, level, new, marker) + away
    if deepest < _DEEPEST:
        yield deepest, _below(way, new)


def _floor(opened: Sequence[Open]) -> int:
    """Below how many of the open clauses a line stands at least: a format's headings hold it."""
    held = [i + 1 for i, one in enumerate(opened) if one.rank is not None and one.rank < 10]
    return held[-1] if held else 0


def _ranked(opened: Sequence[Open], rank: int) -> int:
    """A heading closes all that is not a higher one; a list's item only what is as deep."""
    for level, one in enumerate(opened):
        if one.rank >= rank if one.rank is not None else rank < 10 or one.leaf:
            return level
    return min(len(opened), _DEEPEST)


def _beside(way: Way, level: int, new: Open, marker: Marker) -> float:
    """What it costs to follow the clause that is open at a level."""
    one = way.opened[level]
    if len(new.parts) > 1 or len(one.parts) > 1:
        return _dotted_beside(way.opened, level, new)
    if one.style == new.style:
        return _same_row(way, level, new, marker)
    if new.unit >= 0:
        return _unit_beside(way, level, new)
    if HEADING in (one.style, new.style) or one.style in APART:
        return _beside_words(one, new, level)
    framed = one.style[:2] in FRAMED or new.style[:2] in FRAMED
    framed = framed and one.style[:2] != new.style[:2]
    if one.kind == new.kind and new.number - one.number == 1 and not framed:
        return 0.3 + _misfit(one, new)
    return _another_row(way, level, new)


def _beside_words(one: Open, new: Open, level: int) -> float:
    """A heading without a number beside a label, the reverse, and what follows an 附則."""
    if one.style in APART:
        return 4.0 if new.style == HEADING else NEVER
    if new.style == HEADING:
        # It heads what follows it, rarely within a list.
        return 1.2 + 0.2 * level if one.unit < 0 and not one.leaf else 4.0
    return 3.0 + (new.number > 1)


def _another_row(way: Way, level: int, new: Open) -> float:
    above = way.opened[level - 1].style if level else ""
    one = way.opened[level]
    if new.leaf or one.leaf:
        # A small bullet stands beside another kind of bullet, not beside a number.
        return 1.5 if new.style[0] == one.style[0] == "・" else NEVER if new.leaf else 3.5
    if way.homes.get(new.style) == (above, new.number - 1):
        return 1.0
    if is_second(way.opened, level, new):
        return 0.0
    if new.number <= 1:
        return _OUTER_BESIDE if new.kind in _OUTER and not level else 3.0
    return 5.5 if level and way.opened[level - 1].unit >= 0 else 5.9


def is_second(opened: Sequence[Open], level: int, new: Open) -> bool:
    """The second paragraph of an article, whose first has no number but may have items (号)."""
    if new.number != 2 or level == 0 or opened[level - 1].unit != 4:
        return False
    is_new = all(one.style != new.style for one in opened)
    return is_new and new.style.lstrip(". ") in _PARAGRAPHS


def _same_row(way: Way, level: int, new: Open, marker: Marker) -> float:
    one = way.opened[level]
    step = new.number - one.number
    misfit = _misfit(one, new)
    if new.style[0] == "・":
        return misfit * 2
    if new.style == HEADING:
        return 0.0
    if step == 1 or (step == 0 and _BRANCHES.search(marker.symbol)):
        return misfit
    if new.number == 1:
        return (1.0 if again_key(new.style) in way.homes else 2.5) + misfit
    if step == 2 and not marker.sure:
        # One left out of bare figures: what follows is still their row rather than a count.
        return 0.4 + misfit
    return 2.5 + 0.3 * min(step, 5) + misfit if step > 1 else 6.5


def _misfit(one: Open, new: Open) -> float:
    away = abs(one.indent - new.indent)
    return 0.0 if not away else 0.3 if away == 1 else 1.2


def _unit_beside(way: Way, level: int, new: Open) -> float:
    """編, 章, 節, 款, 条: a higher unit takes the place of the lower one, never the reverse."""
    one = way.opened[level]
    if any(0 <= above.unit >= new.unit for above in way.opened[:level]):
        return NEVER
    if any(above.unit < 0 for above in way.opened[:level]) and one.unit < 0:
        return 4.0
    if one.unit > new.unit:
        # What is never met before the lower unit hardly holds such units.
        return 0.3 if new.style in way.homes else 1.3
    return NEVER if one.unit >= 0 else 3.0 + (new.number > 1)


def _dotted_beside(opened: Sequence[Open], level: int, new: Open) -> float:
    """1.2 beside 1.1, 2 beside 1 where 1.1 was open, 2.1 beside 1.1 where nothing is above."""
    one = opened[level]
    above = opened[level - 1].parts if level else ()
    if len(new.parts) > 1:
        if above == new.parts[:-1]:
            if one.parts[:-1] != above:
                return 0.2 if new.parts[-1] == 1 else 0.6
            return _dotted_step(one, new)
        if level and one.parts[:-1] == new.parts[:-1] and opened[level - 1].style == HEADING:
            # 1.2 beside 1.1 below a heading that is not counted.
            return _dotted_step(one, new)
        if any(each.parts == new.parts[:-1] for each in opened):
            return NEVER
        return 0.4 + 1.2 * level if _grown(one.parts, new.parts) else NEVER
    return NEVER if len(one.parts) > 1 and not level else 5.0


def _dotted_step(one: Open, new: Open) -> float:
    step = new.parts[-1] - one.parts[-1]
    return 0.0 if step == 1 else 2.0 if step >= 0 else 5.0


def _grown(last: tuple[int, ...], new: tuple[int, ...]) -> bool:
    changed = next((i for i, (a, b) in enumerate(zip(last, new, strict=False)) if a != b), None)
    if changed is None or len(last) < 2:
        return False
    return new[changed] == last[changed] + 1 and set(new[changed + 1 :]) <= {1}


def _below(way: Way, new: Open) -> float:
    """What it costs to begin a row under the innermost clause."""
    opened = way.opened
    if not opened:
        return _first(new)
    parent = opened[-1]
    inwards = new.indent - parent.indent
    if parent.leaf and inwards <= 0 and new.leaf:
        return NEVER if any(one.style == new.style for one in opened) else 0.6
    if parent.leaf and not (inwards > 0 and new.unit < 0 and new.style != HEADING):
        return NEVER
    # A list set in below a bullet is the bullet's rather than of what holds that.
    return _deeper(way, new, inwards) - 0.1 * (parent.leaf and new.number == 1)


def _deeper(way: Way, new: Open, inwards: int) -> float:
    parent = way.opened[-1]
    if len(new.parts) > 1:
        return _dotted_below(parent, new)
    if new.unit >= 0:
        return _unit_below(way, new)
    if new.style == HEADING:
        if len(way.opened) > 1 or parent.style == HEADING:
            return NEVER
        if parent.style[0] == "・" and not parent.leaf:
            # 【院内での利用】 under ■個人情報の利用目的.
            return 1.0
        # Under what stands beside a clause that had such headings.
        return 0.8 if way.homes.get(HEADING, ("", 0))[0] == parent.style else 2.5
    outwards = 1.0 if inwards < -1 and parent.unit < 0 else 0.0
    odd = 0.4 if _is_upside_down(way.opened, new) and inwards <= 0 else 0.0
    return _begun(way, new, parent) + outwards + odd + _in_itself(way, new, inwards)


def _is_upside_down(opened: Sequence[Open], new: Open) -> bool:
    """1. below (1) or below ①, where no 1. is above: rows that stand the other way round."""
    is_plain = new.kind == "1" and new.style[:2] not in FRAMED
    is_framed = opened[-1].style == "()1" or opened[-1].kind == "①"
    return is_plain and is_framed and all(one.style != new.style for one in opened)


def _dotted_below(parent: Open, new: Open) -> float:
    """1.1 below 1, or 2.1 below a heading that is not counted."""
    if parent.style == HEADING:
        return 0.5 if new.parts[-1] == 1 else NEVER
    known = parent.parts == new.parts[:-1]
    return (0.2 if new.parts[-1] == 1 else 1.5) if known else NEVER


def _in_itself(way: Way, new: Open, inwards: int) -> float:
    """What it costs more where a row of the same style is open already."""
    same = [one for one in way.opened if one.style == new.style]
    if not same:
        return 0.0
    if inwards > 0 and new.indent > same[-1].indent:
        return 0.3
    nested = 1.0 if way.opened[-1].style != new.style else 2.2
    if nested_key(new.style) in way.homes:
        nested = 0.6
    # One style nests in itself at a time; beyond that it is one list repeated, not a ladder.
    is_ladder = len({one.style for one in way.opened}) < len(way.opened)
    return nested + 1.5 * is_ladder


def _first(new: Open) -> float:
    if len(new.parts) > 1:
        # A part of a longer text begins at 3.1; one such line may be anything.
        return 1.0 if set(new.parts) == {1} else 2.6 if new.parts[-1] == 1 else NEVER
    if new.style == HEADING:
        return 0.3
    return 1.0 if new.number <= 1 else 1.5


def _begun(way: Way, new: Open, parent: Open) -> float:
    if parent.style in APART:
        return 0.5 if new.number <= 1 else 1.5
    home, last = way.homes.get(new.style, (parent.style, 0))
    if new.style[0] == "・":
        # Once more where it was before; what headed the outermost clauses hardly stands under one.
        again = new.style in way.homes and home == parent.style
        return 0.1 if again else 0.3 if new.leaf or home else 1.8
    if new.number == 1:
        return _begun_at_one(way, new, parent, home)
    if new.number == 2 and parent.unit == 4 and new.kind in (*_PARAGRAPHS, "一"):
        # 二 counts paragraphs where no 一 stands before it.
        return 0.0 if new.kind in _PARAGRAPHS else 0.1
    if new.style in way.homes and home == parent.style and new.number == last + 1:
        return 0.4
    return 3.5 if parent.unit >= 0 else 5.7


def _begun_at_one(way: Way, new: Open, parent: Open, home: str) -> float:
    if new.kind in _OUTER and parent.number and parent.unit < 0:
        return _OUTER_BELOW
    if new.kind == "一" and _holds_items(way.opened):
        return 0.7
    if home == parent.style:
        return 0.7 if new.style in way.homes and parent.unit >= 0 else 1.0
    # 号 stand under an article as well as under its paragraphs.
    if _is_paragraph(way.opened) and home == way.opened[-2].style:
        return 0.7
    return 1.15 if any(one.style == home for one in way.opened) else 1.4


def _holds_items(opened: Sequence[Open]) -> bool:
    """Whether the innermost clause is an article or its paragraph: 一、二 are its items (号)."""
    return opened[-1].unit == 4 or _is_paragraph(opened)


def _is_paragraph(opened: Sequence[Open]) -> bool:
    return opened[-1].kind in _PARAGRAPHS and len(opened) > 1 and opened[-2].unit == 4


def _unit_below(way: Way, new: Open) -> float:
    if any(one.unit >= new.unit for one in way.opened):
        return NEVER
    if any(one.unit >= 0 for one in way.opened) and way.opened[-1].unit < 0:
        # Articles of a chapter do not stand under one of its paragraphs, but under an 附則.
        return 4.0
    _, last = way.homes.get(new.style, ("", 0))
    if new.number == 1 or new.number == last + 1 or not last:
        return 0.3
    return 2.0
