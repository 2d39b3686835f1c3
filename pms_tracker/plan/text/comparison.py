"""A comparison of two editions, clause by clause (新旧対照表): texts in, rows out."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
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
# What a comparison may cost: pairs of words that are held against each other, to find which clause
# is which, and to mark what changed in it. A policy of fifty pages stays well within them; beyond,
# clauses are paired by their numbers alone, and whole sentences are marked instead of words.
_FOR_PARTNERS, _FOR_PIECES = 20_000_000, 15_000_000
# Runs of one kind of character are read as words; anything else stands alone.
_SENTENCES = re.compile(r"[^。\n]*[。\n]|[^。\n]+")
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


@dataclass
class _Budget:
    """How many pairs of words may still be held against each other."""

    left: int

    def allows(self, pairs: int) -> bool:
        """Whether so many more may be, which are spent then."""
        if pairs > self.left:
            return False
        self.left -= pairs
        return True


def compare(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[Row]:
    """Compare clauses given as (path, text): in the new order, removed ones after their neighbour.

    Every clause of either side is in exactly one row. However long the texts are, it takes a few
    seconds at most: beyond that it is told more coarsely.
    """
    before = [Clause(path, text, at) for at, (path, text) in enumerate(old)]
    after = [Clause(path, text, at) for at, (path, text) in enumerate(new)]
    partner = _partners(before, after)
    budget = _Budget(_FOR_PIECES)
    rows = [_row(partner.get(clause.at), clause, budget) for clause in after]
    places = {row.old.at: place for place, row in enumerate(rows) if row.old}
    removed: dict[int, list[Row]] = defaultdict(list)
    place = -1
    for clause in before:
        if clause.at in places:
            place = places[clause.at]
        else:
            removed[place].append(_row(clause, None, budget))
    ordered = list(removed[-1])
    for place, row in enumerate(rows):
        ordered += [row, *removed[place]]
    return ordered


def _partners(before: list[Clause], after: list[Clause]) -> dict[int, Clause]:
    """The old clause of each new one that has one, by the new one's place."""
    found: dict[int, Clause] = {}
    budget = _Budget(_FOR_PARTNERS)
    ways: tuple[Callable[[list[Clause], list[Clause]], Iterator[tuple[Clause, Clause]]], ...] = (
        lambda left, right: _equal(left, right, lambda each: (each.path, each.text)),
        lambda left, right: _equal(left, right, lambda each: each.text),
        lambda left, right: _alike_here(left, right, budget),
        lambda left, right: _alike_anywhere(left, right, budget),
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


def _alike_here(
    left: list[Clause], right: list[Clause], budget: _Budget
) -> Iterator[tuple[Clause, Clause]]:
    for old, new in _equal(left, right, lambda each: each.path):
        likeness = _likeness(_words(old.text), _words(new.text), _ALIKE_HERE, budget)
        if likeness >= _ALIKE_HERE:
            yield old, new


def _alike_anywhere(
    left: list[Clause], right: list[Clause], budget: _Budget
) -> Iterator[tuple[Clause, Clause]]:
    if len(left) * len(right) > _MOST_PAIRS:
        return
    olds = [(each, _words(each.text)) for each in left]
    news = [(each, _words(each.text)) for each in right]
    scored = [
        (likeness, old, new)
        for old, before in olds
        for new, after in news
        if (likeness := _likeness(before, after, _ALIKE_ANYWHERE, budget)) >= _ALIKE_ANYWHERE
    ]
    taken, given = set(), set()
    for _score, old, new in sorted(scored, key=lambda each: -each[0]):
        if old.at not in taken and new.at not in given:
            taken.add(old.at)
            given.add(new.at)
            yield old, new


def _words(text: str) -> list[str]:
    return _WORDS.findall(text)


def _likeness(old: list[str], new: list[str], least: float, budget: _Budget) -> float:
    """How alike two texts are, 0 to 1; 0 at once where it cannot reach `least`, or costs more than
    is left."""
    matcher = _matcher(old, new)
    # To look each word up is as dear as a few pairs.
    if matcher.real_quick_ratio() < least or not budget.allows(4 * (len(old) + len(new))):
        return 0.0
    if matcher.quick_ratio() < least or not budget.allows(len(old) * len(new)):
        return 0.0
    return matcher.ratio()


def _matcher(old: list[str], new: list[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, old, new, autojunk=len(new) > _LONG)


def _row(old: Clause | None, new: Clause | None, budget: _Budget) -> Row:
    if old is None or new is None:
        change = Change.ADDED if old is None else Change.REMOVED
        text = (old or new or Clause("", "", 0)).text
        return Row(change, old, new, (Piece(text, change),) if text else ())
    if old.path != new.path:
        change = Change.MOVED
    else:
        change = Change.SAME if old.text == new.text else Change.CHANGED
    return Row(change, old, new, tuple(_pieces(old.text, new.text, budget)))


def _pieces(old: str, new: str, budget: _Budget) -> Iterator[Piece]:
    for same, before, after in _joined(_told(old, new, budget)):
        if same:
            yield Piece(before, Change.SAME)
            continue
        if before:
            yield Piece(before, Change.REMOVED)
        if after:
            yield Piece(after, Change.ADDED)


def _told(old: str, new: str, budget: _Budget) -> Iterator[tuple[bool, str, str]]:
    """Stretches of both texts, by words; by sentences where the words are too many."""
    if old == new:
        yield from [(True, old, new)] if old else []
        return
    before, after = _words(old), _words(new)
    if budget.allows(len(before) * len(after)):
        yield from _stretches(before, after)
        return
    for same, left, right in _by_sentences(_SENTENCES.findall(old), _SENTENCES.findall(new)):
        before, after = _words(left), _words(right)
        if same or not budget.allows(len(before) * len(after)):
            yield same, left, right
        else:
            yield from _stretches(before, after)


def _by_sentences(old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    """Sentences that both have once and in the same order, and what lies between them."""
    at, new_at = 0, 0
    for place, new_place in [*_held_in_order(old, new), (len(old), len(new))]:
        before, after = "".join(old[at:place]), "".join(new[new_at:new_place])
        if before or after:
            yield before == after, before, after
        if place < len(old):
            yield True, old[place], new[new_place]
        at, new_at = place + 1, new_place + 1


def _held_in_order(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Where the most sentences that are there once on either side follow each other on both."""
    once = Counter(old), Counter(new)
    places = {each: place for place, each in enumerate(new) if once[1][each] == 1}
    pairs = [
        (place, places[each])
        for place, each in enumerate(old)
        if once[0][each] == 1 and each in places
    ]
    # The longest rising run: the smallest end of each length, and what came before it.
    ends: list[int] = []
    last: list[int] = []
    earlier: list[int | None] = []
    for index, (_place, new_place) in enumerate(pairs):
        length = bisect_left(ends, new_place)
        earlier.append(last[length - 1] if length else None)
        ends[length : length + 1] = [new_place]
        last[length : length + 1] = [index]
    run: list[tuple[int, int]] = []
    step = last[-1] if last else None
    while step is not None:
        run.append(pairs[step])
        step = earlier[step]
    return run[::-1]


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
