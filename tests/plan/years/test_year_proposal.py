"""What a plan of the year starts from, whatever the year, its first month and its holidays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.people.firm.working_days import is_national_holiday
from pms_tracker.plan.rules.year_rules import AnnualKind, Past, Row, Year, check_rows
from pms_tracker.plan.years.year_proposal import (
    TYPICAL,
    Lesson,
    Staff,
    following_year,
    from_lessons,
    in_the_middle,
    typical_year,
)

CALENDAR = BusinessCalendar(is_national_holiday, frozenset({(12, 29), (12, 30), (12, 31)}))
TITLES = {kind: kind.value for kind in AnnualKind}
HERE = {1, 2, 3, 4}
STAFF = Staff({Role.REPRESENTATIVE: 1, Role.PRIVACY_MANAGER: 2, Role.AUDIT_MANAGER: 3}, HERE, 4)
starts = st.builds(FiscalStart, st.integers(1, 12), st.integers(1, 28))
years = st.builds(Year.of, st.integers(2000, 2090), starts)
closures = st.frozensets(st.dates(date(2000, 1, 1), date(2091, 12, 31)), max_size=40)


@given(years, closures)
def test_every_proposed_day_lies_in_the_year_and_is_open(year: Year, closed: set[date]) -> None:
    calendar = BusinessCalendar(is_national_holiday, company_closures=frozenset(closed))
    rows = typical_year(year, calendar, STAFF, TITLES)
    check_rows(rows, year, HERE)
    assert not any(calendar.is_closed(row.planned_on) for row in rows)
    assert len(rows) == len(TYPICAL)


@given(years, years, st.data())
def test_every_day_of_the_next_year_lies_in_it_and_in_the_same_month(
    year: Year, following: Year, data: st.DataObject
) -> None:
    day = data.draw(st.dates(year.first, year.last))
    again = following.again(day, CALENDAR)
    assert again in following
    assert again.month == day.month
    # The edge of a year may leave few days of a month, and none of them open.
    around = (again + timedelta(days=each) for each in range(-30, 31))
    near = [each for each in around if each.replace(day=1) == again.replace(day=1)]
    open_days = [each for each in near if each in following and not CALENDAR.is_closed(each)]
    assert again in open_days or not open_days


@given(years, st.integers(0, 365), closures)
def test_from_any_day_on_nothing_is_past_and_everything_comes_once(
    year: Year, passed: int, closed: set[date]
) -> None:
    calendar = BusinessCalendar(is_national_holiday, company_closures=frozenset(closed))
    today = min(year.first + timedelta(days=passed), year.last)
    rows = typical_year(year, calendar, STAFF, TITLES)
    found = in_the_middle(rows, Past.FROM_TODAY, today, year, calendar)
    check_rows(found, year, HERE)
    assert all(row.planned_on >= today for row in found)
    assert {row.kind for row in found} == {row.kind for row in rows}
    assert found == sorted(found, key=lambda row: row.planned_on)
    assert set(rows) >= set(in_the_middle(rows, Past.NEXT_YEAR, today, year, calendar))
    assert in_the_middle(rows, Past.DONE_BEFORE, today, year, calendar) == rows


def test_a_company_abroad_is_proposed_no_duty_of_a_register_that_it_does_not_have() -> None:
    rows = typical_year(Year.of(2026, FiscalStart(1)), CALENDAR, STAFF, TITLES, customs=())
    abroad = {row.kind for row in rows}
    here = {
        row.kind for row in typical_year(Year.of(2026, FiscalStart(1)), CALENDAR, STAFF, TITLES)
    }
    K = AnnualKind
    assert here - abroad == {K.LEDGER_CHECK, K.RISK_REVIEW, K.CONTRACTORS, K.DISPOSAL}


def test_in_november_nine_duties_are_spread_over_the_months_that_are_left() -> None:
    year, today = Year.of(2026, FiscalStart(4)), date(2026, 11, 24)
    rows = typical_year(year, CALENDAR, STAFF, TITLES)
    found = in_the_middle(rows, Past.FROM_TODAY, today, year, CALENDAR)
    # Of the four operation checks the two that are past come round twice more.
    assert len(found) == len(rows) - 2
    assert found[0].kind is AnnualKind.PROGRAMME
    most = max(sum(each.planned_on == row.planned_on for each in found) for row in found)
    assert most <= 4


@pytest.mark.parametrize(
    ("start_month", "first", "last"),
    [
        (1, date(2026, 1, 30), date(2026, 12, 28)),
        (4, date(2026, 4, 30), date(2027, 3, 31)),
        (10, date(2026, 10, 30), date(2027, 9, 30)),
    ],
)
def test_a_typical_year_begins_with_its_first_month(
    start_month: int, first: date, last: date
) -> None:
    rows = typical_year(Year.of(2026, FiscalStart(start_month)), CALENDAR, STAFF, TITLES)
    assert (rows[0].kind, rows[0].planned_on) == (AnnualKind.PROGRAMME, first)
    assert (rows[-1].kind, rows[-1].planned_on) == (AnnualKind.DISPOSAL, last)


@pytest.mark.parametrize(
    ("start", "month", "last"),
    [
        (FiscalStart(4, 6), 0, date(2026, 5, 1)),
        (FiscalStart(4, 6), 11, date(2027, 4, 5)),
        # Months of a year that starts on a 31st: none is shortened by the February before it.
        (FiscalStart(1, 31), 0, date(2026, 2, 27)),
        (FiscalStart(1, 31), 1, date(2026, 3, 30)),
        (FiscalStart(1, 31), 11, date(2027, 1, 29)),
    ],
)
def test_months_of_a_year_are_counted_from_its_first_day(
    start: FiscalStart, month: int, last: date
) -> None:
    assert Year.of(2026, start).end_of_month(month, CALENDAR) == last


@pytest.mark.parametrize(
    ("start", "day", "again"),
    [
        # 3 April lies at the end of a year that starts on the 6th, 7 April at its beginning.
        (FiscalStart(4, 6), date(2026, 4, 3), date(2028, 4, 3)),
        (FiscalStart(4, 6), date(2026, 4, 7), date(2027, 4, 7)),
        (FiscalStart(1, 31), date(2026, 1, 30), date(2028, 1, 28)),
        # The only day of February within the year, a Sunday.
        (FiscalStart(2, 28), date(2024, 2, 29), date(2027, 2, 28)),
    ],
)
def test_the_same_day_comes_again_within_the_year(
    start: FiscalStart, day: date, again: date
) -> None:
    year = Year.of(2027, start)
    assert year.again(day, CALENDAR) == again
    assert again in year


def test_every_kind_but_the_free_one_comes_round() -> None:
    assert {each.kind for each in TYPICAL} == set(AnnualKind) - {AnnualKind.OTHER}


def test_the_law_wants_operation_checked_more_than_once_a_year() -> None:
    checks = [each.month for each in TYPICAL if each.kind is AnnualKind.OPERATION_CHECK]
    assert checks == [2, 5, 8, 11]


def test_a_leap_day_comes_round_as_the_last_of_february() -> None:
    assert Year.of(2024, FiscalStart(4)).again(date(2024, 2, 29), CALENDAR) == date(2025, 2, 28)
    assert Year.of(2027, FiscalStart(4)).again(date(2027, 2, 26), CALENDAR) == date(2028, 2, 25)
    # In a year that starts in January the day stays in its own calendar year.
    assert Year.of(2028, FiscalStart(1)).end_of_month(1, CALENDAR) == date(2028, 2, 29)


def test_a_day_stays_in_its_month_though_the_month_begins_closed() -> None:
    # 1 and 2 May 2027 are a weekend, and three holidays follow.
    assert Year.of(2027, FiscalStart(4)).again(date(2026, 5, 1), CALENDAR) == date(2027, 5, 6)


def test_a_month_without_an_open_day_keeps_the_day() -> None:
    days = frozenset(date(2026, 8, 1) + timedelta(days=each) for each in range(31))
    shut = BusinessCalendar(is_national_holiday, company_closures=days)
    year = Year.of(2026, FiscalStart(4))
    assert year.end_of_month(4, shut) == date(2026, 8, 31)
    assert year.again(date(2025, 8, 5), shut) == date(2026, 8, 5)


def test_a_role_that_nobody_holds_falls_to_the_manager_then_up_then_to_the_drafter() -> None:
    assert STAFF.owner(Role.AUDIT_MANAGER) == 3
    assert Staff({Role.PRIVACY_MANAGER: 2}, HERE, 4).owner(Role.AUDIT_MANAGER) == 2
    assert Staff({Role.REPRESENTATIVE: 1}, HERE, 4).owner(Role.AUDIT_MANAGER) == 1
    assert Staff({}, HERE, 4).owner(Role.AUDIT_MANAGER) == 4
    assert Staff({Role.REPRESENTATIVE: 1}, HERE, 4).approver(Role.REPRESENTATIVE, 1) is None


ROW = Row(AnnualKind.EDUCATION, "教育", date(2026, 9, 30), 4, 1, duty_id=5)


@pytest.mark.parametrize(
    ("changes", "owner", "approver"),
    [
        ({}, 4, 1),
        ({"owner_id": 9}, 2, 1),
        ({"approver_id": 9}, 4, None),
        ({"owner_id": 9, "approver_id": 2}, 2, None),
        ({"kind": AnnualKind.OTHER, "owner_id": 9}, 2, 1),
    ],
)
def test_duties_come_round_by_those_who_are_still_here(
    changes: dict[str, object], owner: int, approver: int | None
) -> None:
    before = replace(ROW, **changes)  # type: ignore[arg-type]
    (found,) = following_year([before], Year.of(2027, FiscalStart(4)), CALENDAR, STAFF)
    assert (found.owner_id, found.approver_id, found.duty_id) == (owner, approver, None)
    assert found.planned_on == date(2027, 9, 30)


def test_a_lesson_does_not_come_round_but_is_laid_in_until_it_was_done() -> None:
    year = Year.of(2027, FiscalStart(4))
    row = replace(ROW, because_of="CA-2026-001")
    assert following_year([row], year, CALENDAR, STAFF) == []
    lessons = [Lesson("CA-2026-001", "棚を見る"), Lesson("CA-2026-002", "台帳を見る")]
    (found,) = from_lessons(lessons, {"CA-2026-001"}, year, CALENDAR, STAFF)
    assert (found.because_of, found.title, found.owner_id) == ("CA-2026-002", "台帳を見る", 2)
    assert (found.kind, found.planned_on) == (AnnualKind.OTHER, date(2027, 6, 30))


def test_on_the_last_day_of_a_month_nothing_is_due_before_the_plan_is_approved() -> None:
    year, today = Year.of(2026, FiscalStart(4)), date(2026, 11, 30)
    rows = typical_year(year, CALENDAR, STAFF, TITLES)
    found = in_the_middle(rows, Past.FROM_TODAY, today, year, CALENDAR)
    assert {row.kind for row in found} == {row.kind for row in rows}
    assert min(row.planned_on for row in found) == date(2026, 12, 28)
    planned = {row.kind: row.planned_on for row in found}
    assert planned[AnnualKind.AUDIT] < planned[AnnualKind.MANAGEMENT_REVIEW]
    # Two days before the end of the year there is no later day.
    late = in_the_middle(rows, Past.FROM_TODAY, date(2027, 3, 29), year, CALENDAR)
    assert {row.planned_on for row in late} == {year.last}
