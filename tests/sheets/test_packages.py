"""Packages that lie about themselves, or were cut off on their way: refused, by whoever reads them,
in words and at once."""

import struct
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from pms_tracker.evidence import file_types
from pms_tracker.kernel.errors import BadInput
from pms_tracker.plan.text.files import docx_text
from pms_tracker.plan.text.policy_text import NotAPolicy
from pms_tracker.sheets import limits, tables
from pms_tracker.sheets.office import workbooks
from pms_tracker.sheets.packages import Package, Unreadable
from tests.plan.requirements.wrong_tables import TABLE, as_excel
from tests.plan.text.documents import document, paragraph

LONG = "個人情報の取扱いについて定める。" * 200
WORKBOOK = as_excel(TABLE)
DOCUMENT = document("".join(paragraph(f"{n} {LONG}") for n in range(20)))


def evidence(ending: str) -> Callable[[bytes], object]:
    return lambda content: file_types.examined(f"a{ending}", content)


READERS: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "workbook of an office": (lambda file: workbooks.read_book(file, lambda _word: True), WORKBOOK),
    "limits": (limits.check_workbook, WORKBOOK),
    "kind": (tables.check_kind, WORKBOOK),
    "policy": (docx_text.lines_of, DOCUMENT),
    "evidence": (evidence(".zip"), DOCUMENT),
    "evidence of an office": (evidence(".docx"), DOCUMENT),
}


def repacked(content: bytes, way: int) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(made, "w", way) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
    return made.getvalue()


def far_away(offset: int) -> bytes:
    """A package whose only part is said to lie at an offset."""
    name, held = b"a.txt", b"hi"
    sizes = struct.pack("<3L", 0, len(held), len(held))
    begins = b"PK\3\4" + struct.pack("<5H", 20, 0, 0, 0, 0) + sizes
    begins += struct.pack("<2H", len(name), 0) + name + held
    more = struct.pack("<2HQ", 1, 8, offset)
    listed = b"PK\1\2" + struct.pack("<6H", 20, 20, 0, 0, 0, 0) + sizes
    listed += struct.pack("<5H2L", len(name), len(more), 0, 0, 0, 0, 0xFFFFFFFF) + name + more
    end = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 1, 1, len(listed), len(begins), 0)
    return begins + listed + end


def spoilt(content: bytes) -> Iterator[bytes]:
    """A file as it comes after a bad line: cut off, with bytes missing and with bytes changed."""
    yield content[:-1]
    for at in range(40, len(content), max(1, len(content) // 60)):
        yield content[:at]
        yield content[:at] + content[at + 7 :]
        yield content[:at] + b"\xff\x00\xff\x80" + content[at + 4 :]
        yield content[:at] + bytes(8) + content[at:]


@pytest.mark.parametrize("reader", READERS)
def test_a_spoilt_package_is_refused_in_words_or_read(reader: str) -> None:
    read, content = READERS[reader]
    read(content)
    refused = 0
    packed = [content, *(repacked(content, way) for way in (ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA))]
    for file in (each for whole in packed for each in spoilt(whole)):
        try:
            read(file)
        except (BadInput, NotAPolicy):
            refused += 1
    # Whoever reads but the list of parts takes what is wrong within them; cut off is cut off.
    assert refused or reader == "kind"


@pytest.mark.parametrize("offset", [10**6, 2**62, 2**63, 2**64 - 1])
def test_a_part_that_lies_nowhere_is_refused_or_left_out(offset: int) -> None:
    packed = Package(far_away(offset))
    with pytest.raises(Unreadable):
        packed.read("a.txt", 8)
    with pytest.raises(BadInput, match="set_unreadable"):
        limits.check_workbook(far_away(offset))
    assert file_types.examined("a.zip", far_away(offset))[1] == "application/zip"


@pytest.mark.parametrize("way", [ZIP_BZIP2, ZIP_LZMA])
def test_nothing_is_unpacked_that_is_packed_as_no_office_packs(way: int) -> None:
    # Of these a hundred bytes unpack to megabytes before anybody is asked how much is too much.
    made = BytesIO()
    with ZipFile(made, "w", way) as packed:
        for number in range(20):
            packed.writestr(f"{number}.txt", bytes(4_000_000))
    began = time.perf_counter()
    assert file_types.examined("a.zip", made.getvalue())[1] == "application/zip"
    assert time.perf_counter() - began < 0.5
    with pytest.raises(BadInput, match="set_unreadable"):
        limits.check_workbook(repacked(WORKBOOK, way))
    with pytest.raises(NotAPolicy, match="file_unreadable"):
        docx_text.lines_of(repacked(DOCUMENT, way))
