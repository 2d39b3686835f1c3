"""A fishbone: read from outlines by area, within limits, without losing a cause on the way."""

import re

import pytest
from hypothesis import given, strategies as st

from pms_tracker.act.plans import fishbone
from pms_tracker.act.plans.fishbone import LONGEST_CAUSE, MOST_CAUSES, Cause
from pms_tracker.act.rules.cause_rules import Area
from pms_tracker.kernel.errors import BadInput
from pms_tracker.web.act.pictures import fishbone_picture

MARKS = (">", "＞", "・", "  ", "\u3000", "\t", "> ", ">>", "＞＞ ")


@pytest.mark.parametrize(
    ("outline", "causes"),
    [
        ("", []),
        (" \n\u3000\n", []),
        ("a", [Cause("a")]),
        ("a\nb", [Cause("a"), Cause("b")]),
        ("a\n>b\n>c\nd", [Cause("a", ("b", "c")), Cause("d")]),
        # Deeper marks lie behind the same cause: a small bone has twigs, and no more.
        ("a\n> b\n>> c", [Cause("a", ("b", "c"))]),
        # One blank is a slip, not a mark.
        ("a\n b", [Cause("a"), Cause("b")]),
        # A list with bullets is a plain list, until a line without one stands above.
        ("・a\n・b", [Cause("a"), Cause("b")]),
        ("・a\nb\n・c", [Cause("a"), Cause("b", ("c",))]),
        # A mark with nothing behind it is no cause.
        ("a\n>\n> b", [Cause("a", ("b",))]),
        (">\n>", []),
        ("a\r\n> b", [Cause("a", ("b",))]),
    ],
)
def test_an_outline_is_read_as_causes_and_those_behind_them(
    outline: str, causes: list[Cause]
) -> None:
    assert fishbone.read(outline) == causes


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_puts_a_cause_behind_the_one_above(mark: str) -> None:
    assert fishbone.read(f"a\n{mark}b") == [Cause("a", ("b",))]


@pytest.mark.parametrize(
    ("outline", "refusal"),
    [
        ("a\n" * MOST_CAUSES, ""),
        ("a\n\n" * MOST_CAUSES + ">\n", ""),
        ("a\n" * MOST_CAUSES + "> b", "too_many_causes"),
        ("棚" * LONGEST_CAUSE, ""),
        ("a\n> " + "棚" * LONGEST_CAUSE, ""),
        ("棚" * (LONGEST_CAUSE + 1), "cause_too_long"),
        ("a\n> " + "棚" * (LONGEST_CAUSE + 1), "cause_too_long"),
    ],
)
def test_more_than_a_bone_holds_is_refused(outline: str, refusal: str) -> None:
    if not refusal:
        assert fishbone.read(outline)
        return
    with pytest.raises(BadInput, match=refusal):
        fishbone.read(outline)
    with pytest.raises(BadInput, match=refusal):
        fishbone.bones({Area.SYSTEM: outline})


def test_areas_come_in_their_order_and_only_those_with_causes() -> None:
    outlines = {"management": "m", "people": "p\n>q", "system": " \n", "nonsense": "n"}
    assert [area for area, _causes in fishbone.bones(outlines)] == [Area.PEOPLE, Area.MANAGEMENT]
    assert list(fishbone.ways(outlines)) == [["p", "q"], ["m"]]
    assert fishbone.kept(outlines) == {"people": "p\n>q", "management": "m"}
    assert fishbone.named(fishbone.kept(outlines)) == {
        "fishbone_people": "p\n>q",
        "fishbone_management": "m",
    }
    assert fishbone.bones({}) == []
    assert fishbone_picture.drawn([], "棚") is None


TEXTS = st.text(min_size=1, max_size=30).filter(
    lambda text: text.splitlines() == [text] and re.sub(r"^[>＞・\s]+", "", text) == text.strip()
)
LINES = st.lists(st.tuples(st.sampled_from(("", *MARKS)), TEXTS), max_size=MOST_CAUSES)
OUTLINES = st.dictionaries(st.sampled_from(list(Area)), LINES)


def solid(text: str) -> str:
    return "".join(text.split())


@given(OUTLINES)
def test_no_cause_is_lost_between_outline_picture_and_text(
    written: dict[Area, list[tuple[str, str]]],
) -> None:
    outlines = {
        area.value: "\n".join(f"{mark}{text}" for mark, text in lines)
        for area, lines in written.items()
    }
    typed = {
        area: [text.strip() for _mark, text in written[area] if text.strip()]
        for area in Area
        if area in written
    }
    picture = fishbone_picture.drawn(
        [(area.value, causes) for area, causes in fishbone.bones(outlines)], "棚が開いていた"
    )
    assert (picture is None) is not any(typed.values())
    if picture is None:
        return
    areas = [area for area in Area if typed.get(area)]
    for name, causes in picture.read:
        told = [text for cause in causes for text in (cause.text, *cause.behind)]
        assert told == typed[Area(name)]
    assert [name for name, _causes in picture.read] == areas
    # Bones above the spine come before those below it: each second area.
    drawn = dict(zip((*areas[0::2], *areas[1::2]), picture.bones, strict=True))
    for area, bone in drawn.items():
        assert solid("".join(line.text for line in bone.lines)) == solid("".join(typed[area]))
        assert len(bone.twigs) == len(typed[area])
    inside(picture)


def inside(picture: fishbone_picture.Picture) -> None:
    """Everything lies within the picture, and no two lines of text on one another."""
    boxes = [picture.effect, *(bone.name for bone in picture.bones)]
    for box in boxes:
        assert 0 <= box.x < box.x + box.width <= picture.width
        assert 0 <= box.y < box.y + box.height <= picture.height
    places = [(line.x, line.y) for bone in picture.bones for line in bone.lines]
    assert len(set(places)) == len(places)
    assert all(0 < x < picture.width and 0 < y < picture.height for x, y in places)
    for one in picture.bones:
        for other in picture.bones:
            if one is not other:
                assert one.name.x != other.name.x or one.name.y != other.name.y
