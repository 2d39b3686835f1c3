"""GIF and WebP taken apart and put together again, as `pictures` does with JPEG and PNG."""

import struct
from collections.abc import Iterator

from pms_tracker.evidence import exif

_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_HAS_EXIF, _HAS_XMP = 0x08, 0x04


def _demand(condition: object) -> None:
    if not condition:
        raise ValueError("not the picture it looks like")


def gif(content: bytes) -> bytes:
    """A GIF up to its trailer, without comments and notes of programs."""
    _demand(len(content) > 13 and content[:6] in (b"GIF87a", b"GIF89a"))
    width, height, flags = struct.unpack_from("<HHB", content, 6)
    _demand(width and height)
    at = 13 + _colours(flags)
    made, images = [content[:at]], 0
    while True:
        _demand(at < len(content))
        kind = content[at]
        if kind == 0x3B:
            _demand(images)
            return b"".join(made) + b"\x3b"
        start = at
        if kind == 0x2C:
            _demand(at + 11 <= len(content))
            at = _after_blocks(content, at + 11 + _colours(content[at + 9]))
            images += 1
            keeps = True
        else:
            _demand(kind == 0x21 and at + 2 < len(content))
            label, name = content[at + 1], content[at + 3 : at + 14]
            at = _after_blocks(content, at + 2)
            keeps = label == 0xF9 or (label == 0xFF and name in _LOOPS)
        if keeps:
            made.append(content[start:at])


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(content: bytes, at: int) -> int:
    while True:
        _demand(at < len(content))
        size = content[at]
        at += 1 + size
        if not size:
            return at


def webp(content: bytes) -> bytes:
    """A WebP without position and notes of programs."""
    _demand(content[:4] == b"RIFF" and content[8:12] == b"WEBP")
    (size,) = struct.unpack_from("<L", content, 4)
    _demand(size + 8 <= len(content))
    found = list(_parts(content, size + 8))
    tiff = next((body for kind, body in found if kind == b"EXIF"), b"")
    kept = exif.rewritten(tiff.removeprefix(b"Exif\x00\x00"))
    made, frames = [], 0
    for kind, body in found:
        frames += kind == b"ANMF" or (kind in (b"VP8 ", b"VP8L") and _is_frame(kind, body))
        if kind == b"VP8X":
            _demand(len(body) == 10)
            flags = body[0] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if kept else 0)
            made.append(_part(kind, bytes([flags]) + body[1:]))
        elif kind in _WEBP_KEPT:
            made.append(_part(kind, body))
    _demand(frames)
    # Only the extended format has a place for more than the picture.
    if kept and made[0].startswith(b"VP8X"):
        made.append(_part(b"EXIF", kept))
    whole = b"WEBP" + b"".join(made)
    return b"RIFF" + struct.pack("<L", len(whole)) + whole


def _parts(content: bytes, end: int) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at < end:
        _demand(at + 8 <= end)
        (size,) = struct.unpack_from("<L", content, at + 4)
        _demand(at + 8 + size <= end)
        yield content[at : at + 4], content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _part(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<L", len(body)) + body + bytes(len(body) % 2)


def _is_frame(kind: bytes, body: bytes) -> bool:
    _demand(len(body) > 10)
    if kind == b"VP8L":
        _demand(body[0] == 0x2F)
        return True
    width, height = struct.unpack_from("<HH", body, 6)
    _demand(body[3:6] == b"\x9d\x01\x2a" and width & 0x3FFF and height & 0x3FFF)
    return True
