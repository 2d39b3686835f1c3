"""The text check as a whole: on the real policy, on the demo, and on policies by the hundred."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from pms_tracker.demo.ground import stories
from pms_tracker.kernel.era_dates import wareki
from pms_tracker.plan.text import policy_text
from pms_tracker.plan.text.checks.policy_check import check
from pms_tracker.plan.text.checks.policy_passages import Certainty, Remark
from pms_tracker.plan.text.policy_text import PolicyText
from tests.conftest import FULL
from tests.plan.text import policy_defects, policy_generator
from tests.plan.text.checking import TODAY

# Every style of numbering comes round after ten: each of them often.
POLICIES = 210 if FULL else 70
# Every kind of defect is planted into this many of them, in every style of numbering.
PLANTED = 40 if FULL else 20


def of(text: str, on: date = TODAY) -> list[Remark]:
    return check(policy_text.read(text), on)


@pytest.fixture(scope="module")
def real(reference_policy: Path) -> list[Remark]:
    return of(policy_text.read_bytes(reference_policy.read_bytes()))


def one(remarks: list[Remark], rule: str) -> Remark:
    (found,) = [each for each in remarks if each.rule == rule]
    return found


def test_the_real_policy_says_one_thing_twice(real: list[Remark]) -> None:
    found = one(real, "repeated_clause")
    assert (found.clause, found.certainty) == ("2(6)", "likely")
    assert found.values == {"other": "2(5)"}


def test_the_real_policy_refers_to_a_clause_that_it_does_not_have(real: list[Remark]) -> None:
    found = one(real, "missing_clause")
    assert (found.clause, found.quote, found.certainty) == ("1(4)", "上記の③-a", "sure")
    assert found.suggestion == "(3)a"


def test_the_real_policy_cites_an_article_about_something_else(real: list[Remark]) -> None:
    found = one(real, "wrong_article")
    assert (found.clause, found.quote) == ("2(3)・3", "個人情報保護法22条1項")
    assert (found.suggestion, found.certainty) == ("26条1項", "likely")


def test_the_real_policy_is_overdue(real: list[Remark]) -> None:
    found = one(real, "overdue_review")
    assert (found.clause, found.quote) == ("", "令和4 年4 月 1 日")
    assert found.values["due"] == date(2023, 4, 1)


def test_the_rest_said_about_the_real_policy_is_what_a_careful_reader_sees(
    real: list[Remark],
) -> None:
    rest = {(each.rule, each.clause, each.quote) for each in real}
    assert rest >= {
        ("wrong_direction", "1(2)", "上記目的"),
        ("grounds_as_exceptions", "2(3)", "以下の場合を除き"),
        ("slip", "2(5)", "講じていす"),
        ("preferred_term", "1", "従業員"),
        ("preferred_term", "2(4)", "漏洩"),
    }
    assert len(real) == 10


def test_the_policy_of_the_demo_in_force_is_clean() -> None:
    text = stories.text("policy.txt").replace("{revised_on}", wareki(date(2025, 11, 27)))
    assert of(text) == []


@pytest.mark.parametrize(
    ("name", "on"),
    [
        ("policy_2019.txt", date(2020, 3, 31)),
        ("policy_2023.txt", date(2024, 4, 3)),
        ("regulation.txt", date(2024, 10, 2)),
    ],
)
def test_older_papers_of_the_demo_are_clean_until_their_review_is_due(name: str, on: date) -> None:
    text = stories.text(name)
    assert of(text, on) == []
    assert [each.rule for each in of(text)] == ["overdue_review"]


def test_no_clean_policy_of_many_is_found_fault_with() -> None:
    faults = {}
    for seed in range(POLICIES):
        text = policy_generator.clean(seed)
        read = policy_text.read(text)
        assert read.text == text
        assert len(read.clauses) > len(policy_generator.TOPICS)
        if remarks := check(read, TODAY):
            faults[seed] = remarks
    assert faults == {}


@pytest.mark.parametrize("kind", policy_defects.KINDS)
def test_a_planted_defect_is_found_and_nothing_else(kind: str) -> None:
    outcomes: Counter[bool] = Counter()
    for seed in range(PLANTED):
        planted = policy_defects.planted(seed, kind)
        if planted is None:
            continue
        read = policy_text.read(planted.text)
        assert read.text == planted.text
        remarks = check(read, TODAY)
        assert {each.rule for each in remarks} == {planted.rule}, (seed, remarks)
        every_quote_is_words_of_the_clause_it_names(read, remarks)
        outcomes[
            any(
                planted.quote in each.quote and each.certainty == planted.certainty
                for each in remarks
            )
        ] += 1
    assert outcomes[False] == 0 < outcomes[True]


def every_quote_is_words_of_the_clause_it_names(read: PolicyText, remarks: list[Remark]) -> None:
    clauses = {clause.path: clause.raw for clause in read.clauses} | {"": read.text}
    for each in remarks:
        assert each.quote in clauses[each.clause]
        assert bool(each.quote) or each.rule == "missing_statement"


def test_remarks_come_in_reading_order_and_those_on_the_whole_text_last() -> None:
    text = "個人情報保護方針\n1. 申出をを受けます。\n2. 上記の③により扱います。\n2022年4月1日制定\n"
    clauses = [each.clause for each in of(text)]
    assert clauses[:2] == ["1", "2"]
    assert set(clauses[2:]) == {""}


def test_hints_are_no_faults() -> None:
    text = policy_generator.clean(0).replace("不適合については", "従業員が見つけた不適合については")
    assert [(each.quote, each.certainty) for each in of(text)] == [("従業員", Certainty.HINT)]


@pytest.mark.parametrize(
    "body",
    [
        "第1条 " + "第3条、" * 5000,
        "1. " + "のの個" * 5000,
        "1. " + "(「" * 5000,
        "1. " + "上記の③-a、" * 3000,
    ],
)
def test_a_strange_text_is_read_to_its_end(body: str) -> None:
    assert isinstance(of(f"個人情報保護方針\n{body}\n"), list)
