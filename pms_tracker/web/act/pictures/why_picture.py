"""The chain of whys as a picture: plain values in, coordinates out; the text stands beneath it."""

from dataclasses import dataclass

from pms_tracker.act.plans import why_chain
from pms_tracker.web.act.pictures import lettering

WIDTH, HEIGHT, ACROSS, BETWEEN = 208, 78, 44, 16
LETTERS, LINES = 13, 3
FIRST_LINE, LINE = 24, 19


@dataclass(frozen=True)
class Drawn:
    """One why as it is drawn: its box, its lines of text, and the line from the why above."""

    x: float
    y: float
    lines: tuple[tuple[float, str], ...]
    path: str


@dataclass(frozen=True)
class Picture:
    """The whole chain: what is drawn, and what is read instead of it (depth and text)."""

    width: float
    height: float
    boxes: tuple[Drawn, ...]
    read: tuple[tuple[int, str], ...]


def drawn(outline: str) -> Picture | None:
    """The picture of an outline that was found right; None where nothing was written."""
    roots = why_chain.read(outline)
    if not roots:
        return None
    boxes = why_chain.laid_out(roots)
    right, below = max(box.column for box in boxes), max(box.row for box in boxes)
    return Picture(
        (right + 1) * WIDTH + right * ACROSS + 2,
        (below + 1) * (HEIGHT + BETWEEN) - BETWEEN + 2,
        tuple(_box(box) for box in boxes),
        tuple((depth, why.text) for root in roots for depth, why in root.every()),
    )


def _box(box: why_chain.Box) -> Drawn:
    x, y = box.column * (WIDTH + ACROSS) + 1, _top(box.row)
    said = lettering.shortened(box.text, LETTERS, LINES) or [""]
    lines = tuple((y + FIRST_LINE + at * LINE, text) for at, text in enumerate(said))
    return Drawn(x, y, lines, _path(box, x, y))


def _top(row: float) -> float:
    return row * (HEIGHT + BETWEEN) + 1


def _path(box: why_chain.Box, x: float, y: float) -> str:
    if box.from_row is None:
        return ""
    start = _top(box.from_row) + HEIGHT / 2
    return f"M{x - ACROSS} {start}H{x - ACROSS / 2}V{y + HEIGHT / 2}H{x}"
