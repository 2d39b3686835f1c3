"""Words that point the wrong way."""

import pytest

from pms_tracker.plan.text.checks import policy_direction
from tests.plan.text.checking import Rule, said

LISTED = policy_direction.list_without_items
NEIGHBOURS = policy_direction.looks_back_at_nothing
ABOVE = policy_direction.above_before_below
DESK = policy_direction.desk_on_the_other_side
TOP = policy_direction.above_at_the_top


@pytest.mark.parametrize(
    ("rule", "body", "clause", "quote"),
    [
        (NEIGHBOURS, "第1条 前条のほか、守る。\n第2条 あ", "1", "前条"),
        (NEIGHBOURS, "第1条 あ\n第2条 次条に定める。", "2", "次条"),
        (NEIGHBOURS, "第1条 あ\n第2条 前項の記録を残す。\n2 い", "2", "前項"),
        (
            ABOVE,
            "1. 以下の目的で使い、上記目的以外に使いません。\na. 発送\nb. 案内",
            "1",
            "上記目的",
        ),
        (DESK, "1. 上記の窓口で受けます。\n2. 窓口\nTEL:03-0000-0000\n3. あ", "1", "上記の窓口"),
        (DESK, "1. 窓口\nTEL:03-0000-0000\n2. 下記の窓口で受けます。\n3. あ", "2", "下記の窓口"),
        (LISTED, "1. 次の各号に掲げる場合を除き、提供しません。\n2. あ。", "1", "次の各号"),
        (LISTED, "1. あ\n2. 以下のいずれかに当たるときは断ります。", "2", "以下のいずれか"),
        (TOP, "上記のとおり取り扱います。\n1. あ\n2. い", "", "上記"),
    ],
)
def test_a_word_that_points_at_nothing_is_named(
    rule: Rule, body: str, clause: str, quote: str
) -> None:
    assert said(rule, body) == [(clause, quote, "likely")]


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        (NEIGHBOURS, "第1条 あ\n第2条 前条のほか、次項による。\n2 前項の記録を残す。"),
        (NEIGHBOURS, "第1条 個人情報保護法第27条及び前条による。\n第2条 あ"),
        (NEIGHBOURS, "第1章 総則\n第1条 あ\n第2章 取得\n第2条 前条による。\n第3条 い"),
        (NEIGHBOURS, "第1条(保管) 三年とする。\n前項の期間は延ばせる。\n第2条 あ"),
        (ABOVE, "1. 以下の目的で使います。\na. 発送\n2. 上記目的以外に使いません。"),
        (ABOVE, "1. 次の目的(①発送②案内)で使い、上記目的以外に使いません。\n(1)記録します。"),
        (DESK, "1. 下記の窓口で受けます。\n2. 窓口\nTEL:03-0000-0000"),
        (DESK, "1. 下記の窓口で受けます。\nTEL:03-0000-0000\n2. あ"),
        (LISTED, "1. 次の各号に掲げる場合を除きます。\n(1)同意\n(2)法令\n2. あ"),
        (LISTED, "・次の場合を除き、応じます。\n(1)同意\n(2)法令"),
        (LISTED, "1. 次のいずれか:書面、電話。\n2. あ"),
        (LISTED, "1. 次の場合を除きます。\n同意がある場合\n法令による場合\n2. あ"),
        (TOP, "次のとおり取り扱います。上記のほか、次による。\n1. あ\n2. い"),
    ],
)
def test_a_word_that_points_rightly_is_left_alone(rule: Rule, body: str) -> None:
    assert said(rule, body) == []
