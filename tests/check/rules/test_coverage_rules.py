"""Rules of coverage: a year is judged by its audits alone, and a unit only for its time."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from pms_tracker.check.rules.coverage_rules import Cell, Covered, Lifetime, Visit, judge
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.plan.rules.year_rules import Year

YEAR = Year.of(2026, FiscalStart(4))
TODAY = date(2026, 11, 24)
IN_YEAR = st.dates(YEAR.first, YEAR.last)
ANY_DAY = st.none() | st.dates(date(2025, 1, 1), date(2028, 12, 31))
VISITS = st.lists(
    st.builds(Visit, planned_on=IN_YEAR, held_on=st.none() | IN_YEAR, finished=st.booleans())
)
LIFETIMES = st.builds(Lifetime, opened_on=ANY_DAY, closed_on=ANY_DAY)
NOT_HELD = {Covered.PLANNED, Covered.MISSING, Covered.OUTSIDE}


@given(VISITS, LIFETIMES, st.dates(date(2025, 4, 1), date(2028, 12, 31)))
def test_r1_a_unit_is_done_if_and_only_if_an_audit_of_the_year_is_finished(
    visits: list[Visit], lifetime: Lifetime, today: date
) -> None:
    cell = judge(YEAR, visits, today, lifetime)
    held = [each for each in visits if each.held_on is not None and each.finished]
    assert (cell.covered is Covered.DONE) == bool(held)
    assert (cell.covered in NOT_HELD) == (not held)
    there = lifetime.touches(YEAR)
    under_way = any(each.held_on is not None and not each.finished for each in visits)
    ahead = under_way or (bool(visits) and today <= YEAR.last)
    if not held:
        wanted = Covered.OUTSIDE if not there else Covered.PLANNED if ahead else Covered.MISSING
        assert cell.covered is wanted


def test_of_several_audits_the_last_one_held_is_shown_or_the_next_one_planned() -> None:
    early, late = Visit(date(2026, 5, 1), date(2026, 5, 7)), Visit(date(2026, 9, 1))
    later = Visit(date(2026, 6, 1), date(2026, 6, 2))
    assert judge(YEAR, [later, early, late], TODAY) == Cell(Covered.DONE, later)
    assert judge(YEAR, [later, early], TODAY).day == date(2026, 6, 2)
    ahead = [Visit(date(2027, 1, 1)), late]
    assert judge(YEAR, ahead, TODAY) == Cell(Covered.PLANNED, late)
    assert judge(YEAR, ahead, TODAY).day == date(2026, 9, 1)
    assert judge(YEAR, [], TODAY).day is None


def test_what_was_planned_and_not_held_is_missing_once_the_year_is_over() -> None:
    visits = [Visit(date(2026, 9, 1))]
    assert judge(YEAR, visits, YEAR.last).covered is Covered.PLANNED
    assert judge(YEAR, visits, YEAR.last + timedelta(days=1)).covered is Covered.MISSING


@pytest.mark.parametrize(
    ("opened_on", "closed_on", "covered"),
    [
        (None, None, Covered.MISSING),
        (YEAR.last, None, Covered.MISSING),
        (YEAR.last + timedelta(days=1), None, Covered.OUTSIDE),
        (None, YEAR.first, Covered.MISSING),
        (None, YEAR.first - timedelta(days=1), Covered.OUTSIDE),
    ],
)
def test_a_unit_is_judged_only_for_its_time(
    opened_on: date | None, closed_on: date | None, covered: Covered
) -> None:
    assert judge(YEAR, [], TODAY, Lifetime(opened_on, closed_on)).covered is covered
