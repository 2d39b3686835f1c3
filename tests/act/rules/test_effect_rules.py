"""When an effect is judged, and what a verdict says: a boundary table for each rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from pms_tracker.act.rules import effect_rules
from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.errors import RuleBroken

# Weekends only, so that a reader can count.
WEEKDAYS = BusinessCalendar(lambda _day: False)
DONE = date(2026, 11, 24)  # a Tuesday
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("major", "before", "due"),
    [
        (False, (), date(2026, 12, 22)),
        (True, (), date(2027, 2, 16)),
        (False, (None, None), date(2026, 12, 22)),
        # Ten business days before the next management review, where that comes first.
        (False, (date(2027, 1, 5),), date(2026, 12, 22)),
        (False, (date(2027, 1, 4),), date(2026, 12, 21)),
        (True, (date(2027, 2, 26),), date(2027, 2, 12)),
        # The earlier of review and answer to the examiner counts.
        (True, (date(2027, 2, 26), date(2027, 1, 29)), date(2027, 1, 15)),
        (True, (None, date(2027, 1, 29)), date(2027, 1, 15)),
        # Never before the business day after it was done.
        (False, (date(2026, 12, 9),), date(2026, 11, 25)),
        (False, (date(2026, 12, 8),), date(2026, 11, 25)),
        (False, (date(2026, 11, 25),), date(2026, 11, 25)),
        (False, (date(2026, 1, 1),), date(2026, 11, 25)),
    ],
)
def test_an_effect_is_judged_in_time_for_what_is_to_rest_on_it(
    major: bool, before: tuple[date | None, ...], due: date
) -> None:
    assert effect_rules.review_due_on(DONE, WEEKDAYS, major=major, before=before) == due


def test_what_was_done_on_a_friday_is_judged_on_monday_at_the_earliest() -> None:
    friday = date(2026, 11, 27)
    bound = (friday,)
    due = effect_rules.review_due_on(friday, WEEKDAYS, major=False, before=bound)
    assert due == date(2026, 11, 30)


@given(done=DAYS, bound=st.none() | DAYS, major=st.booleans())
def test_a_bound_never_delays_and_the_day_is_open_and_after_it_was_done(
    done: date, bound: date | None, major: bool
) -> None:
    free = effect_rules.review_due_on(done, WEEKDAYS, major=major)
    due = effect_rules.review_due_on(done, WEEKDAYS, major=major, before=(bound,))
    assert done < due <= free
    assert not WEEKDAYS.is_closed(due)


@pytest.mark.parametrize(
    ("made", "next_on", "refusal"),
    [
        (0, date(2026, 11, 25), None),
        (1, date(2027, 5, 24), None),
        (1, date(2027, 5, 25), "next_look_out_of_range"),
        (0, DONE, "next_look_out_of_range"),
        (0, DONE - timedelta(days=1), "next_look_out_of_range"),
        (0, None, "next_look_needed"),
        (2, date(2026, 11, 25), "too_early_too_often"),
        (3, None, "too_early_too_often"),
    ],
)
def test_too_early_names_another_day_and_that_at_most_twice(
    made: int, next_on: date | None, refusal: str | None
) -> None:
    if refusal is None:
        effect_rules.check_early(made, next_on, DONE)
        return
    with pytest.raises(RuleBroken, match=refusal):
        effect_rules.check_early(made, next_on, DONE)


def test_half_a_year_from_the_31st_of_august_is_the_last_of_february() -> None:
    effect_rules.check_early(0, date(2027, 2, 28), date(2026, 8, 31))
    with pytest.raises(RuleBroken, match="next_look_out_of_range"):
        effect_rules.check_early(0, date(2027, 3, 1), date(2026, 8, 31))


@pytest.mark.parametrize(
    ("how", "at", "apart", "refusal"),
    [
        ("見た。", "40枚", True, None),
        (" ", "40枚", True, "method_needed"),
        ("見た。", "\n", True, "data_needed"),
        # In the light profile the grounds say it all.
        ("", "", False, None),
    ],
)
def test_a_verdict_says_how_and_at_what_it_was_looked(
    how: str, at: str, apart: bool, refusal: str | None
) -> None:
    if refusal is None:
        effect_rules.check_seen(how, at, apart=apart)
        return
    with pytest.raises(RuleBroken, match=refusal):
        effect_rules.check_seen(how, at, apart=apart)
