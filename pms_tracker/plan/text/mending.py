"""A tree mended by hand before it is kept: clauses joined, split, set in and set out."""

import re

from pms_tracker.plan.text.tree.policy_outline import Outline

_MOVE = re.compile(r"(join|in|out|split|end):([0-9]{1,7})")
_ROW = re.compile(r"([0-9]{1,7}):([0-9])")


def written(outline: Outline) -> str:
    """An outline as a form carries it: 3:1 5:2, line and depth of each clause."""
    return " ".join(f"{line}:{depth}" for line, depth in outline)


def understood(text: str) -> Outline:
    """What `written` wrote; anything else in it is passed over."""
    matches = (_ROW.fullmatch(word) for word in text.split())
    return tuple((int(match[1]), int(match[2])) for match in matches if match)


def mended(outline: Outline, move: str) -> Outline:
    """The outline after one move at a line: `join:5` makes the clause that begins there part of the
    one before, `split:5` begins one there, `in:5` and `out:5` move it with all below it by one
    depth, and `end:5` ends the last clause before it. A move that cannot be made changes nothing.
    """
    match = _MOVE.fullmatch(move)
    if match is None:
        return outline
    rows = [row for row in outline if row[1]]
    end = next((line for line, depth in outline if not depth), None)
    kind, line = match[1], int(match[2])
    if kind == "join":
        rows = [row for row in rows if row[0] != line]
    elif kind == "split":
        rows = _split(rows, line)
        end = None if end is not None and line >= end else end
    elif kind == "end":
        rows, end = [row for row in rows if row[0] < line], line
    else:
        rows = _moved(rows, line, 1 if kind == "in" else -1)
    return (*rows, *([(end, 0)] if end is not None else []))


def _split(rows: list[tuple[int, int]], line: int) -> list[tuple[int, int]]:
    if any(start == line for start, _ in rows):
        return rows
    depth = next((depth for start, depth in reversed(rows) if start < line), 1)
    return sorted([*rows, (line, depth)])


def _moved(rows: list[tuple[int, int]], line: int, by: int) -> list[tuple[int, int]]:
    at = next((i for i, (start, _) in enumerate(rows) if start == line), None)
    if at is None:
        return rows
    depth = rows[at][1]
    deepest = rows[at - 1][1] + 1 if at else 1
    if not 1 <= depth + by <= min(deepest, 9):
        return rows
    stop = next((i for i in range(at + 1, len(rows)) if rows[i][1] <= depth), len(rows))
    moved = [(start, min(9, max(1, each + by))) for start, each in rows[at:stop]]
    return [*rows[:at], *moved, *rows[stop:]]
