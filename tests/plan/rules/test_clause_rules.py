"""Which passages of a policy ask for something that an audit can look at."""

import pytest

from pms_tracker.plan.rules import clause_rules
from pms_tracker.plan.text import policy_text
from tests.cast import POLICY


@pytest.mark.parametrize(
    "text",
    [
        "法令と国が定める指針その他の規範を守ります。",
        "個人情報取り扱いの原則\n当社は適切に取り扱います。",
        "所定の手続によりお受けいたします",
        "上記目的以外の利用は行いません。また、必要な範囲に限ります。",
        "本人の同意なく第三者に提供しないこと",
        "苦情は窓口で受け付ける。",
        "The company keeps personal information safe.",
        "守ります（電話での相談を含みます）。𠮷田",
    ],
)
def test_what_says_what_is_done_asks_for_something(text: str) -> None:
    assert clause_rules.asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "開示等の請求等",
        "個人情報の利用目的の開示、個人情報の開示・訂正・利用停止・消去の原則",
        "ご契約内容の履行、お問い合わせ・ご相談への応答、その他附帯サービスの提供。",
        "法令に基づく適正な提供要求があった場合",
        "弊社の採用広報活動。",
        "Purposes of use",
        "",
        "　\n",
    ],
)
def test_a_heading_or_a_piece_of_a_list_asks_for_nothing(text: str) -> None:
    assert not clause_rules.asks(text)


def test_of_the_cast_s_policy_headings_and_list_pieces_are_left_out() -> None:
    clauses = policy_text.read(POLICY).clauses
    left_out = [each.path for each in clauses if not clause_rules.asks(each.text)]
    assert left_out == ["1", "1(2)a", "1(2)b", "2"]
