"""The outline of a policy: where each labelled clause belongs, and under what path."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pms_tracker.plan.text.policy_labels import Marker


@dataclass(frozen=True)
class Place:
    """A clause's place: `path` is unique within one Outline, `depth` counts from 1."""

    path: str
    depth: int
    marker: Marker


class Outline:
    """Reads labels in order and tells each one's place, as a careful reader infers it.

    A label that continues an open row belongs to that row; one that starts at 1 goes one deeper,
    and so does a row's own style starting again under something deeper. 条 numbering runs on from
    one 章 to the next. A small bullet (・) hangs under the innermost numbered clause and holds
    nothing; a large one (■) may hold a numbering.
    """

    def __init__(self) -> None:
        self._open: list[Place] = []
        self._taken: Counter[str] = Counter()
        self._bullets: Counter[str] = Counter()
        self._parents: dict[str, str | None] = {}
        self._last_parts: tuple[int, ...] = ()

    def place(self, readings: Sequence[Marker], ahead: Sequence[Marker] = ()) -> Place | None:
        """The place of a line with these readings, or None where none is credible as a label.

        `ahead` are the readings of the next line that has any: 2. may continue an inner or an
        outer row, and a following (1) tells that it was the outer one.
        """
        marker = self._choose(readings)
        if marker is None:
            return None
        del self._open[self._level(marker, ahead) :]
        parent = self._open[-1] if self._open else None
        self._parents.setdefault(marker.style, parent.marker.style if parent else None)
        place = Place(self._path(marker, parent), len(self._open) + 1, marker)
        if marker.parts:
            self._last_parts = marker.parts
        self._open.append(place)
        return place

    def _choose(self, readings: Sequence[Marker]) -> Marker | None:
        credible = [one for one in readings if one.sure or self._is_credible(one)]
        following = [one for one in credible if self._levels_before(one)]
        first = [one for one in credible if one.number <= 1]
        return next(iter(following or first or credible), None)

    def _is_credible(self, marker: Marker) -> bool:
        if len(marker.parts) < 2:
            second = marker.number == 2 and any(place.marker.rank == 4 for place in self._open)
            return marker.number == 1 or second or bool(self._levels_before(marker))
        prefix, last = marker.parts[:-1], self._last_parts
        if set(marker.parts) == {1} or any(place.marker.parts == prefix for place in self._open):
            return True
        grown = next(
            (i for i, (a, b) in enumerate(zip(marker.parts, last, strict=False)) if a != b), None
        )
        if grown is None:
            return False
        return marker.parts[grown] == last[grown] + 1 and set(marker.parts[grown + 1 :]) <= {1}

    def _levels_before(self, marker: Marker) -> list[int]:
        """Open levels, innermost first, whose clause the marker directly follows in number.

        Same style before same kind: who writes 1. 2. 3) means one row.
        """
        before = [
            (place.marker.style != marker.style, -level)
            for level, place in enumerate(self._open)
            if place.marker.kind == marker.kind and place.marker.number + 1 == marker.number
        ]
        return [-level for _, level in sorted(before)]

    def _level(self, marker: Marker, ahead: Sequence[Marker]) -> int:
        """How many open clauses stay open above the marker's own."""
        same = [i for i, place in enumerate(self._open) if place.marker.style == marker.style]
        if marker.style == "附則":
            return 0
        if marker.is_leaf:
            return same[-1] if same else len(self._open)
        while self._open and self._open[-1].marker.is_leaf:
            self._open.pop()
        if marker.style[0] == "・":
            return same[-1] if same else len(self._open)
        if marker.rank >= 0:
            return self._article_level(marker)
        if len(marker.parts) > 1:
            return self._dotted_level(marker)
        return self._known_level(marker, same, ahead) if same else self._new_level(marker)

    def _known_level(self, marker: Marker, same: list[int], ahead: Sequence[Marker]) -> int:
        following = [level for level in self._levels_before(marker) if level in same]
        if following:
            return self._continued_level(marker, following, ahead)
        innermost = self._open[-1].marker
        outdented = innermost.begin > marker.begin == self._open[same[-1]].marker.begin
        # One style nests in itself at a time; beyond that it is one list repeated, not a ladder.
        ladder = len({place.marker.style for place in self._open}) < len(self._open)
        nests = not ladder and not outdented and innermost.style != marker.style
        return len(self._open) if marker.number == 1 and nests else same[-1]

    def _continued_level(
        self, marker: Marker, following: list[int], ahead: Sequence[Marker]
    ) -> int:
        inner, outer = following[0], following[-1]
        indented = [i for i in following if self._open[i].marker.begin == marker.begin]
        if len(indented) == 1:
            return indented[0]
        between = {place.marker.style for place in self._open[outer + 1 : inner]}
        restarts = any(one.style in between and one.number == 1 for one in ahead)
        return outer if restarts else inner

    def _new_level(self, marker: Marker) -> int:
        if marker.number == 1:
            return len(self._open)
        remembered = self._remembered_level(marker)
        if remembered is not None:
            return remembered
        if following := self._levels_before(marker):
            return following[0]
        articles = [i for i, place in enumerate(self._open) if place.marker.rank >= 0]
        return articles[-1] + 1 if articles else len(self._open)

    def _article_level(self, marker: Marker) -> int:
        units = [
            (i, place.marker.rank) for i, place in enumerate(self._open) if place.marker.rank >= 0
        ]
        above = [i for i, rank in units if rank < marker.rank]
        if units:
            return above[-1] + 1 if above else units[0][0]
        remembered = self._remembered_level(marker)
        return len(self._open) if remembered is None else remembered

    def _remembered_level(self, marker: Marker) -> int | None:
        """Where the style was first met, if what held it then is open again."""
        styles = [place.marker.style for place in self._open]
        parent = self._parents.get(marker.style, "")
        if parent is None:
            return styles.index("附則") + 1 if "附則" in styles else 0
        return styles.index(parent) + 1 if parent in styles else None

    def _dotted_level(self, marker: Marker) -> int:
        for level, place in reversed(list(enumerate(self._open))):
            if place.marker.parts == marker.parts[:-1]:
                return level + 1
        dotted = [i for i, place in enumerate(self._open) if len(place.marker.parts) > 1]
        return dotted[0] if dotted else len(self._open)

    def _path(self, marker: Marker, parent: Place | None) -> str:
        above = parent.path if parent else ""
        symbol = marker.symbol
        if marker.style[0] == "・":
            self._bullets[above] += 1
            symbol = f"・{self._bullets[above]}"
        elif marker.style == "第条" and not parent:
            symbol = symbol[1:].replace("条", "")
        elif parent and len(marker.parts) > 1 and parent.marker.parts == marker.parts[:-1]:
            symbol = str(marker.number)
        path = _joined(above, symbol)
        self._taken[path] += 1
        return path if self._taken[path] == 1 else f"{path}#{self._taken[path]}"


def _joined(above: str, symbol: str) -> str:
    """Parent and own symbol, with a full stop where the two would run together (1 and 2: 1.2)."""
    if above and _script(above[-1]) == _script(symbol[0]) != "":
        return f"{above}.{symbol}"
    return above + symbol


def _script(character: str) -> str:
    if character.isascii():
        return "1" if character.isdigit() else "a" if character.isalpha() else ""
    return (
        "一" if character in "一二三四五六七八九十" else "ア" if "ア" <= character <= "ン" else ""
    )
