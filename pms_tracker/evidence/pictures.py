"""Pictures taken apart and put together again: what is not the picture itself stays behind.

Read by structure, not by a decoder: nothing that somebody sent is unpacked into pixels. Each
function gives the picture without position, comments and whatever was hung on to its end; it raises
ValueError for what only looks like a picture.
"""

import re
import struct
import zlib
from collections.abc import Iterator

from pms_tracker.evidence import exif

MOST_PIXELS = 200_000_000
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_EXIF = b"Exif\x00\x00"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_COLOURS = b"ICC_PROFILE\x00"
# JFIF and Adobe say how colours are meant; tables, frames, scans are the picture.
_JPEG_KEPT = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDC, 0xDD, 0xDA, 0xE0, 0xEE}
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB"}
    | {b"bKGD", b"hIST", b"pHYs", b"sPLT", b"cICP"}
)
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# Adam7: first column and row, and the steps between, of each pass.
_PASSES = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)


def _demand(condition: object) -> None:
    if not condition:
        raise ValueError("not the picture it looks like")


def jpeg(content: bytes) -> bytes:
    """A JPEG from its first marker to its end; a film or second picture behind it is cut off."""
    made, tiff, sizes, scans = [], b"", 0, 0
    for marker, segment, scan in _segments(content):
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", segment, 5)
            _demand(0 < height * width <= MOST_PIXELS)
            sizes += 1
        if marker == 0xDA:
            _demand(sizes and len(scan) > 1)
            scans += 1
        if marker == 0xE1 and segment[4:].startswith(_EXIF):
            tiff = tiff or segment[4 + len(_EXIF) :]
        colours = marker == 0xE2 and segment[4:].startswith(_COLOURS)
        if marker in _JPEG_KEPT or colours:
            made.append(segment + scan)
    _demand(scans)
    kept = exif.rewritten(tiff)
    if kept:
        body = _EXIF + kept
        # JFIF, where there is one, stays first.
        at = 1 if made[0][1] == 0xE0 else 0
        made.insert(at, b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body)
    return b"\xff\xd8" + b"".join(made) + b"\xff\xd9"


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, the whole segment, and the scan that follows it, up to the end marker."""
    at = 2
    while True:
        _demand(content[at : at + 1] == b"\xff" and at + 2 <= len(content))
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            return
        _demand(0xC0 <= marker <= 0xFE and not 0xD0 <= marker <= 0xD8 and at + 4 <= len(content))
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        _demand(length >= 2 and end <= len(content))
        segment, scan = content[at:end], b""
        if marker == 0xDA:
            after = _NEXT_MARKER.search(content, end)
            if after is None:
                raise ValueError("a scan without its end")
            scan, end = content[end : after.start()], after.start()
        yield marker, segment, scan
        at = end


def png(content: bytes) -> bytes:
    """A PNG whose every chunk is whole and whose rows are all there."""
    made: list[bytes] = []
    tiff, size, rows = b"", 0, 0
    unpacked = zlib.decompressobj()
    for kind, body in _chunks(content):
        _demand((kind == b"IHDR") == (not size))
        size = size or _png_size(body)
        if kind == b"IDAT":
            rows += _length(unpacked, body, size - rows)
        if kind == b"eXIf":
            tiff = body
        if kind in _PNG_KEPT:
            made.append(_chunk(kind, body))
    _demand(unpacked.eof and rows == size)
    kept = exif.rewritten(tiff)
    if kept:
        made.insert(1, _chunk(b"eXIf", kept))
    return content[:8] + b"".join(made)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, kind = 8, b""
    while kind != b"IEND":
        _demand(at + 12 <= len(content))
        (length,) = struct.unpack_from(">L", content, at)
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        check = content[at + 8 + length : at + 12 + length]
        _demand(check == struct.pack(">L", zlib.crc32(kind + body)))
        yield kind, body
        at += 12 + length


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))


def _length(unpacked: "zlib._Decompress", body: bytes, most: int) -> int:
    # A little at a time, so that a bomb goes off in a small room.
    found = 0
    try:
        while body and not unpacked.eof:
            found += len(unpacked.decompress(body, 1 << 20))
            _demand(found <= most)
            body = unpacked.unconsumed_tail
    except zlib.error as trouble:
        raise ValueError("rows that cannot be unpacked") from trouble
    return found


def _png_size(header: bytes) -> int:
    _demand(len(header) == 13)
    width, height, depth, colour, _, _, interlaced = struct.unpack(">LLBBBBB", header)
    _demand(0 < width * height <= MOST_PIXELS and colour in _SAMPLES)
    bits = depth * _SAMPLES[colour]
    if not interlaced:
        return _rows(width, height, bits)
    parts = ((-((x - width) // across), -((y - height) // down)) for x, y, across, down in _PASSES)
    return sum(_rows(wide, high, bits) for wide, high in parts if wide > 0)


def _rows(width: int, height: int, bits: int) -> int:
    return height * (1 + (width * bits + 7) // 8)
