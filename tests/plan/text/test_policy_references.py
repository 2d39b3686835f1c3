"""References to clauses that are not there."""

import pytest

from pms_tracker.plan.text.checks.policy_passages import Reading
from pms_tracker.plan.text.checks.policy_references import missing_article, missing_clause
from pms_tracker.plan.text.checks.policy_rows import number_missing
from tests.plan.text.checking import reading, said

LIST = "1. 提供\n(1)提供しません。\n(2)次の場合を除きます。\na. 同意\nb. 法令\n"


@pytest.mark.parametrize(
    ("words", "suggestion"),
    [
        ("上記の②-a", "(2)a"),
        ("上記②", "(2)"),
        ("下記の(7)", ""),
        ("前記(2)c", ""),
        ("上記の1-(5)", ""),
    ],
)
def test_a_label_that_no_clause_has_is_named_with_what_was_meant(
    words: str, suggestion: str
) -> None:
    (found,) = missing_clause(reading(f"{LIST}2. {words}により取り扱います。"))
    assert (found.clause, found.quote, found.certainty) == ("2", words, "sure")
    assert found.suggestion == suggestion


@pytest.mark.parametrize(
    "words",
    [
        "上記(2)により",
        "上記の(2)-aにより",
        "上記(2)aにより",
        "上記1.(2)により",
        "上記1-2により",
        "上記の(2)により",
        "(2)に該当する場合",
        "上記2点について",
        "上記3つの場合",
        "上記アンケートの回答",
        "下記cookieの利用",
        "個人情報保護法第18条第3項(5)に定める場合",
        "別表(5)による場合",
        "①氏名、②住所のうち、上記②の情報",
    ],
)
def test_what_is_there_or_no_reference_is_left_alone(words: str) -> None:
    assert said(missing_clause, f"{LIST}2. {words}を確かめます。") == []


def articles(body: str) -> Reading:
    return reading("".join(f"第{n}条 定め{n}を置く。\n" for n in range(1, 10)) + f"第10条 {body}")


def test_an_article_beyond_the_last_is_named_with_the_last() -> None:
    (found,) = missing_article(articles("第12条の手続による。"))
    assert (found.clause, found.quote, found.certainty) == ("10", "第12条", "sure")
    assert found.values["last"] == "第10条"


def test_a_paragraph_beyond_the_last_is_named_too() -> None:
    (found,) = missing_article(articles("一\n2 二\n3 第十条第4項による。"))
    assert (found.quote, found.values["last"]) == ("第十条第4項", "第10条第3項")


@pytest.mark.parametrize(
    "body",
    [
        "第3条の手続による。",
        "個人情報保護法第27条による。",
        "個人情報の保護に関する法律(以下「法」という。)第27条及び第28条による。",
        "法第27条により確かめる。第28条も同様とする。",
        "就業規程第27条による。",
        "施行令第12条による。",
        "定款第12条による。",
        "定款の第12条による。",
        "寄附行為第12条及び第13条による。",
        "GDPR第12条による。",
        "文書管理規程（以下「文書規程」という。）第12条による。",
        "旧第12条の手続による。",
        "改正前の第15条による。",
        "第12条を第2条に改める。",
    ],
)
def test_articles_that_are_there_or_of_another_text_are_left_alone(body: str) -> None:
    assert list(missing_article(articles(body))) == []


def test_of_articles_taken_out_together_each_was_there() -> None:
    text = "第1条 あ\n第2条及び第3条 削除\n第4条から第6条まで 削除\n第7条 第3条と第5条による。\n"
    assert said(missing_article, text) == []
    assert said(number_missing, text) == []
    (found,) = missing_article(reading(f"{text}第8条 第9条による。\n"))
    assert found.quote == "第9条"


def test_a_text_without_articles_is_not_asked_for_them() -> None:
    assert said(missing_article, "1. 第12条による。\n2. あ") == []
