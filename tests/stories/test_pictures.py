"""The pictures in README: there, said in words, and small."""

import re
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from tests.stories.palette import SIGNATURE, reduced

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
README = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


def test_what_readme_shows_is_there_and_said_in_words() -> None:
    shown = README.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown
    for words, path in shown:
        assert (ROOT / path).is_file(), path
        assert len(words) >= 10, path


def test_pictures_are_small() -> None:
    sizes = {each.name: each.stat().st_size for each in PICTURES.glob("*.png")}
    assert {name.rpartition("-")[2] for name in sizes} == {"ja.png", "en.png"}
    assert max(sizes.values()) < 150_000
    assert sum(sizes.values()) < 1_500_000


def drawn(rows: list[list[tuple[int, int, int]]], filters: list[int]) -> bytes:
    """A true-colour PNG whose lines say they are filtered so; what they hold is what comes out."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0))]
    lines = b"".join(
        bytes([how]) + bytes(value for colour in row for value in colour)
        for how, row in zip(filters, rows, strict=True)
    )
    chunks += [(b"IDAT", zlib.compress(lines)), (b"IEND", b"")]
    return SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def colours_of(png: bytes) -> list[bytes]:
    """The pixels of a picture with a palette and unfiltered lines."""
    width = int.from_bytes(png[16:20], "big")
    place = png.index(b"PLTE")
    palette = png[place + 4 : place + 4 + int.from_bytes(png[place - 4 : place], "big")]
    place = png.index(b"IDAT")
    raw = zlib.decompress(
        png[place + 4 : place + 4 + int.from_bytes(png[place - 4 : place], "big")]
    )
    return [
        palette[3 * each : 3 * each + 3]
        for start in range(0, len(raw), width + 1)
        for each in raw[start + 1 : start + 1 + width]
    ]


pixels = st.tuples(*[st.integers(0, 255)] * 3)


@given(st.lists(st.lists(pixels, min_size=4, max_size=4), min_size=1, max_size=5))
def test_a_picture_of_few_colours_stays_as_it_is(rows: list[list[tuple[int, int, int]]]) -> None:
    made = reduced(drawn(rows, [0] * len(rows)))
    assert colours_of(made) == [bytes(each) for row in rows for each in row]


def test_filtered_lines_are_read_as_the_format_says() -> None:
    one = [(1, 2, 3), (10, 20, 30)]
    flat = {0: one, 1: [(1, 2, 3), (11, 22, 33)], 2: [(6, 7, 8), (15, 25, 35)]}
    flat |= {3: [(3, 4, 5), (14, 24, 35)], 4: [(6, 7, 8), (16, 27, 38)]}
    first = [(5, 5, 5), (5, 5, 5)]
    for how, expected in flat.items():
        made = reduced(drawn([first, one], [0, how]))
        assert colours_of(made)[2:] == [bytes(each) for each in expected], how


def test_what_is_no_screenshot_is_refused() -> None:
    with pytest.raises(ValueError, match="no PNG"):
        reduced(b"GIF89a")
    with pytest.raises(ValueError, match="not a screenshot"):
        reduced(reduced(drawn([[(1, 2, 3)]], [0])))
