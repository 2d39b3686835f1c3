"""Small true files of every type that is taken, with a position where a phone would write one."""

import io
import struct
import zlib
from zipfile import ZipFile

# A position as phones write it: a directory of its own that IFD0 points to.
LATITUDE = struct.pack(">6L", 36, 1, 13, 1, 59, 1)
WHERE = b"36deg13min59sec N"
XMP = b"<x:xmpmeta><exif:GPSLatitude>36,13.59N</exif:GPSLatitude></x:xmpmeta>"
TAKEN = b"2026:11:24 10:15:00\x00"


def tiff(orientation: int = 6, order: str = ">", *, taken: bool = True) -> bytes:
    """An EXIF block: orientation, when and where it was taken, and who owns the camera."""
    entries = [(0x0112, 3, 1, struct.pack(f"{order}HH", orientation, 0))]
    owner_at, sub_at = 200, 300
    entries.append((0x013B, 2, 9, struct.pack(f"{order}L", owner_at)))
    if taken:
        entries.append((0x8769, 4, 1, struct.pack(f"{order}L", sub_at)))
    entries.append((0x8825, 4, 1, struct.pack(f"{order}L", 400)))
    made = bytearray(600)
    made[0:8] = (b"MM" if order == ">" else b"II") + struct.pack(f"{order}HL", 42, 8)
    _lay(made, 8, entries, order)
    made[owner_at : owner_at + 9] = b"Hara Dai\x00"
    sub = [
        (0x9003, 2, 20, struct.pack(f"{order}L", 350)),
        (0x927C, 7, len(WHERE), struct.pack(f"{order}L", 500)),
    ]
    _lay(made, sub_at, sub, order)
    made[350:370] = TAKEN
    _lay(made, 400, [(0x0002, 5, 3, struct.pack(f"{order}L", 450))], order)
    made[450:474] = LATITUDE
    made[500 : 500 + len(WHERE)] = WHERE
    return bytes(made)


def _lay(made: bytearray, at: int, entries: list[tuple[int, int, int, bytes]], order: str) -> None:
    packed = struct.pack(f"{order}H", len(entries))
    for tag, kind, count, value in entries:
        packed += struct.pack(f"{order}HHL", tag, kind, count) + value.ljust(4, b"\x00")
    made[at : at + len(packed) + 4] = packed + bytes(4)


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


FRAME = segment(0xC0, struct.pack(">BHHB", 8, 3, 4, 1) + b"\x01\x11\x00")
TABLES = segment(0xDB, bytes(65)) + segment(0xC4, bytes(29))
SCAN = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"


def jpeg(exif: bytes | None = None, *, behind: bytes = b"") -> bytes:
    """A JPEG as a camera writes it: with EXIF, XMP and a comment, perhaps a film behind it."""
    about = b"" if exif is None else segment(0xE1, b"Exif\x00\x00" + exif)
    about += segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + XMP) + segment(0xFE, WHERE)
    start = b"\xff\xd8" + segment(0xE0, b"JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00")
    colours = segment(0xE2, b"ICC_PROFILE\x00\x01\x01colours") + segment(0xE2, b"MPF\x00" + WHERE)
    return start + about + colours + TABLES + FRAME + SCAN + b"\xff\xd9" + behind


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))


def png(
    exif: bytes | None = None,
    *,
    size: tuple[int, int] = (5, 3),
    interlaced: bool = False,
    rows: bytes | None = None,
    behind: bytes = b"",
) -> bytes:
    """A grey PNG of one byte a pixel, with EXIF and a comment."""
    width, height = size
    header = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, interlaced)
    about = b"" if exif is None else chunk(b"eXIf", exif)
    about += chunk(b"tEXt", b"Comment\x00" + WHERE) + chunk(b"iTXt", b"XML:com.adobe.xmp" + XMP)
    packed = zlib.compress(bytes(height * (width + 1)) if rows is None else rows)
    parts = (
        chunk(b"IHDR", header),
        chunk(b"pHYs", bytes(9)),
        about,
        chunk(b"IDAT", packed[:4]),
        chunk(b"IDAT", packed[4:]),
        chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + behind


def gif(*, behind: bytes = b"") -> bytes:
    """A GIF that moves, with a comment."""
    start = b"GIF89a" + struct.pack("<HHBBB", 2, 2, 0x80, 0, 0) + bytes(6)
    loops = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    comment = b"\x21\xfe" + bytes([len(WHERE)]) + WHERE + b"\x00"
    notes = b"\x21\xff\x0bXMP DataXMP" + bytes([len(XMP)]) + XMP + b"\x00"
    image = b"\x21\xf9\x04\x00\x0a\x00\x00\x00" + b"\x2c" + struct.pack("<HHHHB", 0, 0, 2, 2, 0)
    return start + loops + comment + notes + image + b"\x02\x02\x44\x01\x00" + b"\x3b" + behind


def part(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<L", len(body)) + body + bytes(len(body) % 2)


VP8 = part(b"VP8 ", b"\x30\x01\x00\x9d\x01\x2a" + struct.pack("<HH", 2, 2) + b"picture")
VP8L = part(b"VP8L", b"\x2f" + bytes(11))


def webp(exif: bytes | None = None, *, frame: bytes = VP8, behind: bytes = b"") -> bytes:
    """A WebP, in the extended format where it has EXIF."""
    whole = b"WEBP"
    if exif is not None:
        whole += part(b"VP8X", b"\x0c" + bytes(9)) + frame
        whole += part(b"EXIF", exif) + part(b"XMP ", XMP)
    else:
        whole += frame
    return b"RIFF" + struct.pack("<L", len(whole)) + whole + behind


def box(kind: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">L4s", len(body) + 8, kind) + body


def heic(
    exif: bytes, *, version: int = 1, inside: bool = False, method: int | None = None
) -> bytes:
    """A photo of a phone; EXIF and XMP lie in `mdat`, or in `idat` where they are `inside`."""
    items = ((1, b"Exif", struct.pack(">L", 6) + b"Exif\x00\x00" + exif), (2, b"mime", XMP))
    items += ((3, b"hvc1", b"picture"),)
    head = box(b"ftyp", b"heic" + bytes(4) + b"mif1heic")
    infos = [
        box(b"infe", b"\x02\x00\x00\x00" + struct.pack(">HH4s", number, 0, kind) + b"\x00")
        for number, kind, _ in items
    ]
    info = box(b"iinf", b"\x00\x00\x00\x00" + struct.pack(">H", len(items)), *infos)

    def meta(places: list[tuple[int, int]], data: bytes) -> bytes:
        wide = ">L" if version == 2 else ">H"
        told = bytes([version, 0, 0, 0]) + b"\x44\x00" + struct.pack(wide, len(items))
        for (number, _kind, _body), (at, length) in zip(items, places, strict=True):
            told += struct.pack(wide, number)
            if version:
                told += struct.pack(">H", (1 if inside else 0) if method is None else method)
            told += struct.pack(">HH", 0, 1) + struct.pack(">LL", at, length)
        stored = (box(b"idat", data),) if inside else ()
        return box(b"meta", bytes(4), box(b"hdlr", bytes(20)), info, box(b"iloc", told), *stored)

    bodies = [body for _number, _kind, body in items]
    data = b"".join(bodies)
    lengths = [len(each) for each in bodies]
    size = len(head) + len(meta([(0, 0)] * len(items), data)) + 8
    start = 0 if inside else size
    # An offset of nothing means nowhere; what lies inside is counted from a padding byte on.
    if inside:
        data, start = b"\x00" + data, 1
    at = [start + sum(lengths[:number]) for number in range(len(lengths))]
    found = meta(list(zip(at, lengths, strict=True)), data)
    return head + found + box(b"mdat", b"picture" if inside else data)


def mp4(brand: bytes = b"isom") -> bytes:
    """A film that says where it was taken, for all of it and for one track."""
    place = box(b"udta", box(b"\xa9xyz", WHERE))
    track = box(b"trak", box(b"tkhd", bytes(20)), place)
    notes = box(b"meta", bytes(4), box(b"ilst", WHERE))
    return (
        box(b"ftyp", brand + bytes(4) + b"isommp42")
        + box(b"moov", box(b"mvhd", bytes(20)), track, place, notes)
        + box(b"uuid", WHERE)
        + box(b"mdat", b"sound and pictures")
    )


def packed(*names: str) -> bytes:
    """A zip with files of these names."""
    held = io.BytesIO()
    with ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, b"content")
    return held.getvalue()


XLSX = packed("[Content_Types].xml", "xl/workbook.xml")
DOCX = packed("[Content_Types].xml", "word/document.xml")
PPTX = packed("[Content_Types].xml", "ppt/presentation.xml")
PDF = b"%PDF-1.7\n..."
