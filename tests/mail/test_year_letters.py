"""Letters of the year: which step of which plan, in both languages, never what is planned."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.rendering import render
from pms_tracker.plan.tables.year_tables import AnnualPlan
from pms_tracker.plan.years import year_letters
from tests.cast import TODAY

VALUES = {"name": "宮下 恒一", "reference": "YP-2026", "due_on": TODAY}


@pytest.mark.parametrize(
    ("kind", "ja", "en"),
    [
        ("decide_year_plan", "仕事：年度計画の承認", "Approval of the annual plan"),
        ("decide_amendment", "仕事：年度計画の変更の承認", "Approval of a change"),
    ],
)
def test_a_letter_says_what_is_to_be_decided(kind: str, ja: str, en: str) -> None:
    row = replace(year_letters.YEAR_ASKED, duty=kind)
    assert ja in render(row, "ja", VALUES).body
    letter = render(row, "en", VALUES)
    assert en in letter.body
    assert en in letter.html


def test_a_letter_asks_to_confirm_what_was_done() -> None:
    row = year_letters.YEAR_CONFIRMATION_ASKED
    letter = render(row, "ja", VALUES)
    assert "仕事：予定の実施の確認" in letter.body
    assert "予定の実施の確認" in letter.html
    assert "Confirmation of what was done" in render(row, "en", VALUES).body


def test_a_letter_tells_the_owner_that_what_was_done_is_not_confirmed() -> None:
    letter = render(year_letters.YEAR_DUTY_SENT_BACK, "ja", VALUES)
    assert "差し戻されました" in letter.subject
    assert "/r/YP-2026" in letter.body
    assert "差し戻されました" in letter.html


@pytest.mark.parametrize("say", [year_letters.approved, year_letters.sent_back])
def test_a_letter_tells_a_plan_from_its_amendment(say: Callable[..., Letter]) -> None:
    about = AnnualPlan(fiscal_year=2026)
    plan, change = (
        render(say(about, amendment=amendment).says, "ja", VALUES) for amendment in (False, True)
    )
    assert "年度計画の変更が" in change.body
    assert "年度計画の変更が" in change.html
    assert "年度計画が" in plan.body
    assert "/r/YP-2026" in plan.body


def test_a_digest_names_each_duty_of_the_year() -> None:
    kinds = {
        "annual_duty": "年度計画の予定",
        "decide_year_plan": "年度計画の承認",
        "decide_amendment": "年度計画の変更の承認",
        "confirm_duty": "予定の実施の確認",
    }
    lines = [
        {"kind": k, "reference": "YP-2026", "due_on": TODAY, "days": 1, "title": ""} for k in kinds
    ]
    body = render("digest", "ja", {**VALUES, "today": TODAY, "lines": lines, "others": []}).body
    assert all(words in body for words in kinds.values())
