"""Rules of the audit programme: what it holds, when it is due, and that no audit precedes it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from pms_tracker.check.rules import programme_rules as rules
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.programme_rules import PROGRAMME, AuditTrigger, Row
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.plan.rules.year_rules import PlanMove, PlanState, Year

YEAR = Year.of(2026, FiscalStart(4))
TODAY = date(2026, 11, 24)
ROW = Row(AuditKind.OPERATION, 1, date(2026, 12, 1), (7,), "申込書")
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def test_a_programme_is_drafted_approved_and_then_locked() -> None:
    assert PROGRAMME.start is PlanState.DRAFT
    assert PROGRAMME.after(PlanState.SUBMITTED, PlanMove.SEND_BACK) is PlanState.DRAFT
    assert PROGRAMME.ends() == (PlanState.APPROVED,)


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ([], "audit_needed"),
        ([replace(ROW, unit_id=2)], "no_such_unit"),
        ([replace(ROW, planned_on=date(2026, 3, 31))], "audit_outside_year"),
        ([replace(ROW, planned_on=date(2027, 4, 1))], "audit_outside_year"),
        ([ROW, replace(ROW, theme=" ")], "theme_needed"),
    ],
)
def test_a_row_says_what_when_in_the_year_and_about_what(rows: list[Row], refusal: str) -> None:
    with pytest.raises(BadInput, match=refusal):
        rules.check_rows(rows, YEAR, {1})


def test_rows_on_the_first_and_last_day_of_the_year_are_right() -> None:
    rows = [replace(ROW, planned_on=day) for day in (YEAR.first, YEAR.last)]
    rules.check_rows(rows, YEAR, {1})


def test_what_is_submitted_says_what_for() -> None:
    with pytest.raises(BadInput, match="purpose_needed"):
        rules.check_submission(" ", [ROW], TODAY)
    rules.check_submission("見る", [replace(ROW, planned_on=TODAY)], TODAY)


def test_r4_no_audit_is_planned_for_a_day_before_the_programme_can_be_approved() -> None:
    late = replace(ROW, planned_on=TODAY - timedelta(days=1))
    with pytest.raises(RuleBroken, match="audit_before_approval") as broken:
        rules.check_submission("見る", [ROW, late], TODAY)
    assert broken.value.values == {"day": late.planned_on}


@given(DAYS, st.none() | DAYS)
def test_r4_an_audit_of_a_programme_is_never_held_before_its_approval(
    held_on: date, approved_on: date | None
) -> None:
    if approved_on is not None and held_on >= approved_on:
        rules.check_held(approved_on, held_on)
        return
    key = "programme_not_approved" if approved_on is None else "programme_approved_later"
    with pytest.raises(RuleBroken, match=key):
        rules.check_held(approved_on, held_on)


@pytest.mark.parametrize("trigger", [None, *AuditTrigger])
@pytest.mark.parametrize("programme_id", [1, None])
def test_r4_an_audit_is_of_a_programme_or_has_a_trigger_with_its_reason(
    trigger: AuditTrigger | None, programme_id: int | None
) -> None:
    if (programme_id is None) == (trigger is None):
        with pytest.raises(RuleBroken, match="programme_or_trigger"):
            rules.check_origin(programme_id, trigger, "事故の後")
        return
    rules.check_origin(programme_id, trigger, "事故の後")
    if trigger is not None:
        with pytest.raises(RuleBroken, match="trigger_needs_reason"):
            rules.check_origin(programme_id, trigger, " ")


@pytest.mark.parametrize(
    ("first_on", "due_on"),
    [
        (None, date(2026, 4, 30)),
        (date(2026, 11, 2), date(2026, 4, 30)),
        (date(2026, 5, 14), date(2026, 4, 30)),
        (date(2026, 5, 13), date(2026, 4, 29)),
        (date(2026, 4, 3), date(2026, 4, 1)),
    ],
)
def test_a_programme_is_due_in_the_first_month_and_before_its_first_audit(
    first_on: date | None, due_on: date
) -> None:
    assert rules.approved_by(YEAR, first_on, date(2024, 4, 1)) == due_on


@pytest.mark.parametrize(
    ("first_on", "due_on"),
    [
        (None, date(2027, 1, 1)),
        (date(2026, 12, 5), date(2026, 12, 2)),
        (date(2027, 3, 1), date(2027, 1, 1)),
    ],
)
def test_whoever_began_within_the_year_is_not_late_from_the_first_day(
    first_on: date | None, due_on: date
) -> None:
    assert rules.approved_by(YEAR, first_on, date(2026, 12, 2)) == due_on
