"""What the yearly review of the register asks for, without any database."""

from datetime import date

import pytest

from pms_tracker.do.rules.ledger import ledger_review_rules as rules
from pms_tracker.do.rules.ledger.ledger_review_rules import (
    Followed,
    Missing,
    Outcome,
    PartAnswer,
    RowAnswer,
)
from pms_tracker.kernel.errors import BadInput
from pms_tracker.registers.edition_rules import Standing

SAME = RowAnswer(Outcome.UNCHANGED)


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (PartAnswer({1: RowAnswer()}, Missing.NOTHING), "ledger_row_unanswered"),
        (PartAnswer({1: RowAnswer(Outcome.CHANGED, " ")}, Missing.NOTHING), "ledger_note_needed"),
        (PartAnswer({1: SAME}), "ledger_missing_unanswered"),
        (PartAnswer({1: SAME}, Missing.SOMETHING, " "), "ledger_missing_words"),
    ],
)
def test_what_keeps_an_answer_from_being_handed_in(answer: PartAnswer, key: str) -> None:
    with pytest.raises(BadInput, match=key):
        rules.check_complete(answer)


@pytest.mark.parametrize(
    ("outcome", "standing", "newer", "found"),
    [
        (Outcome.UNCHANGED, Standing.REVISED, False, None),
        (None, Standing.IN_FORCE, False, None),
        (Outcome.CHANGED, Standing.IN_FORCE, False, Followed.NOT_YET),
        (Outcome.CHANGED, Standing.REVISED, False, Followed.UNDER_WAY),
        (Outcome.CHANGED, Standing.IN_FORCE, True, Followed.DONE),
        (Outcome.ENDED, Standing.IN_FORCE, True, Followed.NOT_YET),
        (Outcome.ENDED, Standing.REVISION_WAITING, False, Followed.UNDER_WAY),
        (Outcome.ENDED, Standing.ENDED, True, Followed.DONE),
    ],
)
def test_how_far_the_register_follows(
    outcome: Outcome | None, standing: Standing, newer: bool, found: Followed | None
) -> None:
    assert rules.followed(outcome, standing, newer=newer) is found


@pytest.mark.parametrize(
    ("last_on", "first_on", "due_on"),
    [
        (None, None, None),
        (None, date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 10, 31), date(2024, 2, 29), date(2026, 10, 31)),
    ],
)
def test_the_next_review_is_due_a_year_after_the_last(
    last_on: date | None, first_on: date | None, due_on: date | None
) -> None:
    assert rules.next_due(last_on, first_on) == due_on


def test_a_unit_without_a_head_is_asked_of_whoever_runs_the_pms() -> None:
    assert rules.answerers([], [7], {7}).person_ids == (7,)
    assert rules.answerers([3, 4], [7], {4, 7}).person_ids == (4, 3)
    assert rules.answerers([3], [7], {7}).person_ids == (7, 3)


def test_what_is_missing_is_counted_line_by_line() -> None:
    assert rules.named_missing(" 面談の録音\n\n\u3000\n防犯カメラ ") == ["面談の録音", "防犯カメラ"]
    assert rules.line_of("書店", [Outcome.UNCHANGED, None], "")["rows"] == 2
