"""What a decision on paper needs: another who types it in, its scan, and a day it may have had."""

from datetime import date, timedelta

import pytest

from pms_tracker.approvals import rules
from pms_tracker.kernel.errors import NotAllowed, RuleBroken

TODAY = date(2026, 11, 24)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("decided_on", "submitted_on", "fits"),
    [
        (TODAY, TODAY, True),
        (TODAY, YESTERDAY, True),
        (YESTERDAY, TODAY, False),
        (YESTERDAY, None, True),
    ],
)
def test_nobody_decides_before_the_plan_was_handed_in(
    decided_on: date, submitted_on: date | None, fits: bool
) -> None:
    if fits:
        rules.check_decided_on(decided_on, submitted_on)
        return
    with pytest.raises(RuleBroken, match="decided_before_submitted"):
        rules.check_decided_on(decided_on, submitted_on)


def test_paper_is_typed_in_by_whoever_had_no_hand_in_it_with_its_scan() -> None:
    rules.check_paper(3, {1, 2}, scanned=True)
    for party in (1, 2):
        with pytest.raises(NotAllowed, match="paper_by_another"):
            rules.check_paper(party, {1, 2}, scanned=True)
    with pytest.raises(RuleBroken, match="scan_needed"):
        rules.check_paper(3, {1, 2}, scanned=False)
