"""The inbox of the next review: lessons come in, wait, and are answered once."""

from datetime import timedelta

from flask import Flask

from pms_tracker.plan.policies import review_inputs
from pms_tracker.plan.tables.policy_tables import PlanningInput, Policy
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import TODAY


def receive(policy: Policy, text: str, because_of: str, days_ago: int = 0) -> PlanningInput:
    on = TODAY - timedelta(days=days_ago)
    return review_inputs.receive(policy, text, because_of=because_of, on=on, by=SYSTEM)


def conclude() -> None:
    builders.review(by="representative")


def test_lessons_wait_in_the_order_they_came(app: Flask) -> None:
    policy = builders.policy()
    later = receive(policy, "後", "CA-2026-002")
    earlier = receive(policy, "先", "CA-2026-001", days_ago=3)
    assert review_inputs.waiting(policy.id) == [earlier, later]
    assert review_inputs.waiting_counts() == {policy.id: 2}


def test_a_second_lesson_from_the_same_record_replaces_the_first(app: Flask) -> None:
    policy = builders.policy()
    receive(policy, "はじめ", "CA-2026-001")
    receive(policy, "あらため", "CA-2026-001")
    assert [each.text for each in review_inputs.waiting(policy.id)] == ["あらため"]


def test_an_answered_lesson_is_not_rewritten(app: Flask) -> None:
    policy = builders.policy()
    receive(policy, "はじめ", "CA-2026-001")
    conclude()
    receive(policy, "後から", "CA-2026-001")
    assert [each.text for each in review_inputs.of_policy(policy.id)[1]] == ["はじめ"]
    assert review_inputs.waiting_counts() == {}


def test_a_record_finds_what_it_laid_here(app: Flask) -> None:
    laid = receive(builders.policy(), "教訓", "CA-2026-001")
    assert review_inputs.from_record("CA-2026-001") is laid
    assert review_inputs.from_record("CA-2026-002") is None


def test_the_policys_history_names_the_record_but_not_the_lesson(app: Flask) -> None:
    receive(builders.policy(), "秘密の教訓", "CA-2026-001")
    trail.write_pending()
    told = trail.history("POL-001")[0]
    assert [(value.field, value.after) for value in told.values] == [("because_of", "CA-2026-001")]
