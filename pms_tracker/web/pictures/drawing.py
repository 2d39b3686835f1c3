"""Where the marks of the charts lie: plain values in, coordinates and paths out.

Widths and places along a line are per cent of its length, so that a chart fits any window without
its text being scaled; the wheel is drawn on 420 by 420, days to close on a height of 120.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import cos, radians, sin

from pms_tracker.kernel.due_dates import add_months
from pms_tracker.web.pictures.charts import Year, YearRow

CENTRE = 210.0
OUTER = 204.0
INNER = 158.0
QUARTER = 79.0
SMALLEST = 5.0
CUT = 1.0
PLOT_HEIGHT = 120.0
# A number is written under its dot only where it stays clear of the axis.
UNDER = 26.0
# What a bar's part needs to be seen, and to carry its ×, in per cent.
NARROWEST = 8.0
WHOLE = 100.0


@dataclass(frozen=True)
class Arc:
    """A piece of the ring: its outline, its middle, and which of the amounts it shows."""

    part: int
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Stretch:
    """A piece of a line in per cent, and which of the amounts it shows."""

    part: int
    start: float
    width: float

    @property
    def middle(self) -> float:
        return round(self.start + self.width / 2, 2)


@dataclass(frozen=True)
class Spot:
    """A place in the year in per cent; `outside` is before or after where the day lies beyond."""

    x: float
    outside: str = ""


@dataclass(frozen=True)
class YearMarks:
    """What one row of the year shows: `kind` names its bar (late, delayed, under_way) if any."""

    planned: Spot
    actual: Spot | None
    bar: Stretch | None
    kind: str


@dataclass(frozen=True)
class Dot:
    """One quarter's value: per cent across, points down, and where its number is written."""

    value: int
    x: float
    y: float
    number_y: float


@dataclass(frozen=True)
class Plot:
    """Values over quarters; a quarter without one leaves a gap, never a zero."""

    dots: tuple[Dot, ...]
    lines: tuple[tuple[Dot, Dot], ...]
    ticks: tuple[tuple[int, float], ...]


def shares(amounts: Sequence[int], whole: float, smallest: float) -> list[float]:
    """Divide a whole by amounts, none of which gets less than the smallest; a zero gets nothing.

    The whole must hold that many smallest pieces.
    """
    small: set[int] = set()
    while True:
        rest = whole - smallest * len(small)
        total = sum(amount for at, amount in enumerate(amounts) if at not in small)
        found = [
            (smallest if at in small else amount / total * rest) if amount else 0.0
            for at, amount in enumerate(amounts)
        ]
        # The tolerance keeps a piece of exactly the smallest size from going round for ever.
        tight = {at for at, size in enumerate(found) if amounts[at] and size < smallest - 1e-9}
        if not tight - small:
            return found
        small |= tight


def quarter_arcs(place: int, amounts: Sequence[int]) -> list[Arc]:
    """The pieces of a quarter of the wheel, clockwise; place 0 is the upper left one."""
    parts = [at for at, amount in enumerate(amounts) if amount]
    if not parts:
        return []
    room = QUARTER - CUT * (len(parts) - 1)
    sizes = shares(amounts, room, SMALLEST)
    found, start = [], _first_angle(place)
    for part in parts:
        found.append(_arc(part, start, sizes[part]))
        start += sizes[part] + CUT
    return found


def quarter_outline(place: int) -> Arc:
    """A whole quarter of the wheel, for a phase that has nothing to count."""
    return _arc(0, _first_angle(place), QUARTER)


def _first_angle(place: int) -> float:
    # Degrees clockwise from the top; the gaps between quarters carry the chevrons.
    return 270.0 + 90.0 * place + (90.0 - QUARTER) / 2


def _point(angle: float, radius: float) -> tuple[float, float]:
    turned = radians(angle)
    return round(CENTRE + radius * sin(turned), 2), round(CENTRE - radius * cos(turned), 2)


def _arc(part: int, start: float, size: float) -> Arc:
    (ax, ay), (bx, by) = _point(start, OUTER), _point(start + size, OUTER)
    (cx, cy), (dx, dy) = _point(start + size, INNER), _point(start, INNER)
    path = f"M{ax} {ay}A{OUTER} {OUTER} 0 0 1 {bx} {by}L{cx} {cy}A{INNER} {INNER} 0 0 0 {dx} {dy}Z"
    return Arc(part, path, *_point(start + size / 2, (OUTER + INNER) / 2))


def bar(amounts: Sequence[int], largest: int) -> list[Stretch]:
    """A stacked bar from zero, as long as its sum is beside the largest sum of the chart."""
    parts = [at for at, amount in enumerate(amounts) if amount]
    if not parts:
        return []
    length = max(WHOLE * sum(amounts) / max(largest, sum(amounts)), NARROWEST * len(parts))
    sizes = shares(amounts, length, NARROWEST)
    found, start = [], 0.0
    for part in parts:
        found.append(Stretch(part, round(start, 2), round(sizes[part], 2)))
        start += sizes[part]
    return found


def month_of(day: date, first: date) -> int:
    """In which month from `first` on a day lies, 0 for the first."""
    months = (day.year - first.year) * 12 + day.month - first.month
    return months if day >= add_months(first, months) else months - 1


def year_spot(day: date, first: date) -> Spot:
    """Where a day lies in the twelve months from `first`; all months are equally wide."""
    months = month_of(day, first)
    starts = add_months(first, months)
    length = (add_months(first, months + 1) - starts).days
    x = WHOLE * (months + ((day - starts).days + 0.5) / length) / 12
    if x < 0:
        return Spot(0.0, "before")
    return Spot(WHOLE, "after") if x > WHOLE else Spot(round(x, 2))


def year_month(today: date, first: date) -> Stretch | None:
    """The month of today within the year, or None where the year is another."""
    months = month_of(today, first)
    return Stretch(months, round(WHOLE * months / 12, 2), 8.33) if 0 <= months < 12 else None


def year_marks(row: YearRow, year: Year) -> YearMarks:
    """The marks of one row: when it was planned, when it was done, and what lies between."""
    planned = year_spot(row.planned_on, year.first)
    actual = year_spot(row.actual_on, year.first) if row.actual_on else None
    today = year_spot(year.today, year.first)
    if row.state == "late":
        return YearMarks(planned, None, _between(planned, today), "late")
    if row.state == "under_way" and actual:
        return YearMarks(planned, None, _between(actual, today), "under_way")
    if row.actual_on and row.actual_on > row.planned_on and actual:
        return YearMarks(planned, actual, _between(planned, actual), "delayed")
    return YearMarks(planned, actual, None, "")


def _between(start: Spot, end: Spot) -> Stretch | None:
    width = round(end.x - start.x, 2)
    return Stretch(0, start.x, width) if width > 0 else None


def plot(values: Sequence[int | None]) -> Plot:
    """Values on a 0-based axis with a helper line at its top and one half way up."""
    top = nice_top(max((value for value in values if value is not None), default=0))
    dots: list[Dot | None] = []
    before: int | None = None
    for at, value in enumerate(values):
        if value is None:
            dots.append(None)
        else:
            y = round(PLOT_HEIGHT * (1 - value / top), 2)
            falls = before is not None and value < before and y + UNDER <= PLOT_HEIGHT
            x = round(WHOLE * (at + 0.5) / len(values), 2)
            dots.append(Dot(value, x, y, round(y + (20 if falls else -10), 2)))
        before = value
    lines = tuple((a, b) for a, b in pairwise(dots) if a and b)
    ticks = tuple((round(top * part), round(PLOT_HEIGHT * (1 - part), 2)) for part in (0, 0.5, 1))
    return Plot(tuple(dot for dot in dots if dot), lines, ticks)


def nice_top(value: int) -> int:
    """The end of an axis for this value: an even number that is quickly halved."""
    size = 1
    while size * 10 < value:
        size *= 10
    return next(step * size for step in (2, 4, 6, 8, 10) if step * size >= value)
