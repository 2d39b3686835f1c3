"""Refusals as sentences: their values in words, and no refusal left without one."""

from enum import StrEnum

import pytest

from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.web.refusals.sentences import sentence
from tests.house.quiet_app import quiet_app


@pytest.mark.parametrize(
    ("refusal", "language", "said"),
    [
        (RuleBroken("checklist_not_done", count=3), "ja", "3件あります"),
        (
            BadInput("file_too_large", name="100%.pdf", megabytes=25),
            "ja",
            "「100%.pdf」は大きすぎます",
        ),
        (RuleBroken("auditor_needed"), "ja", "監査員を1人以上選んでください。"),
        (RuleBroken("a_key_nobody_knows", x=1), "ja", "この操作はできません。"),
        (
            RuleBroken("auditor_lacks_role", name="原 大地", eligible=["小口 彩香", "百瀬 拓"]),
            "ja",
            "選べる人：小口 彩香、百瀬 拓",
        ),
        (RuleBroken("auditor_lacks_role", name="原 大地", eligible=[]), "ja", "選べる人：いません"),
        (RuleBroken("auditor_lacks_role", name="原 大地", eligible=["A", "B"]), "en", "A, B"),
    ],
)
def test_a_refusal_is_told_with_its_values(
    refusal: RuleBroken | BadInput, language: str, said: str
) -> None:
    headers = {"Accept-Language": language}
    with quiet_app().test_request_context(headers=headers):
        told = sentence(refusal)
    assert said in told
    assert "%(" not in told


def test_a_choice_among_the_values_is_told_by_its_label() -> None:
    class Unlabelled(StrEnum):
        ODD = "odd"

    with quiet_app().test_request_context(headers={"Accept-Language": "ja"}):
        refusal = BadInput("unit_name_taken", name=AuditState.CLOSED)
        assert "「終了」" in sentence(refusal)
        assert "「odd」" in sentence(BadInput("unit_name_taken", name=Unlabelled.ODD))
