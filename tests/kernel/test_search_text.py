"""Searching finds a text however it was typed, and special characters mean themselves."""

import re

import pytest
from hypothesis import given, strategies as st

from pms_tracker.kernel.search_text import fold, is_blank, like_pattern, telling_words, title_of

# What people type: no combining marks, which would melt into what stands before them.
japanese = st.text(
    alphabet="あかきぱゔアカパヴ監査髙高﨑崎𠮷吉ABCabcＡｂ０1 　%_!~〜。", max_size=30
)


def finds(words: str, text: str) -> bool:
    """What `LIKE … ESCAPE '!'` does."""
    parts = re.findall(r"!.|.", like_pattern(words), re.DOTALL)
    wild = {"%": ".*", "_": "."}
    pattern = "".join(wild.get(part) or re.escape(part[-1]) for part in parts)
    return re.fullmatch(pattern, fold(text), re.DOTALL) is not None


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("髙山", "高山"),
        ("山崎", "山﨑"),
        ("吉田", "𠮷田"),
        ("渡辺", "渡邉"),
        ("齋藤", "斎藤"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("がいど", "ガイド"),
        ("ヴぁ", "ゔァ"),
        ("ＡＢＣ", "abc"),
        ("No5", "№5"),
        ("１２", "12"),
        ("4〜5", "4~5"),
        ("監査", "内部監査の記録"),
        ("  監査  記録 ", "監査 記録"),
        ("", "何でも"),
    ],
)
def test_a_text_is_found_however_it_was_typed(typed: str, written: str) -> None:
    assert finds(typed, written)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("100%", "1000"), ("a_b", "axb"), ("!", "?"), ("監査", "観察"), ("!%", "!5"), ("か", "が")],
)
def test_special_characters_mean_themselves_and_other_words_are_not_found(
    typed: str, written: str
) -> None:
    assert not finds(typed, written)


def test_percent_underscore_and_exclamation_mark_are_escaped() -> None:
    assert like_pattern("5%_!") == "%5!%!_!!%"


@given(japanese)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(japanese, st.data())
def test_every_part_of_a_text_finds_it(text: str, data: st.DataObject) -> None:
    words = " ".join(text.split())
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    assert finds(words[start:end], words)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("棚に鍵がなかった。台帳もない。", "棚に鍵がなかった"),
        ("改行\nと  空白", "改行 と 空白"),
        ("句点なし", "句点なし"),
        ("", ""),
        ("あ" * 60, "あ" * 60),
        ("あ" * 61, "あ" * 59 + "…"),
        ("あ" * 60 + "。", "あ" * 60),
    ],
)
def test_a_title_is_the_first_sentence_cut_to_sixty_characters(text: str, title: str) -> None:
    assert title_of(text) == title


@given(st.text(max_size=200), st.integers(1, 80))
def test_a_title_is_one_line_and_never_too_long(text: str, length: int) -> None:
    title = title_of(text, length)
    assert len(title) <= length
    assert title == " ".join(title.split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("受付の棚に、保管期限を過ぎた申込書が41枚あった。", ["受付", "保管", "期限", "申込書"]),
        ("パソコンの顧客名簿とﾊﾟｿｺﾝ", ["パソコン", "顧客", "名簿"]),
        ("髙橋の台帳", ["高橋", "台帳"]),
        ("個人情報保護", ["個人", "情報", "保護"]),
        ("The key was in a Drawer", ["drawer"]),
        ("鍵", []),
        ("そのほか 100% _", []),
        ("", []),
    ],
)
def test_the_telling_words_of_a_text_are_those_that_another_would_share(
    text: str, words: list[str]
) -> None:
    assert telling_words(text) == words


@given(japanese, st.integers(0, 20))
def test_telling_words_are_few_each_once_and_found_in_their_text(text: str, most: int) -> None:
    words = telling_words(text, most)
    assert len(words) <= most
    assert len(set(words)) == len(words)
    assert all(finds(word, text) for word in words)


@pytest.mark.parametrize(
    ("text", "blank"),
    [("", True), ("　\n", True), ("\u200b\u2060 ", True), ("👨\u200d👩", False), ("。", False)],
)
def test_what_nobody_sees_is_blank(text: str, blank: bool) -> None:
    assert is_blank(text) is blank
