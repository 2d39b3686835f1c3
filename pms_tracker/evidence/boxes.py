"""Files made of boxes (ISO 14496-12): photos of phones (HEIC), films and sound (MP4, M4A).

What says where it was taken is overwritten in its place, so that nothing else moves. Raises
ValueError for what only looks like such a file.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from pms_tracker.evidence import exif

PHOTOS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
FILMS = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"M4A ", b"M4V ", b"avc1"}
)
# Titles, notes of programs, and with them the place; nothing plays by them.
_NOTES = frozenset({b"udta", b"meta", b"uuid"})
# Far more than cameras and recorders write; a few bytes could ask for hours of reading otherwise.
MOST_BOXES, MOST_INSIDE = 100_000, 300
MOST_ITEMS, MOST_PLACES = 10_000, 100


@dataclass(frozen=True)
class Box:
    """Where a box lies: its own start, where its content begins, and its end."""

    kind: bytes
    start: int
    body: int
    end: int


def _demand(condition: object) -> None:
    if not condition:
        raise ValueError("not the file it looks like")


def boxes(
    content: bytes | bytearray, start: int = 0, end: int | None = None, most: int = MOST_BOXES
) -> Iterator[Box]:
    """The boxes that fill a run of bytes."""
    end = len(content) if end is None else end
    found = 0
    while start < end:
        found += 1
        _demand(start + 8 <= end and found <= most)
        size, kind = struct.unpack_from(">L4s", content, start)
        body = start + 8
        if size == 1:
            _demand(start + 16 <= end)
            (size,) = struct.unpack_from(">Q", content, start + 8)
            body = start + 16
        size = size or end - start
        _demand(body - start <= size <= end - start)
        yield Box(kind, start, body, start + size)
        start += size


def _brand(content: bytes) -> tuple[bytes, list[Box]]:
    found = list(boxes(content))
    _demand(found and found[0].kind == b"ftyp" and found[0].end >= found[0].body + 8)
    return content[found[0].body : found[0].body + 4], found


def photo(content: bytes) -> bytes:
    """A HEIC whose EXIF keeps when it was taken and not where."""
    brand, found = _brand(content)
    _demand(brand in PHOTOS)
    meta = next((each for each in found if each.kind == b"meta"), None)
    _demand(meta is not None and any(each.kind == b"mdat" for each in found))
    made = bytearray(content)
    if meta is not None:
        _clean(made, list(boxes(content, meta.body + 4, meta.end)))
    for each in found:
        if each.kind == b"moov":
            _forget_inside(made, each)
    return bytes(made)


def _clean(content: bytearray, inside: list[Box]) -> None:
    by_kind = {each.kind: each for each in inside}
    _demand(b"iinf" in by_kind and b"iloc" in by_kind)
    kinds = _item_kinds(content, by_kind[b"iinf"])
    data = by_kind.get(b"idat")
    for item, places in _items(content, by_kind[b"iloc"], data.body if data else 0):
        kind = kinds.get(item, b"")
        if kind not in (b"Exif", b"mime"):
            continue
        for start, length in places:
            _demand(start > 0 and length > 0 and start + length <= len(content))
            content[start : start + length] = _instead(kind, bytes(content[start : start + length]))


def _instead(kind: bytes, old: bytes) -> bytes:
    """What stands in the place of an item, as long as it was."""
    if kind == b"mime":
        return b" " * len(old)
    # The item begins with how far behind it the TIFF block lies.
    new = bytes(4) + exif.rewritten(old[4 + int.from_bytes(old[:4]) :])
    return (new if len(new) <= len(old) else b"").ljust(len(old), b"\x00")


def _item_kinds(content: bytearray, box: Box) -> dict[int, bytes]:
    version = content[box.body]
    at = box.body + (6 if version == 0 else 8)
    found = {}
    for entry in boxes(content, at, box.end):
        _demand(entry.kind == b"infe" and content[entry.body] >= 2)
        wide = content[entry.body] > 2
        item, _, kind = struct.unpack_from(">LH4s" if wide else ">HH4s", content, entry.body + 4)
        found[item] = kind
    return found


def _items(
    content: bytearray, box: Box, data_at: int
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    version, at = content[box.body], box.body + 4
    _demand(version <= 2 and at + 4 <= box.end)
    sizes, more = content[at], content[at + 1]
    offset_size, length_size, base_size = sizes >> 4, sizes & 15, more >> 4
    index_size = more & 15 if version else 0
    wide = 4 if version == 2 else 2
    reader = _Reader(content, at + 2, box.end)
    for _ in range(reader.count(wide, MOST_ITEMS)):
        item = reader.number(wide)
        method = reader.number(2) & 15 if version else 0
        _demand(method in (0, 1))
        reader.number(2)
        base = reader.number(base_size) + (data_at if method else 0)
        places = []
        for _ in range(reader.count(2, MOST_PLACES)):
            reader.number(index_size)
            offset = reader.number(offset_size)
            places.append((base + offset, reader.number(length_size)))
        yield item, places


class _Reader:
    """Numbers of given widths, one after the other."""

    def __init__(self, content: bytearray, at: int, end: int) -> None:
        self._content, self._at, self._end = content, at, end

    def number(self, width: int) -> int:
        _demand(self._at + width <= self._end)
        found = int.from_bytes(self._content[self._at : self._at + width])
        self._at += width
        return found

    def count(self, width: int, most: int) -> int:
        """How many of something follow: what has no width of its own ends with no run of bytes."""
        found = self.number(width)
        _demand(found <= most)
        return found


def film(content: bytes) -> bytes:
    """An MP4 or M4A without the notes that say where it was recorded."""
    brand, found = _brand(content)
    _demand(brand in FILMS and any(each.kind == b"moov" for each in found))
    made = bytearray(content)
    for each in found:
        if each.kind in _NOTES:
            _forget(made, each)
        if each.kind == b"moov":
            _forget_inside(made, each)
    return bytes(made)


def _forget_inside(content: bytearray, box: Box) -> None:
    for each in list(boxes(content, box.body, box.end, MOST_INSIDE)):
        if each.kind in _NOTES:
            _forget(content, each)
        elif each.kind == b"trak":
            _demand(box.kind != b"trak")
            _forget_inside(content, each)


def _forget(content: bytearray, box: Box) -> None:
    content[box.start + 4 : box.start + 8] = b"free"
    content[box.body : box.end] = bytes(box.end - box.body)
