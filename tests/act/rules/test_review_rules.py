"""Rules of management reviews: R20, states, ages and the time a review looks back on."""

from datetime import date, timedelta

import pytest

from pms_tracker.act.rules import management_rules
from pms_tracker.act.rules.management_rules import (
    MANAGEMENT_REVIEW,
    Remark,
    Resolved,
    ReviewMove,
    ReviewState,
    Section,
)
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken

TODAY = date(2026, 11, 24)
ALL_SAID = dict.fromkeys(Section, Remark(unchanged=True))


def test_r20_no_review_while_an_input_is_blank() -> None:
    assert management_rules.blanks({}) == list(Section)
    management_rules.check_inputs(ALL_SAID)
    for section in Section:
        for blank in (Remark(), Remark(" 　\n")):
            with pytest.raises(RuleBroken, match="inputs_blank") as refusal:
                management_rules.check_inputs({**ALL_SAID, section: blank})
            assert refusal.value.values["sections"] == [section]
        management_rules.check_inputs({**ALL_SAID, section: Remark("増えた。")})


def test_minutes_are_signed_only_once_handed_in_and_nothing_leads_on_from_there() -> None:
    into = {state for (state, move) in MANAGEMENT_REVIEW.table if move is ReviewMove.SIGN}
    assert into == {ReviewState.SUBMITTED}
    assert set(MANAGEMENT_REVIEW.ends()) == {ReviewState.SIGNED, ReviewState.CANCELLED}
    with pytest.raises(RuleBroken):
        MANAGEMENT_REVIEW.after(ReviewState.SENT_BACK, ReviewMove.CANCEL)


@pytest.mark.parametrize(
    ("last", "year_first", "since"),
    [
        (date(2026, 2, 20), date(2026, 4, 1), date(2026, 2, 21)),
        (None, date(2026, 4, 1), date(2026, 4, 1)),
        (None, date(2026, 10, 25), date(2025, 11, 24)),
        (TODAY, date(2026, 4, 1), date(2026, 4, 1)),
    ],
)
def test_a_review_looks_back_to_the_one_before_it(
    last: date | None, year_first: date, since: date
) -> None:
    assert management_rules.period(last, year_first, TODAY) == (since, TODAY)


@pytest.mark.parametrize(
    ("held_on", "place", "present", "key"),
    [
        (None, "本部", {1}, "held_day_needed"),
        (TODAY + timedelta(days=1), "本部", {1}, "day_in_future"),
        (TODAY, "　", {1}, "place_needed"),
        (TODAY, "本部", set(), "present_needed"),
    ],
)
def test_minutes_say_when_where_and_who(
    held_on: date | None, place: str, present: set[int], key: str
) -> None:
    with pytest.raises((BadInput, RuleBroken), match=key):
        management_rules.check_held(held_on, place, present, TODAY)
    assert management_rules.check_held(TODAY, "本部", {1}, TODAY) == TODAY


def test_a_decision_says_what_by_whom_and_when() -> None:
    right = Resolved("𠮷田さんに頼む🙂", 1, TODAY)
    management_rules.check_decisions([right] * 30, {1}, TODAY)
    for wrong, key in (
        (Resolved(" ", 1, TODAY), "decision_without_text"),
        (Resolved("鍵", 2, TODAY), "no_such_person"),
        (Resolved("鍵", 1, TODAY - timedelta(days=1)), "decision_due_too_early"),
    ):
        with pytest.raises((BadInput, RuleBroken), match=key):
            management_rules.check_decisions([wrong], {1}, TODAY)
    with pytest.raises(BadInput, match="too_many_decisions"):
        management_rules.check_decisions([right] * 31, {1}, None)
    management_rules.check_decisions([Resolved("鍵", 1, TODAY)], {1}, None)


def test_a_decision_is_reported_by_its_owner_with_a_result_and_no_day_to_come() -> None:
    management_rules.check_reporter(1, 1)
    with pytest.raises(NotAllowed):
        management_rules.check_reporter(2, 1)
    management_rules.check_done("付けた。", TODAY, TODAY, TODAY)
    for result, day in (
        ("", TODAY),
        ("付けた。", TODAY + timedelta(1)),
        ("付けた。", TODAY - timedelta(1)),
    ):
        with pytest.raises(RuleBroken):
            management_rules.check_done(result, day, TODAY, TODAY)


def test_only_what_came_twice_is_a_repeat() -> None:
    found = [((1, 1), "CA-1"), ((2, 1), "CA-2"), ((1, 1), "CA-3"), ((1, 2), "CA-4")]
    assert management_rules.repeated(found) == [((1, 1), ["CA-1", "CA-3"])]


def test_a_review_has_few_attendees() -> None:
    management_rules.check_convened(TODAY, "議題", range(60), TODAY)
    with pytest.raises(BadInput, match="too_many_attendees"):
        management_rules.check_convened(TODAY, "議題", range(61), TODAY)
