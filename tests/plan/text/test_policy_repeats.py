"""The same clause twice."""

import pytest

from pms_tracker.plan.text.checks.policy_repeats import repeated_clause
from tests.plan.text.checking import said

LONG = (
    "当社は、この方針を役員を含むすべての従業者に周知し、"
    "どなたでもご覧になれるようにホームページに掲載しています。"
)
KEPT = "前項の記録は、総務部が作成の日から三年間保管し、期限を過ぎたものを速やかに廃棄する。"


def test_a_clause_that_stands_in_the_text_already_is_named_with_certainty() -> None:
    ((clause, quote, certainty),) = said(repeated_clause, f"1. {LONG}\n2. 別のこと。\n3. {LONG}")
    assert (clause, certainty) == ("3", "sure")
    assert LONG.startswith(quote)


def test_blanks_and_full_width_make_no_other_clause() -> None:
    other = LONG.replace("当社は、", "当社は、 ")
    assert [each[2] for each in said(repeated_clause, f"1. {LONG}\n2. {other}")] == ["sure"]


def test_a_slip_and_lines_below_make_it_likely() -> None:
    body = f"(1){LONG.replace('しています', 'していす')}\n窓口:総務部\nTEL:03-0000-0000\n(2){LONG}"
    assert [each[::2] for each in said(repeated_clause, body)] == [("(2)", "likely")]


def test_a_repeated_chapter_is_said_once_not_for_each_clause_in_it() -> None:
    chapter = f"確認\n(1){LONG}\n(2)記録を確かめます。"
    found = said(repeated_clause, f"1. {chapter}\n2. {chapter}")
    assert [each[0] for each in found] == ["2"]


@pytest.mark.parametrize(
    "body",
    [
        # Parallel clauses differ in a word of content.
        f"1. {LONG}\n2. {LONG.replace('この方針', '手続')}",
        # The opposite is not the same.
        f"1. {LONG.replace('しています', 'します')}\n2. {LONG.replace('しています', 'しません')}",
        # The same condition in two lists, the same heading over other words.
        "1. 提供\na. ご本人の同意がある場合\n2. 委託\na. ご本人の同意がある場合",
        "1. 確認\n(1)毎年確かめます。\n2. 確認\n(1)毎月確かめます。",
        # What the paragraph above is differs from place to place.
        f"第1条 あ\n2 {KEPT}\n第2条 い\n2 {KEPT}",
        # A note below several clauses.
        f"1. 開示\n郵送してください。\n{LONG}\n2. 訂正\n窓口にお越しください。\n{LONG}",
    ],
)
def test_what_is_meant_to_be_alike_is_left_alone(body: str) -> None:
    assert said(repeated_clause, body) == []


def test_an_item_twice_in_one_list_is_named_however_short() -> None:
    found = said(repeated_clause, "1. 目的\n・教材の発送\n・講座のご案内\n・教材の発送")
    assert [each[::2] for each in found] == [("1・3", "sure")]
