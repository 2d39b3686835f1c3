"""What a row of an incident's course may tell, and which numbers of persons fit each other."""

from datetime import date, timedelta

import pytest

from pms_tracker.do.rules.incidents import incident_timeline_rules as rules
from pms_tracker.do.rules.incidents.incident_timeline_rules import Count, Turn
from pms_tracker.kernel.errors import BadInput, Refusal

TODAY = date(2026, 11, 24)
MOST = 1_000


@pytest.mark.parametrize(
    ("count", "key"),
    [
        (Count(), None),
        (Count(0, 0), None),
        (Count(3, 3), None),
        (Count(3), None),
        (Count(None, 0), None),
        (Count(MOST, MOST), None),
        (Count(-1), "entry_number"),
        (Count(MOST + 1), "entry_number"),
        (Count(None, -1), "entry_number"),
        (Count(3, MOST + 1), "entry_number"),
        # No fewer at the most than are known of.
        (Count(3, 2), "incident_scope_order"),
    ],
)
def test_numbers_of_persons_are_some_and_fit_each_other(count: Count, key: str | None) -> None:
    if key is None:
        rules.check_count(count, MOST)
        return
    with pytest.raises(BadInput, match=key):
        rules.check_count(count, MOST)


def test_of_how_many_nobody_knows_they_are_as_many_at_the_most() -> None:
    assert rules.at_least([Count(None, 9)], None, None) == Count(None, 9)
    assert rules.at_least([Count()], None, 9) == Count(None, 9)
    assert rules.at_least([Count(None, 3)], 5, None) == Count(5, 5)


def test_a_count_is_empty_where_neither_number_is_known() -> None:
    assert Count().is_empty
    assert not any(each.is_empty for each in (Count(0), Count(None, 0), Count(1, 2)))


@pytest.mark.parametrize(
    ("day", "words", "turn", "there", "key"),
    [
        (TODAY, "鍵を替えた", Turn.NOTE, 0, None),
        # What kind of turn it was says enough.
        (TODAY - timedelta(days=9), "", Turn.CONTAINED, 199, None),
        (TODAY, "あ" * 500, Turn.FOUND, 0, None),
        (TODAY, "", Turn.NOTE, 0, "incident_note_empty"),
        (TODAY, "あ" * 501, Turn.FOUND, 0, "entry_too_long"),
        (TODAY + timedelta(days=1), "鍵を替えた", Turn.NOTE, 0, "day_in_future"),
        (TODAY, "鍵を替えた", Turn.NOTE, 200, "incident_course_full"),
    ],
)
def test_a_row_tells_something_of_a_day_that_was(
    day: date, words: str, turn: Turn, there: int, key: str | None
) -> None:
    if key is None:
        rules.check_event(day, TODAY, words, turn, there)
        return
    with pytest.raises(Refusal, match=key):
        rules.check_event(day, TODAY, words, turn, there)
