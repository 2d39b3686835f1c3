"""The fishbone as a picture: plain values in, coordinates out; the text stands beneath it.

The effect stands at the right end of the spine; bones come from above and below in turn, so that
one more bone moves none that is there. Each cause is a small bone under its text, with the causes
behind it as twigs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pms_tracker.act.plans.fishbone import Cause
from pms_tracker.web.act.pictures import lettering

# In em: a cause, one behind it, the name of an area, the effect; then their measures in pixels.
LETTERS, LETTERS_BEHIND, LETTERS_OF_NAME, LETTERS_OF_EFFECT = 12.0, 10.4, 10.0, 10.0
EM, LINE, FIRST_LINE = 14, 19, 15
TEXT, SLANT, BETWEEN, GAP = 168, 44, 14, 8
ACROSS = TEXT + GAP + SLANT + BETWEEN
NAME, EFFECT, PADDING = 152, 164, 12
INSET, UNDER, AFTER, CLEAR = 22, 6, 10, 14


@dataclass(frozen=True)
class Line:
    """A line of text and where it begins (or its middle, where it stands in a box)."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Box:
    """A box with lines of text in it."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Bone:
    """One area: its name, its bone, and the small bones and twigs with their texts."""

    name: Box
    path: str
    twigs: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Picture:
    """The whole fishbone: what is drawn, and what is read instead of it."""

    width: float
    height: float
    spine: str
    effect: Box
    bones: tuple[Bone, ...]
    read: tuple[tuple[str, tuple[Cause, ...]], ...]

    @property
    def count(self) -> int:
        return sum(1 + len(each.behind) for _name, causes in self.read for each in causes)


Named = Sequence[tuple[str, Sequence[Cause]]]


def drawn(areas: Named, effect: str) -> Picture | None:
    """The picture of the areas that have causes, by name; None where there are none."""
    if not areas:
        return None
    told = lettering.lines(effect, LETTERS_OF_EFFECT)
    half = _box_height(told) / 2 + 1
    above, below = _Side(areas[0::2]), _Side(areas[1::2])
    spine = max(above.height, half)
    at = (len(areas) + 1) // 2 * ACROSS + BETWEEN * 2
    bones = [*above.bones(spine, -1), *below.bones(spine, 1)]
    return Picture(
        width=at + EFFECT + 1,
        height=spine + max(below.height, half),
        spine=f"M1 {spine}H{at}M{at - 12} {spine - 7}L{at} {spine}L{at - 12} {spine + 7}",
        effect=_box(at, spine - half + 1, EFFECT, told),
        bones=tuple(bones),
        read=tuple((name, tuple(causes)) for name, causes in areas),
    )


class _Side:
    """The bones on one side of the spine: as high as the highest of them."""

    def __init__(self, areas: Named) -> None:
        self._areas = areas
        self._names = [lettering.lines(name, LETTERS_OF_NAME) for name, _causes in areas]
        self._head = max(map(_box_height, self._names), default=0.0)
        self._stack = max((_Stack(0, causes).height for _name, causes in areas), default=0.0)
        self.height = self._head + CLEAR + self._stack + CLEAR if areas else 0.0

    def bones(self, spine: float, way: int) -> list[Bone]:
        """Each bone: `way` is -1 above the spine and 1 below it."""
        end = spine + way * (self.height - self._head)
        top = min(end, spine) + CLEAR
        return [
            self._bone(column * ACROSS + 1, spine, end, top, column)
            for column in range(len(self._areas))
        ]

    def _bone(self, x: float, spine: float, end: float, top: float, column: int) -> Bone:
        begins = x + TEXT + GAP
        stack = _Stack(x, self._areas[column][1], top)
        height = _box_height(self._names[column])
        box_top = end - height if end < spine else end
        twigs = [
            f"M{x} {y}H{round(begins + SLANT * (y - end) / (spine - end), 1)}" for y in stack.under
        ]
        return Bone(
            name=_box(begins - NAME / 2, box_top, NAME, self._names[column]),
            path=f"M{begins} {end}L{begins + SLANT} {spine}",
            twigs=(*twigs, *stack.behind),
            lines=tuple(stack.lines),
        )


class _Stack:
    """The causes of one area from top to bottom: texts, lines under them, twigs behind them."""

    def __init__(self, x: float, causes: Sequence[Cause], top: float = 0.0) -> None:
        self.lines: list[Line] = []
        self.under: list[float] = []
        self.behind: list[str] = []
        self._x, self._y = x, top
        for cause in causes:
            self._lay(cause)
        self.height = self._y - AFTER - top

    def _lay(self, cause: Cause) -> None:
        self._write(cause.text, self._x, LETTERS)
        under = self._y + UNDER
        self.under.append(under)
        self._y = under + UNDER / 2
        for text in cause.behind:
            middle = self._y + FIRST_LINE - 5
            self.behind.append(f"M{self._x + 8} {under}V{middle}H{self._x + INSET - 5}")
            self._write(text, self._x + INSET, LETTERS_BEHIND)
        self._y += AFTER

    def _write(self, text: str, x: float, letters: float) -> None:
        for line in lettering.lines(text, letters):
            self.lines.append(Line(x, self._y + FIRST_LINE, line))
            self._y += LINE


def _box_height(lines: Sequence[str]) -> float:
    return len(lines) * LINE + PADDING


def _box(x: float, y: float, width: float, lines: Sequence[str]) -> Box:
    middle, first = x + width / 2, y + PADDING / 2 + FIRST_LINE - 1
    told = tuple(Line(middle, first + at * LINE, text) for at, text in enumerate(lines))
    return Box(x, y, width, _box_height(lines), told)
