"""A fishbone (特性要因図): causes by area, each area an outline of causes and those behind them.

Each line is a cause; a line that begins with a mark (`>`, `＞`, `・` or two blanks) lies behind the
one above it. Marked lines with none above them are a plain list, as people write with bullets.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pms_tracker.act.rules.cause_rules import Area
from pms_tracker.kernel.errors import BadInput

# A bone of more, or longer, causes cannot be read in the picture any more.
MOST_CAUSES, LONGEST_CAUSE = 12, 100
_MARKS = re.compile(r"^(?:[>＞・]|[ ]{2}|\u3000|\t)+")

# What was written for each area, by its name; areas of which nothing is said may be left out.
Outlines = Mapping[str, str]


@dataclass(frozen=True)
class Cause:
    """A small bone, and the causes behind it."""

    text: str
    behind: tuple[str, ...] = ()


def field_of(area: Area) -> str:
    """What the outline of an area is called where each stands by itself."""
    return f"fishbone_{area}"


FIELDS = tuple(field_of(area) for area in Area)


def read(outline: str) -> list[Cause]:
    """The causes of one area, in order; a line with nothing but marks is none.

    Raises BadInput for more causes, or a longer one, than the picture holds.
    """
    found: list[Cause] = []
    begun, count = False, 0
    for line in outline.splitlines():
        marks = _MARKS.match(line)
        text = _MARKS.sub("", line).strip()
        if not text:
            continue
        count += 1
        _check(count, text)
        if marks and begun:
            last = found.pop()
            found.append(Cause(last.text, (*last.behind, text)))
        else:
            begun = begun or not marks
            found.append(Cause(text))
    return found


def _check(count: int, text: str) -> None:
    if count > MOST_CAUSES:
        raise BadInput("too_many_causes", most=MOST_CAUSES)
    if len(text) > LONGEST_CAUSE:
        raise BadInput("cause_too_long", longest=LONGEST_CAUSE)


def bones(outlines: Outlines) -> list[tuple[Area, list[Cause]]]:
    """The areas that have causes, each with them; raises BadInput as `read` does."""
    every = ((area, read(outlines.get(area, ""))) for area in Area)
    return [(area, causes) for area, causes in every if causes]


def ways(outlines: Outlines) -> Iterator[list[str]]:
    """Every way from a cause to one behind it; one with none behind it is a way by itself."""
    for _area, causes in bones(outlines):
        for cause in causes:
            yield from ([cause.text, each] for each in cause.behind)
            if not cause.behind:
                yield [cause.text]


def kept(outlines: Outlines) -> dict[str, str]:
    """What is worth keeping: areas of which something is said."""
    said = {area.value: outlines.get(area, "").strip() for area in Area}
    return {area: outline for area, outline in said.items() if outline}


def named(outlines: Outlines) -> dict[str, str]:
    """The outlines as fields of a plan, each area by itself."""
    return {field_of(area): outlines[area] for area in Area if outlines.get(area)}
