"""When a policy is due again, and what each outcome of a review does to that day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from pms_tracker.approvals.approval_rules import check_decider
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role
from pms_tracker.plan.rules.policy_rules import (
    VERSION,
    Question,
    ReviewOutcome,
    Stage,
    VersionMove,
    VersionState,
    answer_to_input,
    approvers,
    check_answers,
    check_approved_in_time,
    check_submission,
    check_trigger,
    conclude,
    next_review_on,
    pulled_forward,
    stages,
)
from tests.firms import acting

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


def test_a_version_goes_from_draft_to_approval_and_back() -> None:
    after = VERSION.after
    assert after(VersionState.DRAFT, VersionMove.SUBMIT) is VersionState.SUBMITTED
    assert after(VersionState.SUBMITTED, VersionMove.APPROVE) is VersionState.APPROVED
    assert after(VersionState.SUBMITTED, VersionMove.SEND_BACK) is VersionState.DRAFT
    assert after(VersionState.DRAFT, VersionMove.DISCARD) is VersionState.DISCARDED
    assert set(VERSION.ends()) == {VersionState.APPROVED, VersionState.DISCARDED}
    for state, move in (
        (VersionState.DRAFT, VersionMove.APPROVE),
        (VersionState.SUBMITTED, VersionMove.DISCARD),
        (VersionState.APPROVED, VersionMove.SEND_BACK),
    ):
        with pytest.raises(RuleBroken, match="move_not_possible"):
            after(state, move)


TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("approved", "told"),
    [
        ([], {}),
        ([(1, TOMORROW)], {1: Stage.UPCOMING}),
        ([(1, TODAY)], {1: Stage.IN_FORCE}),
        ([(1, YESTERDAY), (2, TODAY)], {1: Stage.SUPERSEDED, 2: Stage.IN_FORCE}),
        ([(1, YESTERDAY), (2, TOMORROW)], {1: Stage.IN_FORCE, 2: Stage.UPCOMING}),
        ([(1, TODAY), (2, TODAY)], {1: Stage.SUPERSEDED, 2: Stage.IN_FORCE}),
        # A later edition may have come earlier: what came last is in force.
        ([(1, TODAY), (2, YESTERDAY)], {1: Stage.IN_FORCE, 2: Stage.SUPERSEDED}),
    ],
)
def test_the_version_that_came_last_is_in_force(
    approved: list[tuple[int, date]], told: dict[int, Stage]
) -> None:
    assert stages(approved, TODAY) == told


@given(
    st.dictionaries(
        st.integers(1, 30), st.dates(date(2026, 11, 1), date(2026, 12, 20)), max_size=12
    )
)
def test_one_version_is_in_force_as_soon_as_one_has_come(days: dict[int, date]) -> None:
    told = stages(days.items(), TODAY)
    assert set(told) == set(days)
    come = {edition for edition, day in days.items() if day <= TODAY}
    standing = [edition for edition, stage in told.items() if stage is Stage.IN_FORCE]
    assert len(standing) == (1 if come else 0)
    assert {edition for edition, stage in told.items() if stage is Stage.UPCOMING} == (
        set(days) - come
    )
    assert all(days[each] <= days[standing[0]] for each in come)


FIRM = (
    Candidate(1, frozenset({Role.REPRESENTATIVE}), frozenset()),
    Candidate(2, frozenset({Role.PRIVACY_MANAGER}), frozenset()),
    Candidate(3, frozenset({Role.EMPLOYEE}), frozenset()),
    Candidate(4, frozenset({Role.ADMINISTRATOR}), frozenset()),
)


@pytest.mark.parametrize(
    ("writers", "may", "by_exception"),
    [
        ((), (1,), False),
        ((2,), (1,), False),
        ((1,), (2,), False),
        ((1, 2), (3,), True),
        ((1, 2, 3), (), True),
    ],
)
def test_the_representative_approves_unless_they_wrote_it(
    writers: tuple[int, ...], may: tuple[int, ...], by_exception: bool
) -> None:
    found = approvers(FIRM, writers)
    assert (found.person_ids, found.by_exception) == (may, by_exception)
    for person_id in {1, 2, 3, 4} - set(may):
        with pytest.raises(NotAllowed, match="approved_by_another"):
            check_decider(person_id, found, "急ぎ")
    for person_id in may:
        check_decider(person_id, found, "急ぎ")
        if by_exception:
            with pytest.raises(RuleBroken, match="exception_needs_reason"):
                check_decider(person_id, found, " ")


@given(
    st.lists(st.sets(st.sampled_from(Role), max_size=3), min_size=2, max_size=6),
    st.sets(st.integers(0, 5), max_size=5),
)
def test_nobody_is_ever_asked_to_approve_what_they_wrote(
    roles: list[set[Role]], writers: set[int]
) -> None:
    firm = [Candidate(at, frozenset(each), frozenset()) for at, each in enumerate(roles)]
    found = approvers(firm, writers)
    assert not set(found.person_ids) & writers
    free = acting(firm) - writers
    assert bool(found.person_ids) == bool(free)


def test_what_is_submitted_is_new_reasoned_and_ahead() -> None:
    assert check_submission("改正", TODAY, TODAY, changed=True) == TODAY
    for reason, day, changed, refusal in (
        ("改正", TODAY, False, "nothing_changed"),
        (" ", TODAY, True, "reason_needed"),
        ("改正", None, True, "effective_day_needed"),
        ("改正", YESTERDAY, True, "effective_day_passed"),
    ):
        with pytest.raises(RuleBroken, match=refusal):
            check_submission(reason, day, TODAY, changed=changed)


def test_no_version_comes_into_force_before_the_one_it_follows() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert check_submission("改正", tomorrow, TODAY, tomorrow, changed=True) == tomorrow
    with pytest.raises(RuleBroken, match="effective_day_before_last"):
        check_submission("改正", TODAY, TODAY, tomorrow, changed=True)


def test_nothing_comes_into_force_before_it_was_approved() -> None:
    check_approved_in_time(TODAY, TODAY)
    check_approved_in_time(None, TODAY)
    with pytest.raises(RuleBroken, match="effective_day_passed"):
        check_approved_in_time(YESTERDAY, TODAY)


@given(st.dictionaries(st.sampled_from(Question), st.sampled_from(["", " ", "確かめた。"])))
def test_a_review_that_is_held_answers_every_question(answers: dict[Question, str]) -> None:
    check_answers(ReviewOutcome.POSTPONED, answers)
    complete = all(answers.get(each, "").strip() for each in Question)
    for outcome in (ReviewOutcome.UNCHANGED, ReviewOutcome.REVISED):
        if complete:
            check_answers(outcome, answers)
            continue
        with pytest.raises(BadInput, match="questions_unanswered"):
            check_answers(outcome, answers)


@given(st.dates(), st.dates())
def test_an_early_review_is_never_later_than_it_was(next_on: date, due_on: date) -> None:
    moved = pulled_forward(next_on, due_on)
    assert moved <= next_on
    assert moved in {next_on, due_on}


def test_a_trigger_has_happened_and_is_due_ahead() -> None:
    check_trigger("改正", TODAY, TODAY, TODAY)
    for reason, happened_on, due_on, refusal in (
        ("", TODAY, TODAY, "reason_needed"),
        ("改正", TOMORROW, TODAY, "day_in_future"),
        ("改正", TODAY, YESTERDAY, "due_in_past"),
    ):
        with pytest.raises(RuleBroken, match=refusal):
            check_trigger(reason, happened_on, due_on, TODAY)
