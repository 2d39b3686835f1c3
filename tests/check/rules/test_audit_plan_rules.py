"""Rules of an audit's plan: boundary tables."""

from datetime import date, time, timedelta

import pytest

from pms_tracker.check.rules import audit_plan_rules
from pms_tracker.kernel.errors import BadInput, RuleBroken

DAY = date(2026, 11, 24)
ONE_DAY = timedelta(days=1)
TEN, ELEVEN, NOON = time(10), time(11), time(12)


@pytest.mark.parametrize(
    ("times", "refusal"),
    [
        ([], None),
        ([(TEN, None)], None),
        ([(TEN, ELEVEN), (ELEVEN, NOON)], None),
        ([(TEN, NOON), (TEN, None)], None),
        ([(TEN, TEN)], "session_ends_first"),
        ([(ELEVEN, TEN)], "session_ends_first"),
        ([(ELEVEN, None), (TEN, None)], "session_before_the_last"),
        ([(TEN, None)] * 20, None),
        ([(TEN, None)] * 21, "too_many_sessions"),
    ],
)
def test_a_schedule_goes_forward(
    times: list[tuple[time, time | None]], refusal: str | None
) -> None:
    if refusal is None:
        audit_plan_rules.check_schedule(times)
        return
    with pytest.raises(BadInput, match=refusal):
        audit_plan_rules.check_schedule(times)


def test_the_audit_asks_people_of_the_unit_alone() -> None:
    audit_plan_rules.check_auditees([], [1])
    audit_plan_rules.check_auditees([1], [1, 2])
    with pytest.raises(BadInput, match="auditee_of_another_unit"):
        audit_plan_rules.check_auditees([1, 3], [1, 2])


@pytest.mark.parametrize(
    ("after", "reason", "refusal", "kind"),
    [
        (DAY + ONE_DAY, "台風", None, BadInput),
        (DAY - ONE_DAY, "台風", None, BadInput),
        (DAY - 2 * ONE_DAY, "台風", "planned_in_past", BadInput),
        (DAY, "台風", "planned_then_already", BadInput),
        (DAY + ONE_DAY, "  ", "reason_needed", RuleBroken),
    ],
)
def test_a_planned_day_moves_for_a_reason_and_not_into_the_past(
    after: date, reason: str, refusal: str | None, kind: type[Exception]
) -> None:
    today = DAY - ONE_DAY
    if refusal is None:
        audit_plan_rules.check_moved(DAY, after, today, reason)
        return
    with pytest.raises(kind, match=refusal):
        audit_plan_rules.check_moved(DAY, after, today, reason)


@pytest.mark.parametrize(("ahead", "due"), [(10, 9), (2, 1), (1, 0), (0, 0), (-5, -5)])
def test_an_auditor_is_replaced_by_the_day_before_or_the_day_itself(ahead: int, due: int) -> None:
    planned_on = DAY + ahead * ONE_DAY
    assert audit_plan_rules.replace_by(planned_on, DAY) == DAY + due * ONE_DAY
