"""One archive with the same bytes whenever it is made of the same files: names in order, no days.

A workbook is an archive itself, whose parts say when it was made; these words are taken out.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# The first day that the format knows.
EPOCH = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16
UNIX = 3
CORE = "docProps/core.xml"
_MADE = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def packed(files: Mapping[str, bytes]) -> bytes:
    """An archive of files by name."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name in sorted(files):
            part = ZipInfo(name, EPOCH)
            part.compress_type, part.external_attr = ZIP_DEFLATED, READABLE
            part.create_system = UNIX
            archive.writestr(part, files[name], compresslevel=9)
    return made.getvalue()


def workbook(content: bytes) -> bytes:
    """A workbook that does not say when it was made."""
    with ZipFile(BytesIO(content)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    parts[CORE] = _MADE.sub(b"", parts[CORE])
    return packed(parts)


def digests(files: Mapping[str, bytes]) -> bytes:
    """The digests of files, as `sha256sum -c` reads them."""
    lines = (f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()
