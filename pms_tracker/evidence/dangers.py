"""What would act by itself once somebody opens it: PDFs that run something, packages in packages.

Looked for in bytes; nothing is run, and little is unpacked.
"""

import re
import zlib
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from pms_tracker.sheets.packages import Package, Unreadable

# Names of what acts or is carried along in a PDF (ISO 32000): actions, and embedded files.
ACTIVE = ("JavaScript", "Launch", "RichMedia", "GoToE", "ImportData")
CARRIED = ("EmbeddedFile", "EmbeddedFiles")
# Streams of objects, which hide names from whoever reads bytes; unpacked up to here together.
MOST_UNPACKED = 64 * 1024 * 1024
# A writer puts a hundred objects or more into each.
MOST_STREAMS = 20_000
# How long the dictionary before a stream of objects may be; writers need a few hundred bytes.
_DICTIONARY = 2_000
# As much of a stream is handed over at once.
_PIECE = 64 * 1024

ARCHIVES = frozenset(
    {".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst", ".lzh", ".cab", ".iso"}
    | {".img", ".vhd", ".vhdx", ".arj", ".ace"}
)
_ARCHIVE_BEGINNINGS = (
    b"PK\x03\x04",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"MSCF",
)
# What a package may unpack to; a day's photos have a tenth.
MOST_PACKED_BYTES = 2 * 1024**3


def _name(word: str) -> str:
    """A name as a PDF may spell it: any of its letters as #4A."""
    return "".join(f"(?:{each}|#{ord(each):02x}|#{ord(each):02X})" for each in word)


def _any_of(words: Collection[str]) -> re.Pattern[bytes]:
    return re.compile(f"/(?:{'|'.join(map(_name, words))})(?![A-Za-z0-9#])".encode())


_ACTIVE, _CARRIED, _OBJECTS = _any_of(ACTIVE), _any_of(CARRIED), _any_of(["ObjStm"])
_STREAM = re.compile(rb"stream\r?\n")


def of_pdf(content: bytes) -> str | None:
    """Why a PDF is refused, by the key of its sentence; None where nothing is found.

    What is encrypted cannot be looked into. Raises ValueError for objects that unpack beyond
    measure.
    """
    for part in (content, *_objects(content)):
        if _ACTIVE.search(part):
            return "file_pdf_active"
        if _CARRIED.search(part):
            return "file_pdf_carries"
    return None


def _objects(content: bytes) -> Iterator[bytes]:
    left, to_read = MOST_UNPACKED, len(content)
    for count, start in enumerate(_streams(content)):
        if count == MOST_STREAMS:
            raise ValueError("more streams of objects than anybody writes")
        part, read = _unpacked(memoryview(content)[start:], left)
        left, to_read = left - len(part), to_read - read
        # Streams that lie one after the other are no longer together than the file.
        if to_read < 0:
            raise ValueError("streams lie within one another")
        yield part


def _streams(content: bytes) -> Iterator[int]:
    """Where streams of objects begin, each once: found in one way through the file, however often
    it says that there is one."""
    streams = _STREAM.finditer(content)
    stream, last = next(streams, None), 0
    for found in _OBJECTS.finditer(content):
        while stream is not None and stream.start() < found.end():
            stream = next(streams, None)
        if stream is None:
            return
        if stream.end() <= found.end() + _DICTIONARY and stream.end() != last:
            last = stream.end()
            yield last


def _unpacked(content: memoryview, most: int) -> tuple[bytes, int]:
    """What a stream unpacks to, and how many bytes of it were read; read in pieces that grow, since
    all that is handed over is copied, whatever of it belongs to the stream.

    What is encrypted, or not packed, unpacks to nothing: of the latter all names lie open. Raises
    ValueError for more than `most` bytes.
    """
    unpacking, pieces, at, size = zlib.decompressobj(), [], 0, 1024
    try:
        while at < len(content) and not unpacking.eof:
            pieces.append(unpacking.decompress(content[at : at + size], most + 1))
            most -= len(pieces[-1])
            if most < 0:
                raise ValueError("unpacks beyond measure")
            at, size = at + size, min(2 * size, _PIECE)
    except zlib.error:
        return b"", at
    return b"".join(pieces), min(at, len(content)) - len(unpacking.unused_data)


def of_package(packed: Package, own: Collection[str]) -> bool:
    """Whether a package holds another one, or unpacks beyond measure; `own` are the endings of
    office documents, which are packages as well. What cannot be looked into, as what is encrypted,
    is told by its name alone."""
    parts = packed.parts
    if sum(part.file_size for part in parts) > MOST_PACKED_BYTES:
        return True
    for part in parts:
        ending = PurePosixPath(part.filename.replace("\\", "/")).suffix.lower()
        if ending in ARCHIVES:
            return True
        if ending in own:
            continue
        try:
            begins = next(packed.chunks(part, 8), b"")
        except Unreadable:
            continue
        if begins.startswith(_ARCHIVE_BEGINNINGS):
            return True
    return False
