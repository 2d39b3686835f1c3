"""A chain of whys: read from an outline, every branch followed, laid out without overlap."""

import pytest
from hypothesis import given, strategies as st

from pms_tracker.act.plans import why_chain
from pms_tracker.act.plans.cause_hints import jumps
from pms_tracker.kernel.errors import BadInput

OUTLINE = """棚が開いていた
> 閉室の担当が鍵をかけなかった
>> 閉室の手順に施錠がない
>> 担当が日ごとに替わる
＞ 鍵が足りない"""


def test_an_outline_is_read_as_a_tree_that_branches() -> None:
    (root,) = why_chain.read(OUTLINE)
    assert [(depth, why.text) for depth, why in root.every()] == [
        (0, "棚が開いていた"),
        (1, "閉室の担当が鍵をかけなかった"),
        (2, "閉室の手順に施錠がない"),
        (2, "担当が日ごとに替わる"),
        (1, "鍵が足りない"),
    ]
    assert [len(each) for each in why_chain.chains([root])] == [3, 3, 2]


@pytest.mark.parametrize("outline", ["a\n  b\n    c", "a\n\u3000b\n\u3000\u3000c", "a\n\tb\n\t\tc"])
def test_blanks_and_tabs_mark_depth_as_well(outline: str) -> None:
    assert list(why_chain.chains(why_chain.read(outline))) == [["a", "b", "c"]]


@pytest.mark.parametrize("outline", ["", " \n\n", "\u3000\n"])
def test_nothing_written_is_no_chain(outline: str) -> None:
    assert why_chain.read(outline) == []


def test_a_step_left_out_is_a_gap_and_a_jump() -> None:
    (chain,) = why_chain.chains(why_chain.read("a\n>>> b"))
    assert chain == ["a", "", "b"]
    assert jumps(chain)
    (marked,) = why_chain.chains(why_chain.read("a\n>\n>> b"))
    assert marked == ["a", "", "b"]


@pytest.mark.parametrize("outline", ["a\n" * 41, "\n".join(">" * n + "a" for n in range(11))])
def test_more_than_a_page_holds_is_refused(outline: str) -> None:
    with pytest.raises(BadInput, match="too_many_whys"):
        why_chain.read(outline)


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(("棚", "𠮷😀", ""))), max_size=20))
def test_no_two_boxes_of_the_picture_overlap(lines: list[tuple[int, str]]) -> None:
    boxes = why_chain.laid_out(why_chain.read("\n".join(">" * n + text for n, text in lines)))
    places = [(box.column, box.row) for box in boxes]
    assert len(set(places)) == len(places)
    for box in boxes:
        assert (box.from_row is None) == (box.column == 0)
