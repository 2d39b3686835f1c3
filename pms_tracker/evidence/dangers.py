"""What would act by itself once somebody opens it: PDFs that run something, packages in packages.

Looked for in bytes; nothing is run, and little is unpacked.
"""

import re
import zlib
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

# Names of what acts or is carried along in a PDF (ISO 32000): actions, and embedded files.
ACTIVE = ("JavaScript", "Launch", "RichMedia", "GoToE", "ImportData")
CARRIED = ("EmbeddedFile", "EmbeddedFiles")
# Streams of objects, which hide names from whoever reads bytes; unpacked up to here together.
MOST_UNPACKED = 64 * 1024 * 1024
# How long the dictionary before a stream of objects may be; writers need a few hundred bytes.
_DICTIONARY = 2_000

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
    left = MOST_UNPACKED
    for found in _OBJECTS.finditer(content):
        stream = _STREAM.search(content, found.end(), found.end() + _DICTIONARY)
        if stream is None:
            continue
        unpacking = zlib.decompressobj()
        try:
            part = unpacking.decompress(content[stream.end() :], left)
        except zlib.error:
            # Encrypted, or not packed: then its names lie open.
            continue
        if unpacking.unconsumed_tail and not unpacking.eof:
            raise ValueError("unpacks beyond measure")
        left = max(1, left - len(part))
        yield part


def of_package(packed: ZipFile, own: Collection[str]) -> bool:
    """Whether a package holds another one, or unpacks beyond measure; `own` are the endings of
    office documents, which are packages as well. What is encrypted is told by its name alone."""
    parts = packed.infolist()
    if sum(part.file_size for part in parts) > MOST_PACKED_BYTES:
        return True
    for part in parts:
        ending = PurePosixPath(part.filename.replace("\\", "/")).suffix.lower()
        if ending in ARCHIVES:
            return True
        if ending in own or part.flag_bits & 1:
            continue
        try:
            with packed.open(part) as file:
                begins = file.read(8)
        except (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
            continue
        if begins.startswith(_ARCHIVE_BEGINNINGS):
            return True
    return False
