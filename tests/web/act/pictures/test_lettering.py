"""Texts in pictures: every letter in some line, no line too wide, none begun with a full stop."""

import pytest
from hypothesis import given, strategies as st

from pms_tracker.web.act.pictures import lettering


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        (" \u3000", []),
        ("閉室の担当が替わる", ["閉室の担当が替わる"]),
        ("閉室の担当が日ごとに替わる", ["閉室の担当が日", "ごとに替わる"]),
        ("The shelf cannot be seen from here", ["The shelf cannot", "be seen from here"]),
        # A line does not begin with a full stop, and a word that is too long is cut.
        ("閉室の担当がその日替。", ["閉室の担当が", "その日替。"]),
        ("W" * 20, ["W" * 10, "W" * 10]),
    ],
)
def test_a_text_is_broken_where_a_reader_would(text: str, lines: list[str]) -> None:
    assert lettering.lines(text, 10.0) == lines


def test_what_is_cut_off_says_so_within_its_line() -> None:
    found = lettering.shortened("棚" * 60, 13.0, 3)
    assert [len(line) for line in found] == [12, 12, 13]
    assert found[-1].endswith("…")
    assert lettering.shortened("棚" * 20, 13.0, 3) == ["棚" * 10, "棚" * 10]
    assert all(lettering.width(each) <= 13.0 for each in found)


@given(st.text(max_size=80), st.integers(2, 15))
def test_no_letter_is_lost_and_no_line_too_wide(text: str, widest: int) -> None:
    found = lettering.lines(text, widest)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(lettering.width(line) <= widest for line in found)
