"""Which article is about what, and since when."""

from datetime import date

import pytest

from pms_tracker.plan.text.checks import policy_law
from pms_tracker.plan.text.checks.policy_law import ARTICLES, SUBJECTS, article_of
from tests.plan.text.checking import TODAY, reading, said


def wrong(body: str, on: date = TODAY) -> list[tuple[str, str]]:
    remarks = policy_law.wrong_article(reading(f"1. {body}\n2. あ", on))
    return [(each.quote, each.suggestion) for each in remarks]


@pytest.mark.parametrize(
    ("on", "number"),
    [
        (date(2022, 3, 31), "23"),
        (date(2022, 4, 1), "27"),
        (date(2028, 7, 15), "27"),
        (date(2028, 7, 16), None),
        (date(2005, 3, 31), None),
    ],
)
def test_an_article_is_in_force_between_its_days(on: date, number: str | None) -> None:
    found = article_of("third_party", on)
    assert (found.number if found else None) == number


def test_every_subject_has_one_article_a_day() -> None:
    assert {one.subject for one in ARTICLES} == SUBJECTS.keys()
    for day in (date(2015, 1, 1), TODAY):
        numbers = [
            one.subject
            for one in ARTICLES
            if one.valid_from and one.valid_until and one.valid_from <= day <= one.valid_until
        ]
        assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    ("body", "suggestion"),
    [
        ("漏えい等が生じた場合(個人情報保護法22条1項)", "26条1項"),
        ("個人情報保護法第二十二条の二第一項に定める漏えい等の報告を行う。", "26条1項"),
        ("漏洩等の本人への通知(個人情報の保護に関する法律第22条の2第2項)を行う。", "26条2項"),
        ("第三者提供の制限は、個人情報保護法第23条による。", "27条"),
        ("法第20条の安全管理措置を講じる。", "23条"),
    ],
)
def test_an_article_about_something_else_is_named_with_the_right_one(
    body: str, suggestion: str
) -> None:
    assert [each[1] for each in wrong(body)] == [suggestion]


@pytest.mark.parametrize(
    "body",
    [
        "漏えい等の報告(個人情報保護法26条1項)を行う。",
        "保有個人データの漏えい等が生じた場合(個人情報保護法第35条第5項)",
        "個人データの漏えい等の防止(個人情報保護法第23条)に努める。",
        "改正前の個人情報保護法第23条による第三者提供は終わった。",
        "番号法第19条により第三者提供を行わない。",
        "個人情報保護法第2条に定める用語による。",
        "第三者提供の記録は、個人情報保護法第29条による。",
        "個人情報保護法第27条第5項第3号の共同利用を行う。",
        "開示の請求(個人情報保護法第37条)の手続は別に定める。",
        "行政機関の個人情報保護法第8条により第三者に提供する。",
    ],
)
def test_a_right_citation_or_another_law_is_left_alone(body: str) -> None:
    assert wrong(body) == []


def test_the_number_of_then_is_right_then() -> None:
    body = "第三者提供の制限は、個人情報保護法第23条による。"
    assert wrong(body, date(2021, 4, 1)) == []
    assert wrong(body, date(2022, 4, 1)) == [("個人情報保護法第23条", "27条")]
    # Numbers behind the amendment of 2026 are not known yet.
    assert wrong(body, date(2028, 7, 16)) == []


STOP = "1. 利用停止のお申し出には、以下の場合を除き、応じます。\n・"


def test_grounds_for_stopping_are_no_reasons_to_refuse() -> None:
    grounds = "利用する必要がなくなった場合\n・漏えい等が生じた場合"
    found = said(policy_law.grounds_as_exceptions, STOP + grounds)
    assert found == [("1", "以下の場合を除き", "likely")]


def test_true_exceptions_are_left_alone() -> None:
    exceptions = "法令に違反する場合\n・業務に支障がある場合"
    assert said(policy_law.grounds_as_exceptions, STOP + exceptions) == []
