"""The correction (応急処置): what, who and when, or why nothing had to be done."""

from datetime import date, timedelta

import pytest

from pms_tracker.act.rules import correction_rules
from pms_tracker.act.rules.correction_rules import FirstAid
from pms_tracker.kernel.errors import RuleBroken

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("told", "filled"),
    [
        (FirstAid(), FirstAid(by_id=7, on=TODAY)),
        (FirstAid(by_id=3), FirstAid(by_id=3, on=TODAY)),
        (
            FirstAid(on=date(2026, 11, 20), spread=" 全教室を見た。 "),
            FirstAid(by_id=7, on=date(2026, 11, 20), spread="全教室を見た。"),
        ),
        # Where nothing was to be corrected nobody corrected it.
        (FirstAid(needed=False, by_id=3, on=TODAY), FirstAid(needed=False)),
        (FirstAid(needed=False, spread="見た。"), FirstAid(needed=False, spread="見た。")),
    ],
)
def test_what_is_left_open_was_done_by_the_writer_today(told: FirstAid, filled: FirstAid) -> None:
    assert correction_rules.filled(told, 7, TODAY) == filled


@pytest.mark.parametrize(
    ("told", "text", "refusal"),
    [
        (FirstAid(), "移した。", None),
        (FirstAid(on=TODAY), "移した。", None),
        (FirstAid(on=TODAY + timedelta(days=1)), "移した。", "day_in_future"),
        (FirstAid(needed=False), "害が残っていない。", None),
        (FirstAid(needed=False, on=TODAY + timedelta(days=1)), "害がない。", None),
        (FirstAid(needed=False), " \n", "no_correction_needs_reason"),
    ],
)
def test_a_correction_lies_in_the_past_and_none_has_a_reason(
    told: FirstAid, text: str, refusal: str | None
) -> None:
    if refusal is None:
        correction_rules.check_first_aid(told, text, TODAY)
        return
    with pytest.raises(RuleBroken, match=refusal):
        correction_rules.check_first_aid(told, text, TODAY)
