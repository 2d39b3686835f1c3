"""A chain of whys (なぜなぜ分析) that may branch, written as an outline, laid out as a tree.

Each line is one why; a line that begins with more marks (`>`, `＞`, `・` or blanks in pairs)
answers the one above it. An outline is what people write on paper, needs no script, and reads
aloud in order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pms_tracker.kernel.errors import BadInput

# More than a sheet of paper holds says that the fault is not yet narrowed down.
MOST_WHYS, DEEPEST = 40, 10
_MARKS = re.compile(r"^((?:[>＞・]|[ ]{2}|\u3000|\t)*)\s*(.*)$")


@dataclass
class Why:
    """One why and those that answer it; `text` is empty where a step was left out."""

    text: str
    because: list["Why"] = field(default_factory=list)

    def every(self, depth: int = 0) -> Iterator[tuple[int, "Why"]]:
        """This why and all below it, each with its depth, in the order of reading."""
        yield depth, self
        for each in self.because:
            yield from each.every(depth + 1)


@dataclass(frozen=True)
class Box:
    """Where a why lies in the picture: column by depth, row by the order of the last whys."""

    text: str
    column: int
    row: float
    from_row: float | None


def read(outline: str) -> list[Why]:
    """The trees of an outline. A line that is deeper by more than one leaves a gap: an empty why.

    Raises BadInput for more whys, or deeper ones, than a page holds.
    """
    roots: list[Why] = []
    open_at: list[Why] = []
    count = 0
    for line in outline.splitlines():
        if not line.strip():
            continue
        marks, text = _parts(line)
        depth = min(marks, len(open_at) + 1) if open_at else 0
        count += 1
        if count > MOST_WHYS or depth >= DEEPEST:
            raise BadInput("too_many_whys", most=MOST_WHYS, deepest=DEEPEST)
        del open_at[depth:]
        while len(open_at) < depth:
            gap = Why("")
            (open_at[-1].because if open_at else roots).append(gap)
            open_at.append(gap)
        why = Why(text)
        (open_at[-1].because if open_at else roots).append(why)
        open_at.append(why)
    return roots


def _parts(line: str) -> tuple[int, str]:
    found = _MARKS.match(line)
    marks, text = found.groups() if found else ("", line)
    return len(marks.replace("  ", "\t")), text.strip()


def chains(roots: list[Why]) -> Iterator[list[str]]:
    """Every way from a first why to a last one."""
    for why in roots:
        below = list(chains(why.because))
        if not below:
            yield [why.text]
        for each in below:
            yield [why.text, *each]


def laid_out(roots: list[Why]) -> list[Box]:
    """Boxes of the picture: a last why has a row of its own, others stand amid those below them."""
    boxes: list[Box] = []
    rows = iter(range(MOST_WHYS + DEEPEST))

    def place(why: Why, column: int) -> float:
        below = [(place(each, column + 1), each) for each in why.because]
        row = (below[0][0] + below[-1][0]) / 2 if below else float(next(rows))
        boxes.extend(Box(each.text, column + 1, at, row) for at, each in below)
        return row

    for why in roots:
        row = place(why, 0)
        boxes.append(Box(why.text, 0, row, None))
    return sorted(boxes, key=lambda box: (box.column, box.row))
