"""The letters that papers can show: what no font of theirs holds is printed as 〓, as printers
have always marked a letter that they lack."""

import struct
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import manimgx_fonts
import noto_cjk_sans_jp_bold
import pylopdf_fonts_jp

FOLDERS = (
    Path(pylopdf_fonts_jp.sans_path()).parent,
    Path(str(noto_cjk_sans_jp_bold.FONT_PATH)).parent,
    Path(str(manimgx_fonts.__file__)).parent,
)
LACKING = "〓"
# Marks between letters and beside them, which no font needs to hold: joiners, directions, variants.
UNSEEN = (
    *(range(0xAD, 0xAE), range(0x200B, 0x2010), range(0x202A, 0x202F), range(0x2060, 0x2065)),
    *(range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)),
)
# Where a font says which letters it holds: by platform and encoding, all of Unicode.
UNICODE = {(0, 4), (0, 6), (3, 10), (0, 3), (3, 1)}


def shown(told: object) -> object:
    """What a paper is told, as it can show it; a mark that steers a machine is left out."""
    if isinstance(told, str):
        instead = {ord(each): _instead(each) for each in set(told) if not _is_shown(each)}
        return told.translate(instead) if instead else told
    if isinstance(told, Mapping):
        return {name: shown(each) for name, each in told.items()}
    return [shown(each) for each in told] if isinstance(told, list | tuple) else told


def _instead(letter: str) -> str:
    return "" if unicodedata.category(letter) in {"Cc", "Cf"} else LACKING


@cache
def _is_shown(letter: str) -> bool:
    kind, code = unicodedata.category(letter), ord(letter)
    if kind in {"Cc", "Co"} or letter == "\ufeff":
        return letter in "\n\t"
    return code in letters() or any(code in each for each in UNSEEN)


@cache
def letters() -> frozenset[int]:
    """All that the fonts hold, read from them once."""
    files = [file for folder in FOLDERS for file in folder.iterdir() if file.suffix in _KINDS]
    return frozenset(code for file in files for code in _held(file.read_bytes()))


_KINDS = {".otf", ".ttf"}


def _held(font: bytes) -> Iterator[int]:
    """The letters that one font holds (OpenType `cmap`, formats 4 and 12)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    heads = [struct.unpack_from(">4sLLL", font, 12 + 16 * each) for each in range(tables)]
    at = next(place for tag, _sum, place, _length in heads if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, at + 2)
    for each in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", font, at + 4 + 8 * each)
        if (platform, encoding) in UNICODE:
            (kind,) = struct.unpack_from(">H", font, at + offset)
            yield from _READ[kind](font, at + offset) if kind in _READ else ()


def _short(font: bytes, at: int) -> Iterator[int]:
    (twice,) = struct.unpack_from(">H", font, at + 6)
    lasts = struct.unpack_from(f">{twice // 2}H", font, at + 14)
    firsts = struct.unpack_from(f">{twice // 2}H", font, at + 16 + twice)
    for first, last in zip(firsts, lasts, strict=True):
        yield from range(first, last + 1)


def _long(font: bytes, at: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">L", font, at + 12)
    for each in range(groups):
        first, last, _glyph = struct.unpack_from(">LLL", font, at + 16 + 12 * each)
        yield from range(first, last + 1)


_READ = {4: _short, 12: _long}
