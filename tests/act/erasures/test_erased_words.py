"""How somebody's name is found in texts: as it may be written, and never as part of another."""

import pytest

from pms_tracker.act.erasures.erased_words import pattern, written


@pytest.mark.parametrize(
    "text",
    [
        "記録した人：小口 彩香",
        "小口彩香が確認した。",
        '{"name": "\\u5c0f\\u53e3 \\u5f69\\u9999"}',
        "/check/findings/?q=%E5%B0%8F%E5%8F%A3%20%E5%BD%A9%E9%A6%99",
        "/check/findings/?q=%E5%B0%8F%E5%8F%A3+%E5%BD%A9%E9%A6%99&state=open",
    ],
)
def test_a_name_is_found_however_it_is_held(text: str) -> None:
    found = pattern(written(["小口 彩香"])).sub("退職者-0004", text)
    assert "退職者-0004" in found
    assert not {"小", "5c0f", "%E5"} & {part for part in ("小", "5c0f", "%E5") if part in found}


def test_a_variant_is_found_as_searches_keep_it() -> None:
    said = pattern(written(["髙山 由紀"]))
    assert said.search("髙山 由紀")
    assert said.search("高山 由紀")


@pytest.mark.parametrize("text", ["Annabel", "JoAnna", "Anna1"])
def test_latin_letters_within_a_word_are_no_name(text: str) -> None:
    said = pattern(written(["Anna"]))
    assert said.search(text) is None
    assert said.search("by Anna.")
    assert said.search("Annaさん")


def test_a_name_too_short_to_tell_is_not_looked_for_within_texts() -> None:
    assert written(["林", "東 一", "Li", ""]) == []
    assert pattern(written(["林"])).search("林の中") is None
