"""What many rows have in common is told once; no place of it is lost."""

import pytest
from hypothesis import given, strategies as st

from pms_tracker.sheets.told_once import FEW, told_once

ROWS = st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(1, 40)), max_size=60)


@given(ROWS)
def test_every_place_is_told_with_what_is_said_of_it(rows: list[tuple[str, int]]) -> None:
    found = told_once(rows, lambda each: str(each[1]), lambda each: each[0])
    assert [each.told[0] for each in found] == [*dict.fromkeys(word for word, _at in rows)]
    for each in found:
        places = dict.fromkeys(str(at) for word, at in rows if word == each.told[0])
        assert each.places == (*places,)
        assert (len(each.few), each.more) == (len(places) - each.more, max(0, len(places) - FEW))


@pytest.mark.parametrize(
    ("places", "few", "rest"),
    [
        ("B2 B3 B4", ["B2", "B3", "B4"], []),
        ("B2 B3 B4 B5 B6 B7 B9 C10 C11", ["B2", "B3", "B4"], ["B5:B7", "B9", "C10:C11"]),
        ("台帳!2 台帳!3 支社!3 支社!4 支社!6", ["台帳!2", "3", "支社!3"], ["支社!4", "6"]),
        ("台!B1 台!B2 台!B3 台!B4 台!B5 新!B6", ["台!B1", "B2", "B3"], ["台!B4:B5", "新!B6"]),
        ("2行目 3行目 4行目 5行目 6行目", ["2行目", "3行目", "4行目"], ["5行目", "6行目"]),
        ("台!C 台!D 台!E 台!F 台!G", ["台!C", "D", "E"], ["台!F", "G"]),
    ],
)
def test_places_are_told_shortly(places: str, few: list[str], rest: list[str]) -> None:
    (once,) = told_once(places.split(), str, lambda _place: "")
    assert (once.few, once.rest) == (few, rest)
