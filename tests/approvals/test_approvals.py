"""Sign-offs on both databases: decided once, bound to content, voided without being lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given, strategies as st
from sqlalchemy.exc import IntegrityError

from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.approvals.approvals import Subject, Verdict
from pms_tracker.database import session
from pms_tracker.kernel.errors import RuleBroken
from tests.cast import IDS, TODAY

SUBJECT = Subject("CA-2026-001", "plan-1", 1, "a" * 64)
APPROVED = Verdict(Decision.APPROVED, IDS["privacy_manager"], TODAY)
SENT_BACK = replace(APPROVED, decision=Decision.SENT_BACK, reason="原因が浅い。")


def decide(verdict: Verdict = APPROVED, **about: object) -> Approval:
    return approvals.decide(replace(SUBJECT, **about), verdict)  # type: ignore[arg-type]


def test_a_decision_holds_who_when_and_what(app: Flask) -> None:
    row = decide(replace(APPROVED, exception_reason=" 不在 "))
    assert (row.decided_by_id, row.decided_on) == (IDS["privacy_manager"], TODAY)
    assert (row.digest, row.submission, row.exception_reason) == ("a" * 64, 1, "不在")
    assert (row.on_paper, row.entered_by_id) == (False, None)
    assert approvals.standing("CA-2026-001", "plan-1") is row


def test_a_paper_decision_names_who_typed_it_in(app: Flask) -> None:
    row = decide(replace(APPROVED, entered_by_id=IDS["employee"]))
    assert (row.on_paper, row.entered_by_id) == (True, IDS["employee"])


@pytest.mark.parametrize("reason", ["", " \n"])
def test_sending_back_needs_a_reason(app: Flask, reason: str) -> None:
    with pytest.raises(RuleBroken, match="reason_needed"):
        decide(replace(SENT_BACK, reason=reason))


def test_nobody_decides_tomorrow(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="day_in_future"):
        decide(replace(APPROVED, decided_on=TODAY + timedelta(days=1)))


@pytest.mark.parametrize("second", [APPROVED, SENT_BACK])
def test_a_submission_is_decided_once(app: Flask, second: Verdict) -> None:
    decide()
    with pytest.raises(RuleBroken, match="decided_already"):
        decide(second)


def test_what_was_sent_back_does_not_stand_and_the_next_submission_is_decided_anew(
    app: Flask,
) -> None:
    decide(SENT_BACK)
    assert approvals.standing("CA-2026-001", "plan-1") is None
    second = decide(submission=2)
    assert approvals.standing("CA-2026-001", "plan-1") is second


def test_steps_and_records_are_decided_apart(app: Flask) -> None:
    first = decide()
    decide(step="plan-2")
    decide(reference="CA-2026-002")
    assert approvals.standing("CA-2026-001", "plan-1") is first
    assert len(approvals.decisions("CA-2026-001")) == 2


def test_a_voided_approval_stays_readable_and_makes_room_for_the_next(app: Flask) -> None:
    first = decide()
    assert approvals.void("CA-2026-001", "plan-1") is first
    assert first.voided_at is not None
    assert approvals.void("CA-2026-001", "plan-1") is None
    second = decide(submission=2, digest="b" * 64)
    assert approvals.decisions("CA-2026-001") == [first, second]


def test_the_database_refuses_a_second_standing_approval(app: Flask) -> None:
    decide()
    with pytest.raises(RuleBroken, match="decided_already"):
        decide(submission=2)


def test_the_database_refuses_a_decision_on_paper_that_nobody_entered(app: Flask) -> None:
    row = decide()
    row.on_paper = True
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_digest_does_not_depend_on_the_order_of_fields() -> None:
    assert approvals.digest({"a": 1, "b": TODAY}) == approvals.digest({"b": TODAY, "a": 1})


fields = st.dictionaries(st.sampled_from("abc"), st.none() | st.integers() | st.text(max_size=5))


@given(fields, fields)
def test_other_content_has_another_digest(one: dict[str, object], other: dict[str, object]) -> None:
    assert (approvals.digest(one) == approvals.digest(other)) == (one == other)
