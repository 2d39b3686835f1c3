"""What is kept of a photo's EXIF: which way up it is and when it was taken; never where."""

import struct
from collections.abc import Iterator, Mapping

ORIENTATION, CHANGED, TAKEN, TAKEN_OFFSET = 0x0112, 0x0132, 0x9003, 0x9011
SUB_DIRECTORY = 0x8769
ASCII, SHORT, LONG = 2, 3, 4
# In the order they are written: of the picture itself, and of how it was taken.
OF_PICTURE, OF_TAKING = (ORIENTATION, CHANGED), (TAKEN, TAKEN_OFFSET)
LONGEST = 64

Kept = Mapping[int, int | bytes]


def rewritten(tiff: bytes) -> bytes:
    """A TIFF block of its own with what is kept of another; nothing where that is nothing.

    Whatever else was there is gone: position, serial numbers, owner, notes of the maker.
    """
    kept = _read(tiff)
    return _written(kept) if kept else b""


def _read(tiff: bytes) -> Kept:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return {}
    try:
        (first,) = struct.unpack_from(f"{order}L", tiff, 4)
        found = dict(_entries(tiff, order, first))
        sub = found.pop(SUB_DIRECTORY, None)
        if isinstance(sub, int):
            found |= dict(_entries(tiff, order, sub))
    except struct.error:
        return {}
    found.pop(SUB_DIRECTORY, None)
    return found


def _entries(tiff: bytes, order: str, start: int) -> Iterator[tuple[int, int | bytes]]:
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for number in range(count):
        place = start + 2 + 12 * number
        tag, kind, length = struct.unpack_from(f"{order}HHL", tiff, place)
        if tag == ORIENTATION and kind == SHORT:
            (value,) = struct.unpack_from(f"{order}H", tiff, place + 8)
            if 1 <= value <= 8:
                yield tag, value
        elif tag == SUB_DIRECTORY and kind == LONG:
            yield tag, struct.unpack_from(f"{order}L", tiff, place + 8)[0]
        elif tag in (CHANGED, TAKEN, TAKEN_OFFSET) and kind == ASCII and length <= LONGEST:
            (far,) = struct.unpack_from(f"{order}L", tiff, place + 8)
            at = far if length > 4 else place + 8
            text = tiff[at : at + length].rstrip(b"\x00")
            if _is_time(text):
                yield tag, text


def _is_time(text: bytes) -> bool:
    # 2026:11:24 10:00:00 or +09:00, and nothing that merely stands in its place.
    return bool(text) and all(char in b"0123456789:+- " for char in text)


def _written(kept: Kept) -> bytes:
    picture = [tag for tag in OF_PICTURE if tag in kept]
    taking = [tag for tag in OF_TAKING if tag in kept]
    first = 8
    size = 2 + 12 * (len(picture) + bool(taking)) + 4
    values_at = first + size
    entries, values = _directory(kept, picture, values_at)
    if not taking:
        return _block(entries, values)
    sub_at = values_at + len(values)
    entries.append(struct.pack(">HHLL", SUB_DIRECTORY, LONG, 1, sub_at))
    sub_entries, sub_values = _directory(kept, taking, sub_at + 2 + 12 * len(taking) + 4)
    return _block(entries, values) + _listed(sub_entries) + sub_values


def _directory(kept: Kept, tags: list[int], values_at: int) -> tuple[list[bytes], bytes]:
    entries, values = [], b""
    for tag in tags:
        value = kept[tag]
        if isinstance(value, int):
            entries.append(struct.pack(">HHLHH", tag, SHORT, 1, value, 0))
            continue
        text = value + b"\x00"
        entries.append(struct.pack(">HHLL", tag, ASCII, len(text), values_at + len(values)))
        # Offsets are even.
        values += text.ljust(len(text) + len(text) % 2, b"\x00")
    return entries, values


def _listed(entries: list[bytes]) -> bytes:
    return struct.pack(">H", len(entries)) + b"".join(entries) + bytes(4)


def _block(entries: list[bytes], values: bytes) -> bytes:
    return b"MM\x00\x2a" + struct.pack(">L", 8) + _listed(entries) + values
