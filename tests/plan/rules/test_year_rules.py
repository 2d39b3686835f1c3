"""Rules of the year: what lies in it, who decides, and what an amendment may do."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.plan.rules.year_rules import (
    AMENDMENT,
    PLAN,
    AmendmentState,
    AnnualKind,
    Difference,
    PlanMove,
    PlanState,
    Row,
    Year,
    check_amendment,
    check_done,
    check_rows,
    check_year,
    differences,
    may_report,
)

YEAR = Year.of(2026, FiscalStart(4))
TODAY = date(2026, 11, 24)
ROW = Row(AnnualKind.AUDIT, "内部監査", date(2026, 11, 30), 1, 2)
KEPT = replace(ROW, duty_id=7)


def test_a_plan_is_drafted_handed_in_and_decided() -> None:
    allowed = [move for move in PlanMove if PLAN.allows(PlanState.DRAFT, move)]
    assert allowed == [PlanMove.SUBMIT]
    assert PLAN.after(PlanState.SUBMITTED, PlanMove.SEND_BACK) is PlanState.DRAFT
    assert PLAN.ends() == (PlanState.APPROVED,)
    ends = {AmendmentState.APPROVED, AmendmentState.SENT_BACK, AmendmentState.WITHDRAWN}
    assert set(AMENDMENT.ends()) == ends


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (1, date(2026, 1, 1), date(2026, 12, 31)),
        (4, date(2026, 4, 1), date(2027, 3, 31)),
        (10, date(2026, 10, 1), date(2027, 9, 30)),
    ],
)
def test_a_year_runs_from_its_first_day_to_its_last(month: int, first: date, last: date) -> None:
    year = Year.of(2026, FiscalStart(month))
    assert (year.first, year.last) == (first, last)
    for day in (first, last):
        check_rows([replace(ROW, planned_on=day)], year, {1, 2})
    for day in (first - timedelta(days=1), last + timedelta(days=1)):
        with pytest.raises(BadInput, match="duty_outside_year"):
            check_rows([replace(ROW, planned_on=day)], year, {1, 2})


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": " "}, "duty_without_title"),
        ({"owner_id": 3}, "no_such_person"),
        ({"approver_id": 3}, "no_such_person"),
        ({"approver_id": 1}, "duty_approved_by_owner"),
    ],
)
def test_each_duty_says_what_and_by_whom(changes: dict[str, object], refusal: str) -> None:
    with pytest.raises(BadInput, match=refusal):
        check_rows([replace(ROW, **changes)], YEAR, {1, 2})  # type: ignore[arg-type]
    check_rows([replace(ROW, approver_id=None)], YEAR, {1})


def test_a_plan_holds_at_least_one_duty() -> None:
    with pytest.raises(BadInput, match="duty_needed"):
        check_rows([], YEAR, {1})


@pytest.mark.parametrize(("year", "taken"), [(2025, 0), (2026, 1), (2027, 1), (2028, 0)])
def test_the_running_year_and_the_next_are_planned(year: int, taken: int) -> None:
    if taken:
        check_year(year, 2026)
    else:
        with pytest.raises(BadInput, match="year_too_far"):
            check_year(year, 2026)


def test_an_amendment_is_what_differs() -> None:
    other = replace(KEPT, duty_id=8, title="教育")
    moved = replace(KEPT, planned_on=date(2026, 12, 18))
    new = replace(ROW, title="臨時の点検")
    found = differences([KEPT, other], [moved, new])
    assert found == [Difference(KEPT, moved), Difference(None, new), Difference(other, None)]
    assert differences([KEPT, other], [other, KEPT]) == []


@pytest.mark.parametrize(
    ("change", "day", "taken"),
    [
        (Difference(KEPT, replace(KEPT, planned_on=TODAY)), TODAY, True),
        (Difference(KEPT, replace(KEPT, planned_on=TODAY - timedelta(days=1))), None, False),
        (Difference(None, replace(ROW, planned_on=TODAY - timedelta(days=1))), None, False),
        # A late duty may get another owner without another day.
        (Difference(replace(KEPT, planned_on=date(2026, 5, 1)), None), None, True),
        (
            Difference(
                replace(KEPT, planned_on=date(2026, 5, 1)),
                replace(KEPT, planned_on=date(2026, 5, 1), owner_id=2),
            ),
            None,
            True,
        ),
    ],
)
def test_nothing_is_moved_into_the_past(change: Difference, day: date | None, taken: bool) -> None:
    if taken:
        check_amendment([change], "理由", TODAY)
        assert change.moves_to == day
    else:
        with pytest.raises(RuleBroken, match="due_in_past"):
            check_amendment([change], "理由", TODAY)


def test_an_amendment_has_a_reason_and_changes_something() -> None:
    with pytest.raises(RuleBroken, match="reason_needed"):
        check_amendment([Difference(KEPT, None)], " ", TODAY)
    with pytest.raises(RuleBroken, match="nothing_amended"):
        check_amendment([], "理由", TODAY)


@pytest.mark.parametrize(
    ("result", "done_on", "refusal"),
    [
        (" ", TODAY, "result_needed"),
        ("済", TODAY + timedelta(days=1), "day_in_future"),
        ("済", date(2026, 3, 31), "done_before_year"),
    ],
)
def test_what_is_done_has_a_result_and_a_day_of_the_year(
    result: str, done_on: date, refusal: str
) -> None:
    with pytest.raises(RuleBroken, match=refusal):
        check_done(result, done_on, YEAR, TODAY)
    check_done("済", date(2026, 4, 1), YEAR, TODAY)
    check_done("済", TODAY, YEAR, TODAY)


def test_the_owner_reports_or_the_privacy_manager_for_them() -> None:
    assert may_report(1, [Role.EMPLOYEE], 1)
    assert may_report(2, [Role.PRIVACY_MANAGER], 1)
    assert not may_report(3, [Role.REPRESENTATIVE], 1)
