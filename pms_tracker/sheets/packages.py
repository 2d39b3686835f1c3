"""Packages (ZIP) that come from outside, as workbooks, documents and evidence do: opened so that
whatever is wrong with one is said in one way.

A package says itself where its parts lie, how large they are and how they are packed, and a reader
that believes it fails with any of a dozen exceptions, or unpacks hundreds of megabytes to look at
eight bytes.
"""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

# As Office packs. What is packed otherwise is unpacked by 4 kB, which may be 80 MB, not by limits.
WAYS = frozenset({ZIP_STORED, ZIP_DEFLATED})
CHUNK = 64 * 1024
_FAULTS = (
    *(BadZipFile, NotImplementedError, RuntimeError, ValueError, OverflowError),
    *(OSError, EOFError, struct.error, zlib.error),
)


class Unreadable(Exception):
    """No package, a broken one, or a part of it that is locked or packed in another way."""


@contextmanager
def _told_so() -> Iterator[None]:
    try:
        yield
    except _FAULTS as broken:
        raise Unreadable from broken


class Package:
    """A package by its bytes. Raises Unreadable, as all that is asked of it does."""

    def __init__(self, content: bytes) -> None:
        with _told_so():
            self._packed = ZipFile(BytesIO(content))

    @property
    def parts(self) -> list[ZipInfo]:
        return self._packed.infolist()

    @property
    def names(self) -> list[str]:
        return self._packed.namelist()

    def chunks(self, part: ZipInfo | str, size: int = CHUNK) -> Iterator[bytes]:
        """What a part holds, unpacked piece by piece as it is read on."""
        with _told_so():
            info = self._packed.getinfo(part) if isinstance(part, str) else part
            if info.compress_type not in WAYS:
                raise NotImplementedError(info.compress_type)
            file = self._packed.open(info)
        while piece := _read(file, size):
            yield piece

    def read(self, name: str, most: int) -> bytes:
        """What the part of a name holds, of more than `most` bytes so many and one."""
        return next(self.chunks(name, most + 1), b"")


def _read(file: IO[bytes], size: int) -> bytes:
    with _told_so():
        return file.read(size)
