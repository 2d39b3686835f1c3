"""Causes: every leaf has its place in the tree, and two years are counted to the day."""

from collections import Counter
from datetime import date

import pytest

from pms_tracker.act.rules import cause_rules
from pms_tracker.act.rules.cause_rules import TREE, Area, CauseCategory
from pms_tracker.kernel.errors import RuleBroken


def test_every_category_hangs_on_one_bone_and_no_bone_is_bare() -> None:
    leaves = Counter(leaf for under in TREE.values() for leaf in under)
    assert leaves == Counter(CauseCategory)
    assert set(TREE) == set(Area)
    assert all(TREE.values())


@pytest.mark.parametrize(
    ("earlier", "opened", "again"),
    [
        (date(2024, 11, 24), date(2026, 11, 24), True),
        (date(2024, 11, 23), date(2026, 11, 24), False),
        (date(2026, 11, 24), date(2026, 11, 24), True),
        (date(2026, 11, 25), date(2026, 11, 24), False),
        # 24 months before 29 February is the last of February.
        (date(2026, 2, 28), date(2028, 2, 29), True),
        (date(2026, 2, 27), date(2028, 2, 29), False),
        (date(2024, 2, 29), date(2026, 2, 28), True),
        (date(2024, 2, 28), date(2026, 2, 28), True),
        (date(2024, 2, 27), date(2026, 2, 28), False),
        (date(2024, 8, 31), date(2026, 8, 31), True),
    ],
)
def test_the_same_cause_counts_as_again_within_24_months(
    earlier: date, opened: date, again: bool
) -> None:
    assert (cause_rules.looked_at_since(opened) <= earlier <= opened) is again


@pytest.mark.parametrize(
    ("count", "answer", "refused"),
    [(0, "", False), (1, "今度は鍵を付ける。", False), (1, " \u3000\n", True), (3, "", True)],
)
def test_a_repeat_is_answered(count: int, answer: str, refused: bool) -> None:
    if not refused:
        cause_rules.check_repeat_answered(count, answer)
        return
    with pytest.raises(RuleBroken, match="repeat_unanswered"):
        cause_rules.check_repeat_answered(count, answer)


def test_r6_a_plan_says_what_kind_of_cause_it_removes() -> None:
    assert cause_rules.check_category(CauseCategory.PLACE) is CauseCategory.PLACE
    with pytest.raises(RuleBroken, match="cause_category_needed"):
        cause_rules.check_category(None)
