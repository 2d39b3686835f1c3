"""Lines that may begin clauses, with all ways to read them, and those that were chosen to."""

import re
from dataclasses import dataclass

from pms_tracker.plan.text.policy_labels import Marker

HEADING = "見出し"
_INTRODUCES = re.compile(r"はじめに|序|序[文論言]|まえがき|ごあいさつ|introduction|foreword", re.I)


@dataclass(frozen=True)
class Candidate:
    """A line that may begin a clause.

    `rank` is what a format says of its depth among others (Markdown's ##, a list's level in
    Word); `doubt` is what it costs to read the line as text instead; a bare figure may as well
    count what follows it (`counts`), or is all but sure to (`counted`), the more where the
    sentence of the line above `goes_on`.
    """

    line: int
    readings: tuple[Marker, ...]
    indent: int
    doubt: float
    rank: int | None = None
    counts: bool = False
    counted: bool = False
    goes_on: bool = False


@dataclass(frozen=True)
class Chosen:
    """A line that begins a clause, how its label is read, and how deep it stands (from 1)."""

    line: int
    marker: Marker
    depth: int


def introduces(marker: Marker) -> bool:
    """Whether a heading leads to the clauses that follow, whatever their labels, and holds none."""
    return marker.style == HEADING and bool(_INTRODUCES.fullmatch(marker.symbol))
