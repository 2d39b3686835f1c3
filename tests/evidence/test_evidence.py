"""Evidence on both databases: told by content, kept by hash, named without danger."""

from pathlib import Path
from unicodedata import category

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from pms_tracker.database import commit
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.evidence.models import EvidenceFile
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.trail import trail
from tests.cast import IDS, viewer

PDF = b"%PDF-1.7\n..."
PNG = b"\x89PNG\r\n\x1a\n..."
JPEG = b"\xff\xd8\xff\xe0..."
ZIP = b"PK\x03\x04..."
LIMIT = 1024 * 1024


def attach(folder: Path, *uploads: Upload, reference: str = "F-2026-001") -> list[EvidenceFile]:
    return evidence.attach(
        reference, list(uploads), folder, limit_bytes=LIMIT, by=viewer("auditor")
    )


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_numbered_within_its_record_and_noted(app: Flask, tmp_path: Path) -> None:
    first, second = attach(tmp_path, Upload("棚.pdf", PDF), Upload("台帳.txt", b"41"))
    assert (first.number, second.number) == (1, 2)
    assert (first.name, first.media_type, first.size) == ("棚.pdf", "application/pdf", len(PDF))
    assert first.added_by_id == IDS["auditor"]
    assert evidence.path_of(tmp_path, first.sha256).read_bytes() == PDF
    assert attach(tmp_path, Upload("棚.pdf", PDF), reference="F-2026-002")[0].number == 1
    trail.write_pending()
    told = trail.history("F-2026-001")[-1]
    assert [value.after for value in told.values] == ["棚.pdf", first.sha256]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.zip", ZIP, "application/zip"),
        ("a.xlsx", ZIP, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.docx", ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.txt", "記録".encode(), "text/plain"),
        ("a.csv", "記録".encode("cp932"), "text/plain"),
    ],
)
def test_content_and_ending_together_tell_the_type(name: str, content: bytes, kind: str) -> None:
    assert evidence.media_type(Upload(name, content)) == kind


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.txt", PDF, "file_disguised"),
        ("a.pdf", PNG, "file_disguised"),
        ("a.exe", ZIP, "file_disguised"),
        ("a.pdf.txt", ZIP, "file_disguised"),
        ("a.pdf", b"<script>", "file_type_unknown"),
        ("a.html", b"<script>", "file_type_unknown"),
        ("a.svg", b"<svg/>", "file_type_unknown"),
        ("a.txt", b"MZ\x00\x01", "file_type_unknown"),
        ("a.txt", b"\x81\x20", "file_type_unknown"),
        ("a", b"text", "file_type_unknown"),
        ("a.", b"text", "file_type_unknown"),
    ],
)
def test_a_disguised_or_unknown_file_is_refused(
    app: Flask, tmp_path: Path, name: str, content: bytes, refusal: str
) -> None:
    with pytest.raises(BadInput, match=refusal):
        attach(tmp_path, Upload(name, content))
    assert kept(tmp_path) == []


def test_an_empty_or_too_large_file_is_refused_and_the_limit_itself_is_taken(
    app: Flask, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="file_empty"):
        attach(tmp_path, Upload("a.pdf", b""))
    with pytest.raises(BadInput) as refused:
        attach(tmp_path, Upload("a.pdf", PDF.ljust(LIMIT + 1)))
    assert (refused.value.key, refused.value.values["megabytes"]) == ("file_too_large", 1)
    assert attach(tmp_path, Upload("a.pdf", PDF.ljust(LIMIT)))[0].size == LIMIT


def test_all_files_are_taken_or_none(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        attach(tmp_path, Upload("a.pdf", PDF), Upload("b.pdf", PNG))
    assert evidence.files("F-2026-001") == []
    assert kept(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\head\\棚.pdf", "棚.pdf"),
        ("/a/b/", "b"),
        ("..", ""),
        (".hidden.txt", "hidden.txt"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u200bzero.txt", "zero.txt"),
        ("がく.txt", "がく.txt"),
        ("あ" * 300 + ".pdf", "あ" * 187 + ".pdf"),
        ("x" * 300, "x" * 190),
        ("", ""),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert evidence.safe_name(name) == safe


@given(st.text(max_size=300))
def test_no_name_holds_a_path_or_control_characters_or_starts_with_a_dot(name: str) -> None:
    safe = evidence.safe_name(name)
    assert "/" not in safe
    assert "\\" not in safe
    assert not safe.startswith((".", " "))
    assert not [char for char in safe if category(char).startswith("C")]


def test_a_file_without_a_name_gets_one_and_is_judged_by_it(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        attach(tmp_path, Upload("..", b"text"))
    assert refused.value.values == {"name": "file"}


def test_the_same_content_is_kept_once(app: Flask, tmp_path: Path) -> None:
    first, second = attach(tmp_path, Upload("a.pdf", PDF), Upload("b.pdf", PDF))
    assert first.sha256 == second.sha256
    assert len(kept(tmp_path)) == 1


def test_erasing_removes_the_bytes_unless_another_record_holds_them(
    app: Flask, tmp_path: Path
) -> None:
    attach(tmp_path, Upload("a.pdf", PDF))
    attach(tmp_path, Upload("a.pdf", PDF), reference="F-2026-002")
    evidence.erase("F-2026-001", 1, tmp_path)
    commit()
    assert len(kept(tmp_path)) == 1
    evidence.erase("F-2026-002", 1, tmp_path)
    assert len(kept(tmp_path)) == 1, "bytes cannot be rolled back, so they go last"
    commit()
    assert kept(tmp_path) == []
    (row,) = evidence.files("F-2026-001")
    assert row.erased_at is not None
    for number in (1, 2):
        with pytest.raises(NotFound, match="no_such_file"):
            evidence.file("F-2026-001", number)


def test_the_number_of_an_erased_file_is_not_given_again(app: Flask, tmp_path: Path) -> None:
    attach(tmp_path, Upload("a.pdf", PDF))
    evidence.erase("F-2026-001", 1, tmp_path)
    assert attach(tmp_path, Upload("b.pdf", PDF))[0].number == 2
    assert evidence.file("F-2026-001", 2).name == "b.pdf"
