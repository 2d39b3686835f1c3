"""What each step of a case must say and when it may lie: reports, verdicts, erasures."""

from datetime import date, timedelta

import pytest

from pms_tracker.act.rules import case_rules
from pms_tracker.kernel.errors import BadInput, RuleBroken

TODAY = date(2026, 11, 24)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("result", "done_on", "approved_on", "refusal"),
    [
        ("した。", TODAY, TODAY, None),
        ("した。", TODAY, YESTERDAY, None),
        ("した。", YESTERDAY, None, None),
        ("した。", YESTERDAY, TODAY, "done_before_approved"),
        ("した。", TOMORROW, TODAY, "day_in_future"),
        (" \n", TODAY, TODAY, "result_needed"),
    ],
)
def test_what_was_done_is_told_and_lies_between_the_approval_and_today(
    result: str, done_on: date, approved_on: date | None, refusal: str | None
) -> None:
    if refusal is None:
        case_rules.check_done(result, done_on, approved_on, TODAY)
        return
    with pytest.raises(RuleBroken, match=refusal):
        case_rules.check_done(result, done_on, approved_on, TODAY)


@pytest.mark.parametrize("grounds", ["", " \t"])
def test_a_verdict_needs_its_grounds(grounds: str) -> None:
    case_rules.check_grounds("3か月分の記録を見た。")
    with pytest.raises(RuleBroken, match="grounds_needed"):
        case_rules.check_grounds(grounds)


@pytest.mark.parametrize(
    ("field", "file_number", "reason", "refusal"),
    [
        ("fact", None, "本人の求め", None),
        ("", 1, "本人の求め", None),
        ("", None, "本人の求め", "nothing_to_erase"),
        ("fact", 1, "本人の求め", "nothing_to_erase"),
        ("fact", None, " ", "reason_needed"),
    ],
)
def test_one_field_or_one_file_is_asked_to_be_erased_for_a_reason(
    field: str, file_number: int | None, reason: str, refusal: str | None
) -> None:
    if refusal is None:
        case_rules.check_asked(field, file_number, reason)
        return
    with pytest.raises(BadInput, match=refusal):
        case_rules.check_asked(field, file_number, reason)


def test_a_lesson_that_nobody_wrote_is_cause_and_action() -> None:
    assert case_rules.lesson_of("", "", " 印刷前に確かめる。 ") == "印刷前に確かめる。"
    assert case_rules.lesson_of("手順がない", "手順を定めた", " \n") == "手順がない\n→ 手順を定めた"
