"""References to clauses that are not there."""

import pytest

from pms_tracker.plan.text.checks.policy_beyond import (
    missing_annex,
    missing_paragraph,
    missing_section,
)
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


SHORT = (
    "第1条 定める。\n２ 守る。\n第2条 次による。\n(1) 氏名\n(2) 住所\n第3条 {}。\n２ 記録する。\n"
)


@pytest.mark.parametrize("words", ["前条第3項", "前条第3号", "第3項", "前条第1項第3号"])
def test_a_paragraph_or_an_item_that_an_article_lacks_is_named(words: str) -> None:
    found = said(missing_paragraph, SHORT.format(f"{words}の定めによる"))
    assert found == [("3", words, "likely")]


@pytest.mark.parametrize(
    "words", ["前条第2号", "次項", "第2項", "民法第3条第5項", "法第27条第1項及び第5項", "同条第9項"]
)
def test_a_paragraph_that_is_there_or_is_of_a_law_is_left_alone(words: str) -> None:
    assert said(missing_paragraph, SHORT.format(f"{words}の定めによる")) == []


def test_an_annex_beyond_the_last_that_is_attached_is_named() -> None:
    text = "第1条 別表第1による。\n第2条 別表第3による。\n別表第1（第1条関係）\n名簿 5年\n"
    assert said(missing_annex, f"{text}別表第2（第2条関係）\n帳簿 3年") == [
        ("2", "別表第3", "likely")
    ]
    assert said(missing_annex, "第1条 規程の別表第3による。\n第2条 守る。") == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("1. 取得\n2. 利用\n第12項の窓口へ。\n3. 窓口", "第12項"),
        ("第１　取得\n第２　利用\n第18条による。\n第３　窓口", "第18条"),
        ("1. Data\n2. Use as told in Section 9.\n3. Contact", "Section 9"),
        ("Article 1 Data\nArticle 2 Use as told in Article 7\nArticle 3 Contact", "Article 7"),
    ],
)
def test_a_reference_beyond_the_last_clause_of_the_whole_text_is_named(
    body: str, words: str
) -> None:
    assert [quote for _, quote, _ in said(missing_section, body)] == [words]


@pytest.mark.parametrize(
    "words", ["Section 2", "Article 28 of the GDPR", "Section 9 of the Companies Act", "法第12項"]
)
def test_sections_that_are_there_or_are_of_laws_are_left_alone(words: str) -> None:
    assert said(missing_section, f"1. Data\n2. Use under {words} only\n3. Contact") == []


def test_letters_that_are_roman_figures_too_count_in_their_own_row() -> None:
    roman = "".join(f"{each}. 取扱い\n" for each in ("I", "II", "III", "IV", "V", "VI"))
    assert said(number_missing, roman) == []
    kana = "1. 保管\nア　本店\nウ　支店\n2. 廃棄"
    assert said(number_missing, kana) == [("1ウ", "ウ", "likely")]
