"""When a policy is due again, and what each outcome of a review does to that day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.plan.rules import (
    ReviewOutcome,
    answer_to_input,
    check_new_text,
    conclude,
    next_review_on,
)

TODAY = date(2026, 11, 24)
YESTERDAY = TODAY - timedelta(days=1)


def concluded(outcome: ReviewOutcome = ReviewOutcome.UNCHANGED, **changes: object) -> date:
    told: dict[str, object] = {"held_on": TODAY, "months": 12, "reason": "変わりなし", **changes}
    return conclude(outcome, today=TODAY, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("last_on", "months", "due_on"),
    [
        (date(2023, 11, 30), 12, date(2024, 11, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 4, 1), 120, date(2036, 4, 1)),
    ],
)
def test_the_next_review_comes_so_many_months_after_the_last(
    last_on: date, months: int, due_on: date
) -> None:
    assert next_review_on(last_on, months) == due_on


@pytest.mark.parametrize("outcome", [ReviewOutcome.UNCHANGED, ReviewOutcome.REVISED])
def test_a_review_that_changed_nothing_counts_as_much_as_a_revision(outcome: ReviewOutcome) -> None:
    assert concluded(outcome, held_on=date(2026, 11, 1)) == date(2027, 11, 1)


def test_a_review_in_the_future_is_refused() -> None:
    with pytest.raises(RuleBroken, match="day_in_future"):
        concluded(held_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize("outcome", [ReviewOutcome.UNCHANGED, ReviewOutcome.POSTPONED])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_whatever_leaves_the_text_as_it_was_needs_a_reason(
    outcome: ReviewOutcome, reason: str
) -> None:
    with pytest.raises(RuleBroken, match="reason_needed"):
        concluded(outcome, reason=reason, postponed_to=TODAY + timedelta(days=9))


def test_a_revision_speaks_for_itself() -> None:
    assert concluded(ReviewOutcome.REVISED, reason="") == date(2027, 11, 24)


@pytest.mark.parametrize(
    ("postponed_to", "refusal"),
    [
        (None, "postponed_day_needed"),
        (YESTERDAY, "postponed_day_needed"),
        (TODAY, "postponed_day_needed"),
        (TODAY + timedelta(days=1), None),
        (date(2027, 11, 24), None),
        (date(2027, 11, 25), "postponed_too_far"),
    ],
)
def test_a_review_is_postponed_to_a_later_day_within_one_cycle(
    postponed_to: date | None, refusal: str | None
) -> None:
    if refusal is None:
        assert concluded(ReviewOutcome.POSTPONED, postponed_to=postponed_to) == postponed_to
        return
    with pytest.raises(RuleBroken, match=refusal):
        concluded(ReviewOutcome.POSTPONED, postponed_to=postponed_to)


@given(
    st.sampled_from(ReviewOutcome),
    st.dates(date(2000, 1, 1), TODAY),
    st.integers(1, 120),
    st.none() | st.dates(date(2026, 1, 1), date(2040, 1, 1)),
)
def test_no_outcome_moves_the_next_review_beyond_one_cycle_from_today(
    outcome: ReviewOutcome, held_on: date, months: int, postponed_to: date | None
) -> None:
    try:
        due_on = concluded(outcome, held_on=held_on, months=months, postponed_to=postponed_to)
    except RuleBroken:
        assert outcome is ReviewOutcome.POSTPONED
        return
    assert held_on < due_on <= add_months(TODAY, months)


def test_a_revision_brings_its_new_text() -> None:
    for outcome in ReviewOutcome:
        check_new_text(outcome, given=True)
    check_new_text(ReviewOutcome.UNCHANGED, given=False)
    check_new_text(ReviewOutcome.POSTPONED, given=False)
    with pytest.raises(RuleBroken, match="new_text_needed"):
        check_new_text(ReviewOutcome.REVISED, given=False)


@pytest.mark.parametrize(
    ("given", "reason", "answer"),
    [
        (" 改めた。 ", "理由", "改めた。"),
        ("", " 理由 ", "理由"),
        (" \n", "理由", "理由"),
        ("改めた。", "", "改めた。"),
    ],
)
def test_a_lesson_is_answered_in_its_own_words_or_by_the_reviews_reason(
    given: str, reason: str, answer: str
) -> None:
    assert answer_to_input(given, reason) == answer


def test_a_lesson_is_never_left_without_an_answer() -> None:
    with pytest.raises(RuleBroken, match="reason_needed"):
        answer_to_input(" ", "\n")
