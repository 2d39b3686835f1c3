"""Erasing what the minutes of a management review say, on both databases."""

from pathlib import Path

import pytest
from flask import Flask

from pms_tracker.act.erasures import erasures
from pms_tracker.act.erasures.erasures import TOMBSTONE
from pms_tracker.act.management import review_decisions
from pms_tracker.act.management.review_decisions import Done
from pms_tracker.act.rules.management_rules import ReviewState, Section
from pms_tracker.approvals import approvals
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.plan.policies import review_inputs
from pms_tracker.trail import trail
from tests import builders, reviewing
from tests.act.erasures.erasing import ask, erase, told
from tests.cast import TODAY, viewer

REVIEW = Reference(Kind.MANAGEMENT_REVIEW, 2026, 1)
SAID = {
    "agenda": reviewing.AGENDA,
    "others": "顧問 田中",
    "overall": "仕組みは有効に働いている。",
    "remarks": reviewing.REMARKS[Section.CASES].comment,
    "decision": reviewing.DECIDED,
}


@pytest.mark.parametrize("field", SAID)
def test_signed_minutes_forget_what_was_erased_and_keep_their_digest(
    app: Flask, tmp_path: Path, field: str
) -> None:
    builders.policy()
    review = reviewing.signed()
    (approval,) = approvals.decisions(review.reference)
    digest, others = approval.digest, [words for name, words in SAID.items() if name != field]
    assert erasures.last_of(review.reference) is None
    erase(tmp_path, REVIEW, field)
    content = review.content
    assert content is not None
    plain = str(content).replace("\\n", "\n")
    assert SAID[field] not in plain
    assert TOMBSTONE in plain
    assert all(words in plain for words in others)
    assert SAID[field] not in told(review.reference)
    assert approvals.decisions(review.reference)[0].digest == digest
    assert erasures.last_of(review.reference) is not None
    assert review.state is ReviewState.SIGNED
    assert list(trail.verify()) == []
    laid = review_inputs.from_record(review.reference)
    assert laid is not None
    assert (laid.text == TOMBSTONE) == (field == "decision")


def test_what_came_of_a_decision_is_erased_and_the_decision_stays_done(
    app: Flask, tmp_path: Path
) -> None:
    review = reviewing.signed()
    with pytest.raises(BadInput, match="nothing_to_erase"):
        ask(REVIEW, "result")
    secret = Done("山田太郎に頼んだ。", TODAY)
    review_decisions.report_done(review, 1, secret, by=viewer("owner"))
    erase(tmp_path, REVIEW, "result")
    (made,) = review_decisions.of(review)
    assert (made.result, made.done_on, made.text) == (TOMBSTONE, TODAY, reviewing.DECIDED)
    assert secret.result not in told(review.reference)


@pytest.mark.parametrize("state", [ReviewState.SENT_BACK, ReviewState.CANCELLED])
def test_reasons_are_erased(app: Flask, tmp_path: Path, state: ReviewState) -> None:
    review = reviewing.in_state(state)
    erase(tmp_path, REVIEW, "reason")
    said = [*(row.reason for row in approvals.decisions(review.reference)), review.cancellation]
    assert {words for words in said if words} == {TOMBSTONE}
    for words in ("欠席者の扱いを書くこと。", "監査が先になった。"):
        assert words not in told(review.reference)


def test_minutes_still_being_written_are_erased_where_they_stand(
    app: Flask, tmp_path: Path
) -> None:
    review = reviewing.convened()
    reviewing.saved(review)
    erase(tmp_path, REVIEW, "overall")
    assert (review.conclusion, review.content) == (TOMBSTONE, None)
    with pytest.raises(BadInput, match="nothing_to_erase"):
        ask(REVIEW, "reason")
