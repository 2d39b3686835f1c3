"""Geometry of the charts: nothing is lost or leaves its room, and the smallest can be seen."""

import re
from datetime import date, timedelta
from itertools import pairwise
from math import atan2, degrees, hypot

import pytest
from hypothesis import given, strategies as st

from pms_tracker.web.pictures import drawing
from pms_tracker.web.pictures.charts import Count, Year, YearRow

FIRST, LAST, TODAY = date(2026, 4, 1), date(2027, 3, 31), date(2026, 11, 24)
YEAR = Year("2026", FIRST, LAST, TODAY, (), Count(0), (), "", "")
amounts = st.lists(st.integers(0, 10**6), min_size=4, max_size=4)


def row(planned: date, actual: date | None, state: str) -> YearRow:
    return YearRow("監査", "", "AU-2026-001", planned, actual, state)


def angle(x: float, y: float) -> float:
    """Degrees clockwise from the top of the wheel."""
    return degrees(atan2(x - drawing.CENTRE, drawing.CENTRE - y)) % 360


def size(arc: drawing.Arc) -> float:
    """How many degrees the outer edge of an arc spans, read back from its path."""
    ax, ay, bx, by = map(
        float, re.findall(r"M([\d.]+) ([\d.]+)A\S+ \S+ 0 0 1 ([\d.]+) ([\d.]+)", arc.path)[0]
    )
    return (angle(bx, by) - angle(ax, ay)) % 360


def test_a_quarter_with_nothing_to_count_has_no_arcs() -> None:
    assert drawing.quarter_arcs(0, (0, 0, 0, 0)) == []


def test_a_single_amount_fills_its_whole_quarter() -> None:
    (arc,) = drawing.quarter_arcs(2, (0, 7, 0, 0))
    assert arc.part == 1
    assert arc.path == drawing.quarter_outline(2).path
    assert size(arc) == pytest.approx(drawing.QUARTER, abs=0.1)


def test_beside_a_huge_amount_the_smallest_arc_still_has_five_degrees() -> None:
    arcs = drawing.quarter_arcs(0, (10_000, 1, 2, 1))
    assert [arc.part for arc in arcs] == [0, 1, 2, 3]
    assert [round(size(arc), 1) for arc in arcs[1:]] == [5.0, 5.0, 5.0]
    assert size(arcs[0]) == pytest.approx(drawing.QUARTER - 3 * (5 + drawing.CUT), abs=0.1)


@given(st.integers(0, 3), amounts)
def test_arcs_stay_in_their_quarter_in_order_and_none_is_lost(place: int, these: list[int]) -> None:
    arcs = drawing.quarter_arcs(place, these)
    assert [arc.part for arc in arcs] == [at for at, amount in enumerate(these) if amount]
    turned = [(angle(arc.x, arc.y) - (270 + 90 * place)) % 360 for arc in arcs]
    assert all(0 < each < 90 for each in turned)
    assert all(a < b for a, b in pairwise(turned))
    for arc in arcs:
        assert size(arc) >= drawing.SMALLEST - 0.1
        away = hypot(arc.x - drawing.CENTRE, arc.y - drawing.CENTRE)
        assert drawing.INNER < away < drawing.OUTER


@given(amounts)
def test_shares_make_up_the_whole_and_a_zero_gets_nothing(these: list[int]) -> None:
    found = drawing.shares(these, 79, 5)
    assert [bool(each) for each in found] == [bool(each) for each in these]
    assert sum(found) == pytest.approx(79 if any(these) else 0)


def test_bars_are_as_long_as_their_sums_beside_the_largest() -> None:
    assert drawing.bar((0, 0), 10) == []
    assert drawing.bar((5, 0), 10) == [drawing.Stretch(0, 0.0, 50.0)]
    assert drawing.bar((5, 5), 10) == [
        drawing.Stretch(0, 0.0, 50.0),
        drawing.Stretch(1, 50.0, 50.0),
    ]
    assert drawing.bar((0, 10), 10)[0].middle == 50.0


def test_one_case_beside_ten_thousand_can_still_be_seen() -> None:
    assert drawing.bar((1, 1), 10_000) == [
        drawing.Stretch(0, 0.0, drawing.NARROWEST),
        drawing.Stretch(1, drawing.NARROWEST, drawing.NARROWEST),
    ]


@given(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), st.integers(0, 10**6))
def test_a_bar_never_leaves_its_room(these: tuple[int, int], largest: int) -> None:
    parts = drawing.bar(these, largest)
    assert sum(part.width for part in parts) <= 100.02
    assert all(part.width >= drawing.NARROWEST - 0.01 for part in parts)


@pytest.mark.parametrize(
    ("day", "x", "outside"),
    [
        (date(2026, 4, 1), 0.14, ""),
        (date(2026, 10, 1), 50.13, ""),
        (date(2027, 3, 31), 99.87, ""),
        (date(2026, 3, 31), 0.0, "before"),
        (date(2027, 4, 1), 100.0, "after"),
    ],
)
def test_a_day_has_its_place_in_the_year(day: date, x: float, outside: str) -> None:
    assert drawing.year_spot(day, FIRST) == drawing.Spot(x, outside)


@given(st.integers(0, 364))
def test_days_of_a_year_follow_one_another(number: int) -> None:
    day = FIRST + timedelta(days=number)
    before = drawing.year_spot(day - timedelta(days=1), FIRST).x
    assert before < drawing.year_spot(day, FIRST).x


def test_the_month_of_today_is_marked_only_in_its_own_year() -> None:
    month = drawing.year_month(TODAY, FIRST)
    assert month is not None
    assert (month.part, month.start) == (7, 58.33)
    assert drawing.year_month(TODAY, date(2025, 4, 1)) is None
    assert drawing.year_month(TODAY, date(2027, 4, 1)) is None


@pytest.mark.parametrize(
    ("planned", "actual", "state", "kind", "has_bar"),
    [
        (date(2026, 4, 10), date(2026, 4, 8), "done", "", False),
        (date(2026, 4, 10), date(2026, 4, 10), "done", "", False),
        (date(2026, 4, 10), date(2026, 4, 20), "done", "delayed", True),
        (date(2026, 4, 10), None, "done", "", False),
        (date(2026, 7, 31), None, "late", "late", True),
        (date(2025, 7, 31), None, "late", "late", True),
        (date(2026, 11, 30), date(2026, 11, 1), "under_way", "under_way", True),
        (date(2026, 11, 30), TODAY, "under_way", "under_way", False),
        (date(2027, 2, 1), None, "todo", "", False),
    ],
)
def test_a_row_of_the_year_says_by_its_bar_how_it_went(
    planned: date, actual: date | None, state: str, kind: str, has_bar: bool
) -> None:
    marks = drawing.year_marks(row(planned, actual, state), YEAR)
    assert (marks.kind, marks.bar is not None) == (kind, has_bar)
    assert (marks.actual is not None) == (state == "done" and actual is not None)


def test_a_bar_of_what_is_late_ends_today() -> None:
    bar = drawing.year_marks(row(date(2026, 7, 31), None, "late"), YEAR).bar
    assert bar is not None
    assert round(bar.start + bar.width, 2) == drawing.year_spot(TODAY, FIRST).x


def test_five_quarters_without_data_draw_nothing_but_the_axis() -> None:
    plotted = drawing.plot([None] * 5)
    assert (plotted.dots, plotted.lines) == ((), ())
    assert plotted.ticks == ((0, 120.0), (1, 60.0), (2, 0.0))


def test_a_quarter_without_data_leaves_a_gap_in_the_line() -> None:
    plotted = drawing.plot([10, 20, None, 20, 0])
    assert [dot.value for dot in plotted.dots] == [10, 20, 20, 0]
    assert [(a.value, b.value) for a, b in plotted.lines] == [(10, 20), (20, 0)]
    assert [dot.x for dot in plotted.dots] == [10.0, 30.0, 70.0, 90.0]


def test_numbers_stand_above_their_dots_and_below_where_the_line_falls() -> None:
    plotted = drawing.plot([74, 61, 66, 48, 41, 1])
    below = [dot.number_y > dot.y for dot in plotted.dots]
    # The last lies on the axis, where there is no room under it.
    assert below == [False, True, False, True, True, False]


@given(st.integers(0, 10**7))
def test_an_axis_ends_at_an_even_number_not_far_above(value: int) -> None:
    top = drawing.nice_top(value)
    assert value <= top <= max(2, 2 * value)
    assert top % 2 == 0


@given(st.lists(st.none() | st.integers(0, 10**6), min_size=1, max_size=8))
def test_dots_stay_on_the_plot(values: list[int | None]) -> None:
    for dot in drawing.plot(values).dots:
        assert 0 <= dot.x <= 100
        assert 0 <= dot.y <= drawing.PLOT_HEIGHT
