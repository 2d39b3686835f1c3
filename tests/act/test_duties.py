"""Each open case is one person's duty, named by its state."""

from datetime import timedelta

import pytest
from flask import Flask

from pms_tracker.act import case_duties
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.duties import reading
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference
from tests import builders, open_duties
from tests.cast import IDS, TODAY, viewer

YEAR = TODAY + timedelta(days=365)


@pytest.mark.parametrize(
    ("state", "kind", "person"),
    [
        (CaseState.PLANNING, "plan_case", "head"),
        (CaseState.SENT_BACK, "replan_case", "head"),
        (CaseState.SUBMITTED, "decide_case", "privacy_manager"),
        (CaseState.DOING, "do_case", "owner"),
        (CaseState.REVIEWING, "judge_case", "auditor"),
    ],
)
def test_the_duty_follows_the_state(app: Flask, state: CaseState, kind: str, person: str) -> None:
    case = builders.case_in(state)
    (duty,) = open_duties.of_act(YEAR)
    assert (duty.kind, duty.person_id) == (kind, IDS[person])
    assert (duty.reference, duty.due_on) == (case.reference, case.turn_due_on)
    assert duty.unit == "松本教室"


@pytest.mark.parametrize("number", [1, 9, 10, 99, 100, 999, 1000, 123_456])
def test_sql_names_a_case_as_its_record_does(app: Flask, number: int) -> None:
    case = builders.case()
    case.number = number
    (duty,) = open_duties.of_act(YEAR)
    assert duty.reference == case.reference


def test_the_days_on_which_steps_are_due_are_told_by_kind(app: Flask) -> None:
    audit = builders.audit()
    cases = [builders.case(audit, 1), builders.case(audit, 2), builders.case(audit, 3)]
    for case, days in zip(cases, (3, 3, 9), strict=True):
        case.turn_due_on = TODAY + timedelta(days=days)
    due_on = TODAY + timedelta(days=3)
    assert [tuple(row) for row in reading.sole_days(due_on)] == [("plan_case", due_on)]
    assert len(reading.sole_days(YEAR)) == 2


def test_a_closed_case_asks_nothing(app: Flask) -> None:
    builders.case_in(CaseState.CLOSED)
    assert list(open_duties.of_act(YEAR)) == []


def test_duties_begin_with_their_day_and_are_narrowed_to_a_person_or_a_record(app: Flask) -> None:
    due_on = builders.case().turn_due_on
    assert due_on is not None
    assert list(open_duties.of_act(due_on - timedelta(days=1))) == []
    assert len(list(open_duties.of_act(due_on, IDS["head"]))) == 1
    assert list(open_duties.of_act(due_on, IDS["owner"])) == []
    assert len(list(open_duties.of_act(due_on, None, Reference(Kind.CASE, 2026, 1)))) == 1
    assert list(open_duties.of_act(due_on, None, Reference(Kind.FINDING, 2026, 1))) == []


def test_others_watch_what_they_may_see(app: Flask) -> None:
    builders.case()

    def others_owe(name: str) -> list[Duty]:
        return reading.owed(viewer(name), case_duties.CASES, YEAR, 10).answer()[0]

    assert len(others_owe("audit_manager")) == 1
    assert others_owe("head") == []
    assert others_owe("other_head") == []
