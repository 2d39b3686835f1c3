"""Headings in words that say the same, and which of them name a column."""

from time import process_time

import pytest

from pms_tracker.sheets.heading_synonyms import in_first_words
from pms_tracker.sheets.office.headings import Known, Match, known_as

KNOWN = Known.of(
    [
        *(("名称", "name"), ("保管場所", "place"), ("保存期間", "kept"), ("利用期間", "used")),
        *(("取扱部署", "unit"), ("利用部門", "access"), ("発生可能性", "likely"), ("締結日", "on")),
        *(("対策後の可能性", "likely_after"), ("契約日", "signed"), ("リスクの内容", "scenario")),
        *(("情報の種類", "what"), ("項目", "items")),
    ],
    {},
)


@pytest.mark.parametrize(
    ("heading", "other"),
    [
        ("保存先", "保管場所"), ("しまってある所", "保管箇所"), ("触れる人", "閲覧者"),
        ("処分の仕方", "廃棄方法"), ("書類・データの名称", "個人情報名"), ("入手ルート", "取得元"),
        ("使いみち", "用途"), ("起きた日", "発生年月日"), ("委託している仕事", "委託業務"),
    ],
)  # fmt: skip
def test_words_that_say_the_same_are_one(heading: str, other: str) -> None:
    assert in_first_words(known_as(heading)) == in_first_words(known_as(other))


@pytest.mark.parametrize(
    ("path", "match"),
    [
        (["格納先"], Match("place", akin=True)),
        (["期限", "保存"], Match("kept", akin=True)), (["期限", "利用"], Match("used", akin=True)),
        # Which of two, nobody says.
        (["使用部署"], Match()),
        # So much is called 書類 that it alone says nothing.
        (["書類"], Match()),
        (["管理段階での保管場所"], Match("place", sure=False)),
        (["残存リスク評価", "可能性"], Match("likely_after", akin=True)),
        (["残るリスクの内容"], Match()),
        (["契約", "契約締結年月日"], Match()), (["委託", "契約年月日"], Match("signed", akin=True)),
        (["秘密", "締結日"], Match("on", alone=True)),
        (["情報の種類（項目）"], Match("what", sure=False, other="items")),
    ],
)  # fmt: skip
def test_a_heading_names_a_column_in_other_words(path: list[str], match: Match) -> None:
    assert KNOWN.match(path) == match


def test_a_heading_of_thirty_thousand_letters_is_compared_at_once() -> None:
    begun = process_time()
    for each in ("保管", "の", "処分し", "が", "保", "1：", "（部署：", " ", "年月日"):
        KNOWN.match([each * (30_000 // len(each))])
    assert process_time() - begun < 2
