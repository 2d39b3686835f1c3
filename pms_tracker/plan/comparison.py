"""A comparison of two editions, clause by clause (新旧対照表): texts in, rows out."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# How alike two texts must be to be one clause: under the same number, and under any other.
_ALIKE_HERE, _ALIKE_ANYWHERE = 0.5, 0.6
# Beyond so many pairs of clauses left over, texts are not sought under other numbers.
_MOST_PAIRS = 2_500
# Longer texts are compared by their rarer words only, which keeps a page quick.
_LONG = 1_000
# Runs of one kind of character are read as words; anything else stands alone.
_WORDS = re.compile(r"[一-鿿々〆]+|[ぁ-ゖ]+|[ァ-ヺー]+|[A-Za-z]+|[0-9０-９]+|\s+|.", re.DOTALL)


class Change(StrEnum):
    """What became of a clause; a moved one has another number and may be reworded as well."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Clause:
    """A clause of one edition: its number, its words, and which one it is, counted from 0."""

    path: str
    text: str
    at: int


@dataclass(frozen=True)
class Piece:
    """Words that both editions have, or only the old (`removed`) or the new (`added`) one."""

    words: str
    change: Change


@dataclass(frozen=True)
class Row:
    """A clause before and after; `pieces` are both texts in one, in reading order."""

    change: Change
    old: Clause | None
    new: Clause | None
    pieces: tuple[Piece, ...]

    @property
    def before(self) -> tuple[Piece, ...]:
        return tuple(each for each in self.pieces if each.change is not Change.ADDED)

    @property
    def after(self) -> tuple[Piece, ...]:
        return tuple(each for each in self.pieces if each.change is not Change.REMOVED)


def compare(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[Row]:
    """Compare clauses given as (path, text): in the new order, removed ones after their neighbour.

    Every clause of either side is in exactly one row.
    """
    before = [Clause(path, text, at) for at, (path, text) in enumerate(old)]
    after = [Clause(path, text, at) for at, (path, text) in enumerate(new)]
    partner = _partners(before, after)
    rows = [_row(partner.get(clause.at), clause) for clause in after]
    places = {row.old.at: place for place, row in enumerate(rows) if row.old}
    removed: dict[int, list[Row]] = defaultdict(list)
    place = -1
    for clause in before:
        if clause.at in places:
            place = places[clause.at]
        else:
            removed[place].append(_row(clause, None))
    ordered = list(removed[-1])
    for place, row in enumerate(rows):
        ordered += [row, *removed[place]]
    return ordered


def _partners(before: list[Clause], after: list[Clause]) -> dict[int, Clause]:
    """The old clause of each new one that has one, by the new one's place."""
    found: dict[int, Clause] = {}
    ways: tuple[Callable[[list[Clause], list[Clause]], Iterator[tuple[Clause, Clause]]], ...] = (
        lambda left, right: _equal(left, right, lambda each: (each.path, each.text)),
        lambda left, right: _equal(left, right, lambda each: each.text),
        _alike_here,
        _alike_anywhere,
        lambda left, right: _equal(left, right, lambda each: each.path),
    )
    left, right = before, after
    for way in ways:
        pairs = list(way(left, right))
        found |= {new.at: old for old, new in pairs}
        taken = {old.at for old, _new in pairs}
        left = [each for each in left if each.at not in taken]
        right = [each for each in right if each.at not in found]
    return found


def _equal(
    left: list[Clause], right: list[Clause], key: Callable[[Clause], Hashable]
) -> Iterator[tuple[Clause, Clause]]:
    waiting: dict[Hashable, list[Clause]] = defaultdict(list)
    for each in reversed(left):
        waiting[key(each)].append(each)
    for each in right:
        if waiting[key(each)]:
            yield waiting[key(each)].pop(), each


def _alike_here(left: list[Clause], right: list[Clause]) -> Iterator[tuple[Clause, Clause]]:
    for old, new in _equal(left, right, lambda each: each.path):
        if _likeness(old.text, new.text, _ALIKE_HERE) >= _ALIKE_HERE:
            yield old, new


def _alike_anywhere(left: list[Clause], right: list[Clause]) -> Iterator[tuple[Clause, Clause]]:
    if len(left) * len(right) > _MOST_PAIRS:
        return
    scored = [
        (likeness, old, new)
        for old in left
        for new in right
        if (likeness := _likeness(old.text, new.text, _ALIKE_ANYWHERE)) >= _ALIKE_ANYWHERE
    ]
    olds, news = set(), set()
    for _score, old, new in sorted(scored, key=lambda each: -each[0]):
        if old.at not in olds and new.at not in news:
            olds.add(old.at)
            news.add(new.at)
            yield old, new


def _likeness(old: str, new: str, least: float) -> float:
    """How alike two texts are, 0 to 1; 0 at once where it cannot reach `least`."""
    matcher = _matcher(_WORDS.findall(old), _WORDS.findall(new))
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()


def _matcher(old: list[str], new: list[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, old, new, autojunk=len(new) > _LONG)


def _row(old: Clause | None, new: Clause | None) -> Row:
    if old is None or new is None:
        change = Change.ADDED if old is None else Change.REMOVED
        text = (old or new or Clause("", "", 0)).text
        return Row(change, old, new, (Piece(text, change),) if text else ())
    if old.path != new.path:
        change = Change.MOVED
    else:
        change = Change.SAME if old.text == new.text else Change.CHANGED
    return Row(change, old, new, tuple(_pieces(old.text, new.text)))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    for same, before, after in _joined(_stretches(_WORDS.findall(old), _WORDS.findall(new))):
        if same:
            yield Piece(before, Change.SAME)
            continue
        if before:
            yield Piece(before, Change.REMOVED)
        if after:
            yield Piece(after, Change.ADDED)


def _stretches(old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    codes = _matcher(old, new).get_opcodes()
    for place, (code, begin, end, new_begin, new_end) in enumerate(codes):
        before, after = "".join(old[begin:end]), "".join(new[new_begin:new_end])
        # A lone の between two changes is no help to a reader.
        island = len(before) == 1 and 0 < place < len(codes) - 1
        yield code == "equal" and not island, before, after


def _joined(stretches: Iterator[tuple[bool, str, str]]) -> Iterator[tuple[bool, str, str]]:
    held: tuple[bool, str, str] | None = None
    for same, before, after in stretches:
        if held is not None and held[0] == same:
            held = (same, held[1] + before, held[2] + after)
            continue
        if held is not None:
            yield held
        held = (same, before, after)
    if held is not None:
        yield held
