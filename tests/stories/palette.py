"""Pictures made small: the same PNG with at most 256 colours, in the standard library alone."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST = 256


def reduced(png: bytes) -> bytes:
    """A screenshot (8 bits a channel, not interlaced) with its 256 most frequent colours; each
    other pixel takes the nearest of them. Raises ValueError for another kind of PNG."""
    width, height, pixels = _pixels(png)
    counts = Counter(pixels)
    colours = [colour for colour, _ in counts.most_common(MOST)]
    places = {colour: place for place, colour in enumerate(colours)}
    for colour in counts:
        if colour not in places:
            places[colour] = _nearest(colour, colours)
    body = bytes(places[each] for each in pixels)
    lines = b"".join(b"\0" + body[start : start + width] for start in range(0, len(body), width))
    return b"".join(
        (
            SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", b"".join(colours)),
            _chunk(b"IDAT", zlib.compress(lines, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _nearest(colour: bytes, colours: list[bytes]) -> int:
    red, green, blue = colour
    return min(
        range(len(colours)),
        key=lambda place: (
            (colours[place][0] - red) ** 2
            + (colours[place][1] - green) ** 2
            + (colours[place][2] - blue) ** 2
        ),
    )


def _pixels(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height, and each pixel as three bytes."""
    chunks = list(_chunks(png))
    width, height, depth, kind, *ways = struct.unpack(">IIBBBBB", chunks[0][1])
    if depth != 8 or kind not in (2, 6) or any(ways):
        raise ValueError(f"colour type {kind}, {depth} bits: not a screenshot of Chromium")
    size = {2: 3, 6: 4}[kind]
    raw = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    length, above, pixels = width * size, bytearray(width * size), []
    for start in range(0, len(raw), length + 1):
        line = bytearray(raw[start + 1 : start + 1 + length])
        _unfilter(raw[start], line, above, size)
        pixels += [bytes(line[place : place + 3]) for place in range(0, length, size)]
        above = line
    return width, height, pixels


def _unfilter(how: int, line: bytearray, above: bytearray, size: int) -> None:
    """Undo what the writer of the line did to make it pack well, in place."""
    for place in range(len(line)):
        left = line[place - size] if place >= size else 0
        corner = above[place - size] if place >= size else 0
        guess = (0, left, above[place], (left + above[place]) // 2, 0)[how]
        if how == 4:
            guess = _paeth(left, above[place], corner)
        line[place] = (line[place] + guess) & 255


def _paeth(left: int, up: int, corner: int) -> int:
    aim = left + up - corner
    return min((left, up, corner), key=lambda each: abs(aim - each))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(SIGNATURE):
        raise ValueError("no PNG")
    place = len(SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += length + 12


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
