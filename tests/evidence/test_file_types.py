"""What a file is, by its content: every type that is taken, and what is refused in its clothing."""

import io
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from pms_tracker.evidence import file_types
from pms_tracker.evidence.file_types import examined
from pms_tracker.kernel.errors import BadInput
from tests.evidence import samples

OFFICE = file_types.OFFICE
PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", samples.PDF, "application/pdf"),
        ("A.PDF", samples.PDF, "application/pdf"),
        ("a.png", samples.png(), "image/png"),
        ("a.jpeg", samples.jpeg(), "image/jpeg"),
        ("a.JPG", samples.jpeg(), "image/jpeg"),
        ("a.gif", samples.gif(), "image/gif"),
        ("a.webp", samples.webp(), "image/webp"),
        ("a.heic", samples.heic(samples.tiff()), "image/heic"),
        ("a.mp4", samples.mp4(), "video/mp4"),
        ("a.m4a", samples.mp4(b"M4A "), "audio/mp4"),
        ("a.zip", samples.packed("棚.txt"), "application/zip"),
        ("a.xlsx", samples.XLSX, f"{OFFICE}.spreadsheetml.sheet"),
        ("a.docx", samples.DOCX, f"{OFFICE}.wordprocessingml.document"),
        ("a.pptx", samples.PPTX, f"{OFFICE}.presentationml.presentation"),
        ("a.txt", "記録".encode(), "text/plain"),
        ("a.csv", "記録".encode("cp932"), "text/plain"),
        ("a.csv", "\ufeff番号,名前\r\n".encode(), "text/plain"),
        ("a.eml", "件名".encode("iso-2022-jp"), "text/plain"),
    ],
)
def test_content_and_ending_together_tell_the_type(name: str, content: bytes, kind: str) -> None:
    assert examined(name, content)[1] == kind


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.txt", samples.PDF, "file_disguised"),
        ("a.pdf", samples.png(), "file_disguised"),
        ("a.png", samples.jpeg(), "file_disguised"),
        ("a.jpg", samples.heic(samples.tiff()), "file_disguised"),
        ("a.heic", samples.mp4(), "file_disguised"),
        ("a.exe", samples.packed("a"), "file_disguised"),
        ("a.pdf.txt", samples.packed("a"), "file_disguised"),
        ("a.xlsm", samples.XLSX, "file_disguised"),
        ("a.xlsx", samples.DOCX, "file_disguised"),
        ("a.docx", samples.packed("word/document.xml"), "file_disguised"),
        (
            "a.xlsx",
            samples.packed("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
            "file_disguised",
        ),
        ("a.zip", samples.packed("棚.txt", "setup.EXE"), "file_holds_programs"),
        ("a.zip", samples.packed("a/index.html"), "file_holds_programs"),
        ("a.zip", samples.packed("a\\run.bat"), "file_holds_programs"),
        ("a.zip", b"PK\x03\x04" + PAGE, "file_broken"),
        ("a.xlsx", samples.XLSX[:-30], "file_broken"),
        # A page in an image's clothing: the first bytes alone make no picture.
        ("a.png", b"\x89PNG\r\n\x1a\n" + PAGE, "file_broken"),
        ("a.jpg", b"\xff\xd8\xff" + PAGE, "file_broken"),
        ("a.gif", b"GIF89a" + PAGE, "file_broken"),
        ("a.gif", b"GIF8" + PAGE, "file_broken"),
        ("a.webp", b"RIFF\x20\x00\x00\x00WEBP" + PAGE, "file_broken"),
        ("a.webp", b"RIFF" + PAGE, "file_broken"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + PAGE, "file_broken"),
        ("a.mp4", b"\x00\x00\x00\x18ftypisom" + PAGE, "file_broken"),
        ("a.mov", b"\x00\x00\x00\x14ftypqt  " + bytes(8), "file_type_unknown"),
        ("a.pdf", b"<script>", "file_type_unknown"),
        ("a.html", PAGE, "file_type_unknown"),
        ("a.txt", b"\xef\xbb\xbf \r\n" + PAGE, "file_type_unknown"),
        ("a.svg", b"<svg/>", "file_type_unknown"),
        ("a.txt", b"<svg onload='alert(1)'/>", "file_type_unknown"),
        ("a.csv", b"#!/bin/sh\nrm", "file_type_unknown"),
        ("a.txt", b"MZ\x00\x01", "file_type_unknown"),
        ("a.txt", b"MZ program", "file_type_unknown"),
        ("a.txt", b"\x81\x20", "file_type_unknown"),
        ("a.txt", b"one\x01two", "file_type_unknown"),
        ("a", b"text", "file_type_unknown"),
        ("a.", b"text", "file_type_unknown"),
        ("a.png", b"", "file_type_unknown"),
    ],
)
def test_a_disguised_or_unknown_file_is_refused(name: str, content: bytes, refusal: str) -> None:
    with pytest.raises(BadInput, match=refusal) as refused:
        examined(name, content)
    assert refused.value.values == {"name": name}


def test_a_list_of_packed_files_without_end_is_not_read_for_long() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(file_types.MOST_PACKED + 1):
            archive.writestr(f"{number}.txt", b"")
    with pytest.raises(BadInput, match="file_holds_programs"):
        examined("a.zip", held.getvalue())


TRUE = (
    ("a.png", samples.png(samples.tiff())),
    ("a.jpg", samples.jpeg(samples.tiff())),
    ("a.gif", samples.gif()),
    ("a.webp", samples.webp(samples.tiff())),
    ("a.heic", samples.heic(samples.tiff())),
    ("a.mp4", samples.mp4()),
    ("a.xlsx", samples.XLSX),
)


@given(st.sampled_from(TRUE), st.data())
def test_a_file_that_was_cut_short_or_spoilt_is_taken_or_refused_and_nothing_else(
    true: tuple[str, bytes], data: st.DataObject
) -> None:
    name, content = true
    cut = data.draw(st.integers(0, len(content)))
    spoilt = bytearray(content[:cut])
    for _ in range(data.draw(st.integers(0, 4)) if spoilt else 0):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BadInput):
        assert examined(name, bytes(spoilt))[0]


@pytest.mark.parametrize(("name", "content"), TRUE[:4])
def test_a_picture_cut_short_anywhere_is_no_picture(name: str, content: bytes) -> None:
    for length in range(12, len(content) - 1):
        with pytest.raises(BadInput):
            examined(name, content[:length])


def test_what_is_kept_is_taken_again_as_it_is() -> None:
    for name, content in TRUE:
        kept, kind = examined(name, content)
        assert examined(name, kept) == (kept, kind), name


def test_a_header_that_asks_for_more_than_anybody_sees_is_refused() -> None:
    large = struct.pack(">LLBBBBB", 1 << 20, 1 << 20, 8, 0, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + samples.chunk(b"IHDR", large) + samples.chunk(b"IEND", b"")
    more = samples.png(rows=bytes(1_000_000))
    for content in (bomb, more):
        with pytest.raises(BadInput, match="file_broken"):
            examined("a.png", content)


def film(*inside: bytes) -> bytes:
    head = samples.box(b"ftyp", b"isom" + bytes(4))
    return head + samples.box(b"moov", *inside)


def boxed(depth: int) -> bytes:
    """Tracks within tracks, as no camera writes them."""
    found = b""
    for _ in range(depth):
        found = samples.box(b"trak", found)
    return found


def placed(items: int, places: int) -> bytes:
    """A photo whose items lie at so many places of no width each: six bytes ask for 65,535."""
    info = samples.box(b"iinf", bytes(4) + struct.pack(">H", 0))
    item = struct.pack(">HHH", 1, 0, places)
    told = samples.box(b"iloc", bytes(4) + b"\x00\x00" + struct.pack(">H", items), item * items)
    meta = samples.box(b"meta", bytes(4), info, told)
    return samples.box(b"ftyp", b"heic" + bytes(4)) + meta + samples.box(b"mdat")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.mp4", film(boxed(3000))),
        ("a.mp4", film(samples.box(b"udta") * 2000)),
        ("a.mp4", film(samples.box(b"trak") * 2000)),
        ("a.mp4", film() + samples.box(b"free") * 300_000),
        ("a.heic", placed(items=20, places=0xFFFF)),
        ("a.heic", placed(items=0xFFFF, places=1)),
    ],
)
def test_a_small_file_that_asks_for_endless_reading_is_broken(name: str, content: bytes) -> None:
    with pytest.raises(BadInput, match="file_broken"):
        examined(name, content)
