"""How the product speaks: words that were given up, in Japanese and in English, stay given up."""

import re
from collections.abc import Sequence
from functools import cache

import pytest
from babel.messages.pofile import read_po

from tests.house.test_translations import TRANSLATIONS

# Pictures, everyday words and second names for what has one name already.
JAPANESE = (
    "を加える", "を足す", "ます・足す", "期限を変える", "予定日を変える", "チームを変える",
    "要らない", "要りま", "きょう", "わたしの番", "自分の番", "あなたの番",
    "いまの番", "指紋", "履歴の末尾", "次の一手", "状態の道", "輪が", "いまここ", "受け箱",
    "網羅表", "登場人物", "順番に入れ", "戻ってきたメール", "終わりにする", "どんなこと",
    "名前を出さない", "を捨て", "重い所見", "出どころ", "よい証拠", "手掛かり", "できた日",
    "たぶん", "離れた", "教訓を届けた", "添えた証拠", "紙の決定", "取りやめ", "くり返し",
    "繰返し", "聞き取り", "空いたところ", "案件を閉じ", "あわてず", "書き足",
    "番です", "足せます", "いりません", "添えられ", "名前を出さず",
    "加えまし", "加えられ", "に加えてください", "加えたところ", "加えます", "に足し", "道を通",
    "要らな", "原因から直り", "戻ってきてい", "届け先", "教訓を届け", "裁定", "魚の骨", "名前なし",
    "回り始め", "番が届", "もう一方の管理者", "気づ", "構いません", "わからな", "誰", "たずね",
    "しくみ", "取り込みの", "あとから", "あとで", "いまの内容", "いまの状態", "今の", "ひとつ",
    "ひとり", "申し出", "CSVに書き出", "Excelに書き出",
)  # fmt: skip
ENGLISH = (
    "the same was not there", "cannot be told yet", "is no day", "mend", "lies at",
    "stands in no more", "planned no more", "for want of", "was struck", "was begun",
    "had a share", "openings to do better", "day to answer is over", "newer edition",
    "version before comes", "prove something", "tell of", "how far it is", "take it out",
    "take the result back", "will hear of it", "audit off", "off for them", "call off",
    "called off", "told so far", "editions?", "firm", "p-mark", "given back", "due days?",
    "units?", "a letter", "letters to",
    "done checks?", "horizontal deployment", "examining bod(?:y|ies)", "examination bod(?:y|ies)",
    "digests?", "made known", "making known", "by mail", "e-mail", "at first try", "returned mail",
    "grave", "heavy", "brought over", "extra audits?", "privacymark guide", "privacymark guideline",
    "hand(?:ed)? in", "too early to tell", "good evidence",
    "my turn", "your turn", r"\w+'s turn", r"malic\w+", "present measures", "narrow", "workers",
    r"art(?:icle|\.) [1-689]\d?-\d+", "for example:", "nine in ten", "end of the trail",
)  # fmt: skip


@cache
def sentences() -> Sequence[tuple[str, str]]:
    """Each sentence with its English; of plurals every form."""
    found: list[tuple[str, str]] = []
    with (TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        for each in read_po(file, locale="en"):
            if each.id:
                said = (each.id,) if isinstance(each.id, str) else tuple(each.id)
                english = (each.string,) if isinstance(each.string, str) else tuple(each.string)
                found += [(said[0], words) for words in english]
    return found


@pytest.mark.parametrize("word", JAPANESE)
def test_japanese_is_that_of_a_well_run_office(word: str) -> None:
    assert [said for said, _english in sentences() if word in said] == []


@pytest.mark.parametrize("word", ENGLISH)
def test_english_is_what_one_would_say_to_a_colleague(word: str) -> None:
    given_up = re.compile(rf"\b{word}\b", re.IGNORECASE)
    # Places to fill in are named in the code's own words.
    plain = [re.sub(r"%\(\w+\)[sd]", "", english) for _said, english in sentences()]
    assert [each for each in plain if given_up.search(each)] == []
