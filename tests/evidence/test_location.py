"""A photo keeps which way up it is and when it was taken; where it was taken never gets in."""

import struct

import pytest

from pms_tracker.evidence import exif
from pms_tracker.evidence.file_types import examined
from pms_tracker.kernel.errors import BadInput
from tests.evidence import samples

SECRETS = (samples.LATITUDE, samples.WHERE, samples.XMP, b"Hara Dai", b"GPS")
PHOTOS = {
    "a.jpg": samples.jpeg,
    "a.png": samples.png,
    "a.webp": samples.webp,
    "a.heic": samples.heic,
}
TAKEN = samples.TAKEN.rstrip(b"\x00")


def orientation(content: bytes) -> int | None:
    """The orientation of the one EXIF block in a file, read by its own means."""
    at = content.find(b"MM\x00\x2a")
    if at < 0:
        return None
    found = exif._read(content[at:])
    value = found.get(exif.ORIENTATION)
    return value if isinstance(value, int) else None


@pytest.mark.parametrize("name", PHOTOS)
@pytest.mark.parametrize("order", [">", "<"])
def test_a_photo_keeps_its_turn_and_time_but_no_place(name: str, order: str) -> None:
    content = PHOTOS[name](samples.tiff(orientation=8, order=order))
    assert samples.WHERE in content
    kept, _kind = examined(name, content)
    assert [secret for secret in SECRETS if secret in kept] == []
    assert orientation(kept) == 8
    assert TAKEN in kept


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_a_photo_without_anything_to_keep_has_no_such_block_any_more(name: str) -> None:
    kept, _kind = examined(name, PHOTOS[name](samples.tiff(orientation=9, taken=False)))
    assert b"MM\x00\x2a" not in kept
    assert b"II\x2a\x00" not in kept


def test_a_picture_itself_comes_through_byte_for_byte() -> None:
    kept, _kind = examined("a.jpg", samples.jpeg(samples.tiff()))
    for piece in (samples.TABLES, samples.FRAME, samples.SCAN, b"ICC_PROFILE"):
        assert piece in kept
    assert b"MPF" not in kept
    assert examined("a.jpg", samples.jpeg())[0].startswith(b"\xff\xd8\xff\xe0")


def test_a_film_hung_on_to_a_photo_or_a_page_behind_a_picture_is_cut_off() -> None:
    page = b"<script>alert(1)</script>"
    for name, content, behind in (
        ("a.jpg", samples.jpeg(), samples.jpeg(behind=samples.mp4() + page)),
        ("a.png", samples.png(), samples.png(behind=page)),
        ("a.gif", samples.gif(), samples.gif(behind=page)),
        ("a.webp", samples.webp(), samples.webp(behind=page)),
    ):
        assert examined(name, behind) == examined(name, content)


@pytest.mark.parametrize(("version", "inside"), [(0, False), (1, True), (2, False), (2, True)])
def test_a_phones_photo_is_read_in_all_its_spellings(version: int, inside: bool) -> None:
    content = samples.heic(samples.tiff(), version=version, inside=inside)
    kept, _kind = examined("a.heic", content)
    assert len(kept) == len(content)
    assert [secret for secret in SECRETS if secret in kept] == []
    assert orientation(kept) == 6
    assert b"picture" in kept


def test_a_phones_photo_whose_places_cannot_be_told_is_refused() -> None:
    content = samples.heic(samples.tiff())
    for wrong in (
        samples.heic(samples.tiff(), method=2),
        content.replace(b"iloc", b"free"),
        content.replace(b"iinf", b"free"),
        content.replace(b"ftypheic", b"ftypmif1").replace(b"mdat", b"free"),
        content.replace(b"infe\x02", b"infe\x00"),
    ):
        with pytest.raises(BadInput, match="file_broken"):
            examined("a.heic", wrong)


def test_films_and_sound_forget_where_they_were_recorded() -> None:
    for name, content in (("a.mp4", samples.mp4()), ("a.m4a", samples.mp4(b"M4A "))):
        kept, _kind = examined(name, content)
        assert samples.WHERE not in kept
        assert len(kept) == len(content)
        assert b"sound and pictures" in kept
        assert b"udta" not in kept


def test_an_interlaced_picture_has_the_rows_of_its_passes() -> None:
    for size in ((1, 1), (5, 3), (8, 8), (9, 17)):
        rows = bytes(_interlaced(*size))
        content = samples.png(size=size, interlaced=True, rows=rows)
        assert examined("a.png", content)[1] == "image/png", size
        with pytest.raises(BadInput, match="file_broken"):
            examined("a.png", samples.png(size=size, interlaced=True, rows=rows[1:]))


# Which pass brings which pixel of each eight by eight (PNG specification, Adam7).
ADAM7 = [
    "16462646",
    "77777777",
    "56565656",
    "77777777",
    "36463646",
    "77777777",
    "56565656",
    "77777777",
]


def _interlaced(width: int, height: int) -> int:
    """How many bytes the passes of a grey picture have: each pixel, and one for each row."""
    pixels = [(x, y) for y in range(height) for x in range(width)]
    rows = {(ADAM7[y % 8][x % 8], y) for x, y in pixels}
    return len(pixels) + len(rows)


def test_a_block_that_is_none_or_broken_keeps_nothing() -> None:
    whole = samples.tiff()
    for broken in (b"", b"MM", b"MM\x00\x2a\xff\xff\xff\xff", b"XX" + whole[2:], whole[:20]):
        assert exif.rewritten(broken) == b""
    # What stands where a time should is not a time.
    spoilt = whole.replace(samples.TAKEN, b"36.23N 137.97E here\x00")
    assert b"137" not in exif.rewritten(spoilt)
    assert struct.pack(">HHLHH", exif.ORIENTATION, 3, 1, 6, 0) in exif.rewritten(whole)
