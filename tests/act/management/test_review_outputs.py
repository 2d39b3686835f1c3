"""No review is handed in or signed without its outputs: what is decided, or expressly nothing."""

from typing import Any

import pytest
from flask import Flask

from pms_tracker.act.rules.management_rules import ReviewState, check_outputs
from pms_tracker.kernel.errors import BadInput
from tests import reviewing


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"decided": False, "none": False, "conclusion": "有効。"}, "decisions_unsaid"),
        ({"decided": True, "none": True, "conclusion": "有効。"}, "decisions_and_none"),
        ({"decided": True, "none": False, "conclusion": "　"}, "conclusion_needed"),
    ],
)
def test_each_output_is_said(told: dict[str, Any], key: str) -> None:
    with pytest.raises(BadInput, match=key):
        check_outputs(**told)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"decisions": (), "no_decisions": False}, "decisions_unsaid"),
        ({"no_decisions": True}, "decisions_and_none"),
        ({"conclusion": " "}, "conclusion_needed"),
    ],
)
def test_minutes_without_their_outputs_are_kept_but_not_handed_in(
    app: Flask, changes: dict[str, Any], key: str
) -> None:
    review = reviewing.convened()
    reviewing.saved(review, **changes)
    with pytest.raises(BadInput, match=key):
        reviewing.submitted(review, **changes)
    assert review.state is ReviewState.CONVENED


def test_expressly_nothing_is_decided(app: Flask) -> None:
    review = reviewing.signed(decisions=())
    assert review.content is not None
    assert (review.content["decisions"], review.content["no_decisions"]) == ([], True)


def test_what_was_handed_in_without_them_is_not_signed_but_sent_back(app: Flask) -> None:
    review = reviewing.submitted(decisions=())
    content = dict(review.content or {})
    del content["no_decisions"]
    review.content = content
    with pytest.raises(BadInput, match="decisions_unsaid"):
        reviewing.decide(review)
    reviewing.decide(review, reviewing.Decision.SENT_BACK, reason="決定事項を書いてください。")
    assert review.state is ReviewState.SENT_BACK
