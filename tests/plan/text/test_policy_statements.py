"""What a policy is expected to say, and when it was last gone over."""

from datetime import date

import pytest

from pms_tracker.plan.text import policy_text
from pms_tracker.plan.text.checks.policy_passages import Reading
from pms_tracker.plan.text.checks.policy_statements import missing_statement, overdue_review
from tests.plan.text import policy_generator
from tests.plan.text.checking import TODAY

WHOLE = policy_generator.clean(4)


def missing(text: str) -> list[str]:
    remarks = missing_statement(Reading(policy_text.read(text), TODAY))
    return [each.key.removeprefix("missing_") for each in remarks]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("苦情", "complaints"),
        ("改善", "improved"),
        ("是正", "corrected"),
        ("代表取締役 見本 花子", "representative"),
    ],
)
def test_a_statement_that_is_left_out_is_missed(words: str, key: str) -> None:
    assert missing(WHOLE) == []
    assert missing(WHOLE.replace(words, "")) == [key]


def test_internal_rules_and_other_languages_are_not_asked_for_statements() -> None:
    assert missing("個人情報取扱規程\n第1条 あ\n第2条 い") == []
    assert missing("Privacy Policy on personal data\n1. We keep it.\n2. We guard it.") == []
    assert missing("情報セキュリティ基本方針\n1. 守ります。\n2. 続けます。") == []


def overdue(on: date, months: int = 12, reviewed_on: date | None = None) -> list[str]:
    text = "個人情報保護方針\n1. 守ります。\n2024年4月1日制定\n令和7年4月1日改定\n"
    remarks = overdue_review(Reading(policy_text.read(text), on, months, reviewed_on))
    return [each.certainty.value for each in remarks]


@pytest.mark.parametrize(
    ("on", "months", "certainty"),
    [
        (date(2026, 4, 1), 12, []),
        (date(2026, 4, 2), 12, ["likely"]),
        (date(2026, 4, 2), 24, []),
        (date(2025, 3, 31), 1, []),
    ],
)
def test_a_revision_longer_ago_than_the_cycle_is_named(
    on: date, months: int, certainty: list[str]
) -> None:
    assert overdue(on, months) == certainty


def test_a_review_that_changed_nothing_counts() -> None:
    assert overdue(date(2026, 11, 24), reviewed_on=date(2026, 3, 30)) == []
    assert overdue(date(2027, 3, 31), reviewed_on=date(2026, 3, 30)) == ["sure"]


def test_a_text_without_any_date_is_not_overdue() -> None:
    read = policy_text.read("個人情報保護方針\n1. 守ります。\n")
    assert list(overdue_review(Reading(read, TODAY))) == []
