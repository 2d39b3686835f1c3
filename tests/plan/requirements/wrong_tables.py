"""Files that are no table: each with the sentence that refuses it wherever tables are read."""

from collections.abc import Callable, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from pms_tracker.sheets import limits, tables
from tests.evidence.samples import png

TABLE: list[list[object]] = [
    ["番号", "題名", "内容", "対応"],
    ["J.6.2", "内部監査", "年1回以上、\n必要なとき", "POL-001 3(3)"],
    [None, None, None, None],
    ["Ｊ.７.１", " 不適合及び是正処置 ", None, None],
]
UNREADABLE, TOO_LARGE = "ファイルを読み取れません", "5 MBまでです"


def as_excel(
    table: Sequence[Sequence[object]], change: Callable[[Workbook], object] | None = None
) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in table:
        sheet.append(list(row))
    if change is not None:
        change(book)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def bomb() -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b" " * (limits.MOST_UNPACKED + 1))
    return packed.getvalue()


def crowd() -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        for number in range(limits.MOST_PARTS + 1):
            file.writestr(f"{number}.xml", b"")
    return packed.getvalue()


def entities() -> bytes:
    """A workbook whose texts are an entity within an entity within an entity."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 20}">' for n in range(1, 9))
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&l8;</t></is></c></row>'
    sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<worksheet xmlns="{sheet}"><sheetData>{cell}</sheetData></worksheet>'
    text = f'<!DOCTYPE worksheet [<!ENTITY l0 "lol">{laughs}]>{text}'
    good, packed = ZipFile(BytesIO(as_excel(TABLE))), BytesIO()
    with ZipFile(packed, "w") as file:
        for part in good.namelist():
            named = part == "xl/worksheets/sheet1.xml"
            file.writestr(part, text.encode() if named else good.read(part))
    return packed.getvalue()


def lying() -> bytes:
    """A bomb whose list of contents says that each of them is small."""
    packed = bytearray(bomb())
    true = (limits.MOST_UNPACKED + 1).to_bytes(4, "little")
    while (place := packed.find(true)) >= 0:
        packed[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(packed)


WRONG = [
    ("過去.xlsx", bomb(), "展開すると"),
    ("過去.xlsx", crowd(), "展開すると"),
    ("過去.xlsx", lying(), UNREADABLE),
    ("過去.xlsx", entities(), UNREADABLE),
    ("過去.xlsx", png(), UNREADABLE),
    ("過去.csv", png(), UNREADABLE),
    ("過去.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xlsx で保存し直してください"),
    ("過去.csv", b"a" * (tables.MOST_BYTES + 1), TOO_LARGE),
]
NAMES = ["bomb", "crowd", "lying bomb", "entities", "picture", "picture as csv", "old", "large"]
