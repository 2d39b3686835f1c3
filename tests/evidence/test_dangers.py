"""Files that would act once somebody opens them are refused, however they hide it."""

import time
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from pms_tracker.evidence import dangers, file_types
from pms_tracker.kernel.errors import BadInput
from tests.evidence import samples


def pdf(*said: str) -> bytes:
    bodies = "".join(f"{n} 0 obj\n<< {each} >>\nendobj\n" for n, each in enumerate(said, 5))
    return samples.PDF + bodies.encode()


def hidden(said: str, kind: str = "/ObjStm") -> bytes:
    packed = zlib.compress(f"7 0 << {said} >>".encode())
    head = f"9 0 obj\n<< /Type {kind} /N 1 /First 4 /Filter /FlateDecode /Length {len(packed)} >>\n"
    return samples.PDF + head.encode() + b"stream\r\n" + packed + b"\nendstream\nendobj\n"


def package(*files: tuple[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        for name, content in files:
            packed.writestr(name, content)
    return made.getvalue()


def refusal(name: str, content: bytes) -> str | None:
    try:
        file_types.examined(name, content)
    except BadInput as refused:
        return refused.key
    return None


def test_a_pdf_that_runs_something_or_carries_files_is_refused() -> None:
    runs = "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
    for said in (runs, "/S/Launch/F(cmd.exe)", "/S /J#61va#53cript", "/Subtype /RichMedia"):
        assert refusal("a.pdf", pdf(said)) == "file_pdf_active", said
        assert refusal("a.pdf", hidden(said)) == "file_pdf_active", said
    assert refusal("a.pdf", hidden(runs, "/Obj#53tm")) == "file_pdf_active"
    for said in ("/Names << /EmbeddedFiles 8 0 R >>", "/Type /EmbeddedFile"):
        assert refusal("a.pdf", pdf(said)) == "file_pdf_carries"
        assert refusal("a.pdf", hidden(said)) == "file_pdf_carries"


def test_a_pdf_that_only_shows_something_is_taken() -> None:
    shown = [
        "/OpenAction [3 0 R /Fit]",
        "/S /URI /URI (https://example.jp/)",
        "/JavaScriptless true",
    ]
    assert refusal("a.pdf", pdf(*shown)) is None
    assert refusal("a.pdf", hidden("/Type /Page")) is None
    # Encrypted, so that nobody without the password looks into it.
    assert refusal("a.pdf", hidden("").replace(b"x\x9c", b"\x00\x00")) is None


def test_a_pdf_that_unpacks_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dangers, "MOST_UNPACKED", 1_000_000)
    assert refusal("a.pdf", hidden(" " * 2_000_000)) == "file_broken"


@pytest.mark.parametrize("held", [b"", zlib.compress(b""), b"x\x9c" + b"\x00\x00\x00\xff\xff" * 9])
def test_a_pdf_that_says_it_holds_many_streams_is_looked_at_once(held: bytes) -> None:
    # Each was unpacked from a copy of all that followed: a megabyte of them took half a minute.
    began = time.perf_counter()
    assert refusal("a.pdf", samples.PDF + (b"/ObjStm stream\n" + held) * 100_000) == "file_broken"
    assert refusal("a.pdf", samples.PDF + b"/ObjStm" * 1_000_000) is None
    assert time.perf_counter() - began < 5


def test_streams_that_lie_within_one_another_are_refused() -> None:
    # Each goes on to the end of the file, through blocks that hold nothing.
    head, nothing = b"/ObjStm stream\nx\x01", b"\x00\x00\x00\xff\xff"
    stored = b"\x00" + len(head).to_bytes(2, "little") + (0xFFFF ^ len(head)).to_bytes(2, "little")
    nested = head + (stored + head) * 50 + nothing * 1_000
    assert refusal("a.pdf", samples.PDF + nested) == "file_broken"


def test_a_package_within_a_package_is_refused_whatever_it_is_called() -> None:
    inner = package(("a.txt", b"x"))
    assert refusal("a.zip", package(("photos/1.jpg", b"\xff\xd8\xff"), ("b.csv", b"1"))) is None
    for name, content in (("b.zip", inner), ("b.7z", b"x"), ("b.jpg", inner), ("b", b"Rar!\x1a")):
        assert refusal("a.zip", package((name, content))) == "file_holds_packages", name
    # An office document is a package as well, and what is meant here.
    assert refusal("a.zip", package(("b.docx", inner))) is None


def test_a_package_that_unpacks_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dangers, "MOST_PACKED_BYTES", 1_000_000)
    assert refusal("a.zip", package(("a.txt", b" " * 999_999))) is None
    assert refusal("a.zip", package(("a.txt", b" " * 1_000_001))) == "file_holds_packages"
