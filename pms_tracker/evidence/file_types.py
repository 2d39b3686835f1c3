"""What a file is, by its content: told by how it begins, and held against its ending."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from pms_tracker.evidence import animations, boxes, dangers, pictures
from pms_tracker.kernel.errors import BadInput
from pms_tracker.sheets.packages import Package, Unreadable


@dataclass(frozen=True)
class Kind:
    """A type of file: its endings, and what is kept of its content.

    `kept` raises ValueError for what only looks like it.
    """

    media_type: str
    endings: tuple[str, ...]
    kept: Callable[[bytes], bytes] = bytes


PDF = Kind("application/pdf", (".pdf",))
PNG = Kind("image/png", (".png",), pictures.png)
JPEG = Kind("image/jpeg", (".jpg", ".jpeg"), pictures.jpeg)
GIF = Kind("image/gif", (".gif",), animations.gif)
WEBP = Kind("image/webp", (".webp",), animations.webp)
HEIC = Kind("image/heic", (".heic", ".heif"), boxes.photo)
MP4 = Kind("video/mp4", (".mp4",), boxes.film)
M4A = Kind("audio/mp4", (".m4a",), boxes.film)

BEGINNINGS: tuple[tuple[bytes, tuple[Kind, ...]], ...] = (
    (b"%PDF-", (PDF,)),
    (b"\x89PNG\r\n\x1a\n", (PNG,)),
    (b"\xff\xd8\xff", (JPEG,)),
    (b"GIF8", (GIF,)),
    (b"RIFF", (WEBP,)),
)
OFFICE = "application/vnd.openxmlformats-officedocument"
# What a package holds by which it is known (ISO/IEC 29500).
PACKAGES = {
    ".xlsx": (f"{OFFICE}.spreadsheetml.sheet", "xl/workbook.xml"),
    ".docx": (f"{OFFICE}.wordprocessingml.document", "word/document.xml"),
    ".pptx": (f"{OFFICE}.presentationml.presentation", "ppt/presentation.xml"),
}
TEXT_ENDINGS = (".txt", ".csv", ".md", ".eml")
# A page, a drawing or a program, whatever ending it was given.
NO_TEXT = ("<!doctype", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<?php", "#!", "mz")
# Nothing of this kind is proof of anything, packed or not.
PROGRAMS = frozenset(
    {".exe", ".dll", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jse", ".wsf", ".hta"}
    | {".scr", ".msi", ".jar", ".lnk", ".htm", ".html", ".svg", ".sh", ".app"}
)
MOST_PACKED = 10_000
# Other writing than tabs and line breaks; letters in ISO-2022-JP shift by ESC.
CONTROLS = frozenset(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1B}


def examined(name: str, content: bytes) -> tuple[bytes, str]:
    """What is kept of a file's content, and the type that content and ending agree on.

    Raises BadInput where they do not agree, or the file is broken or of no type we take.
    """
    ending = PurePosixPath(name).suffix.lower()
    kinds = _begins(content)
    if kinds:
        kind = next((each for each in kinds if ending in each.endings), None)
        if kind is None:
            raise BadInput("file_disguised", name=name)
        try:
            if kind is PDF:
                _check_pdf(name, content)
            return kind.kept(content), kind.media_type
        except (ValueError, IndexError, struct.error) as trouble:
            raise BadInput("file_broken", name=name) from trouble
    if content.startswith(b"PK\x03\x04"):
        return content, _package(name, content, ending)
    if ending in TEXT_ENDINGS and _reads_as_text(content):
        return content, "text/plain"
    raise BadInput("file_type_unknown", name=name)


def _check_pdf(name: str, content: bytes) -> None:
    refusal = dangers.of_pdf(content)
    if refusal is not None:
        raise BadInput(refusal, name=name)


def _begins(content: bytes) -> tuple[Kind, ...]:
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        return (HEIC,) if brand in boxes.PHOTOS else (MP4, M4A) if brand in boxes.FILMS else ()
    found = (kinds for beginning, kinds in BEGINNINGS if content.startswith(beginning))
    return next(found, ())


def _package(name: str, content: bytes, ending: str) -> str:
    """The type of what is packed, by the names in its list; of a ZIP also how each file begins."""
    if ending not in (*PACKAGES, ".zip"):
        raise BadInput("file_disguised", name=name)
    try:
        packed = Package(content)
        names = packed.names
        nested = ending == ".zip" and len(names) <= MOST_PACKED and _holds_packages(packed)
    except Unreadable as trouble:
        raise BadInput("file_broken", name=name) from trouble
    endings = {PurePosixPath(each.replace("\\", "/")).suffix.lower() for each in names}
    if endings & PROGRAMS or len(names) > MOST_PACKED:
        raise BadInput("file_holds_programs", name=name)
    if nested:
        raise BadInput("file_holds_packages", name=name)
    if ending == ".zip":
        return "application/zip"
    media_type, part = PACKAGES[ending]
    # With macros it is another type, under an ending of its own.
    macros = any(each.lower().endswith("vbaproject.bin") for each in names)
    if macros or not {"[Content_Types].xml", part} <= set(names):
        raise BadInput("file_disguised", name=name)
    return media_type


def _holds_packages(packed: Package) -> bool:
    return dangers.of_package(packed, PACKAGES.keys())


def _reads_as_text(content: bytes) -> bool:
    if CONTROLS & set(content):
        return False
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not text.lstrip().lower().startswith(NO_TEXT)
    return False
