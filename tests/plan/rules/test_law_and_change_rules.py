"""Laws checked each year, what a change touches, how long records are kept, what is covered."""

from datetime import date

import pytest

from pms_tracker.kernel.lasting.spans import Span, SpanKind, Unit
from pms_tracker.plan.rules import (
    document_rules,
    impact_rules,
    law_rules,
    planned_change_rules as change_rules,
)
from pms_tracker.plan.rules.impact_rules import Area, Impact, Need
from pms_tracker.plan.rules.law_rules import Amendment, CheckResult, LawState
from pms_tracker.plan.rules.planned_change_rules import ChangeState, Course, Ending, Fact

DAY, BEFORE, AFTER = date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 25)


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (Amendment(), LawState.CURRENT),
        (Amendment("改正", BEFORE), LawState.ANNOUNCED),
        (Amendment("改正", BEFORE, AFTER), LawState.ANNOUNCED),
        (Amendment("改正", BEFORE, DAY), LawState.IN_FORCE),
        (Amendment("改正", BEFORE, None, AFTER), LawState.ANNOUNCED),
        (Amendment("改正", BEFORE, BEFORE, None, DAY), LawState.REFLECTED),
    ],
)
def test_how_far_an_amendment_is(change: Amendment, state: LawState) -> None:
    assert law_rules.state(change, DAY) is state


@pytest.mark.parametrize(
    ("checked", "listed", "due"),
    [
        (None, "2026-11-24", "2026-12-24"),
        ("2026-06-30", "2024-01-01", "2027-06-30"),
        ("2028-02-29", "2024-01-01", "2029-02-28"),
        ("2025-12-31", "2024-01-01", "2026-12-31"),
    ],
)
def test_a_law_is_checked_within_a_year(checked: str | None, listed: str, due: str) -> None:
    day = date.fromisoformat(checked) if checked else None
    assert law_rules.check_by(day, date.fromisoformat(listed)) == date.fromisoformat(due)


def test_what_is_wrong_with_an_amendment_or_a_check() -> None:
    def beside(
        change: Amendment, on: date | None = None, result: CheckResult | None = None
    ) -> list[str]:
        return [name for name, _words in law_rules.faults(change, on, result)]

    assert beside(Amendment()) == []
    assert beside(Amendment(), DAY) == ["result"]
    assert beside(Amendment(), None, CheckResult.UNCHANGED) == ["checked_on"]
    assert beside(Amendment("改正")) == ["announced_on"]
    assert beside(Amendment("", DAY)) == ["amendment"]
    assert beside(Amendment("改正", DAY, BEFORE, BEFORE)) == ["effective_on", "latest_on"]


def test_what_is_needed_has_a_day_and_what_is_not_has_a_reason() -> None:
    said = {
        Area.RULE: Impact(Need.NEEDED),
        Area.FORM: Impact(Need.NOT_NEEDED),
        Area.RISK: Impact(Need.NOT_NEEDED, "同じ", None, DAY),
        Area.PURPOSE: Impact(),
        Area.TRAINING: Impact(Need.NEEDED, "教育する", DAY, DAY),
    }
    beside = [name for name, _words in impact_rules.faults(said)]
    assert beside == ["rule_due", "form_what", "risk_done"]


def test_the_first_of_what_is_open_is_due() -> None:
    said = [
        Impact(Need.NEEDED, "", AFTER),
        Impact(Need.NEEDED, "", DAY, DAY),
        Impact(Need.NOT_NEEDED, "", BEFORE),
    ]
    assert impact_rules.next_due(said) == AFTER
    assert impact_rules.next_due(said[1:]) is None


@pytest.mark.parametrize(
    ("course", "state"),
    [
        (Course(), ChangeState.PLANNED),
        (Course(AFTER), ChangeState.PLANNED),
        (Course(DAY), ChangeState.UNDER_WAY),
        (Course(DAY, AFTER, DAY, Ending.DONE), ChangeState.DONE),
        (Course(AFTER, AFTER, DAY, Ending.CANCELLED), ChangeState.CANCELLED),
    ],
)
def test_how_far_a_change_is(course: Course, state: ChangeState) -> None:
    assert change_rules.state(course, DAY) is state


def test_a_change_is_not_done_while_something_is_open() -> None:
    done = Course(BEFORE, AFTER, DAY, Ending.DONE)
    assert [name for name, _words in change_rules.faults(done, has_open=True)] == ["ending"]
    assert list(change_rules.faults(done, has_open=False)) == []
    cancelled = Course(BEFORE, AFTER, DAY, Ending.CANCELLED)
    assert list(change_rules.faults(cancelled, has_open=True)) == []


def test_all_but_a_new_audit_manager_are_told_to_the_body() -> None:
    assert {each for each in Fact if change_rules.is_reported([each])} == (
        set(Fact) - {Fact.AUDIT_MANAGER}
    )


@pytest.mark.parametrize(
    ("span", "is_long"),
    [
        (None, True),
        (Span(length=3), True),
        (Span(length=2), False),
        (Span(length=36, unit=Unit.MONTH), True),
        (Span(length=35, unit=Unit.MONTH), False),
        (Span(length=1094, unit=Unit.DAY), False),
        (Span(SpanKind.FOREVER), True),
        (Span(SpanKind.AS_NEEDED), False),
        (Span(SpanKind.PURPOSE), False),
    ],
)
def test_records_outlive_the_next_renewal(span: Span | None, is_long: bool) -> None:
    assert document_rules.is_long_enough(span) is is_long


def test_an_item_is_covered_by_itself_and_by_what_it_belongs_to() -> None:
    assert document_rules.covers(["J.9"], "J.9.2")
    assert document_rules.covers(["J.9.2"], "J.9.2")
    assert not document_rules.covers(["J.1"], "J.10.2")
    assert not document_rules.covers(["J.9.2"], "J.9")
    said = {"rules": [("規程-01", ["J.9"])], "forms": [], "records": [], "registers": []}
    first, second = document_rules.table([("J.9.2", "安全管理措置"), ("J.11", "苦情")], said)
    assert (first.is_covered, first.rules, second.is_covered) == (True, ("規程-01",), False)
