"""Evidence on both databases: told by content, kept by hash, named without danger."""

from hashlib import sha256
from pathlib import Path
from unicodedata import category

import pytest
from flask import Flask
from hypothesis import given, strategies as st

from pms_tracker.database import commit, transaction
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.trail import trail
from tests.cast import IDS, viewer
from tests.evidence import samples

PDF = samples.PDF
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
    assert first.added_by.name == "小口 彩香"
    assert attach(tmp_path, Upload("棚.pdf", PDF), reference="F-2026-002")[0].number == 1
    trail.write_pending()
    told = trail.history("F-2026-001")[-1]
    assert [value.after for value in told.values] == ["棚.pdf", first.sha256]
    commit()
    assert evidence.path_of(tmp_path, first.sha256).read_bytes() == PDF


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
        attach(tmp_path, Upload("a.pdf", PDF), Upload("b.pdf", b""))
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
        ("a." + "x" * 300, "a." + "x" * 188),
        ("😀" * 300 + ".png", "😀" * 187 + ".png"),
        ("家族👨‍👩‍👧.heic", "家族👨👩👧.heic"),
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
    commit()
    assert first.sha256 == second.sha256
    assert len(kept(tmp_path)) == 1


def test_erasing_removes_the_bytes_unless_another_record_holds_them(
    app: Flask, tmp_path: Path
) -> None:
    attach(tmp_path, Upload("a.pdf", PDF))
    attach(tmp_path, Upload("a.pdf", PDF), reference="F-2026-002")
    commit()
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


def test_an_erasure_whose_bytes_cannot_be_removed_is_done_again_until_they_are(
    app: Flask, tmp_path: Path
) -> None:
    (row,) = attach(tmp_path, Upload("a.pdf", PDF))
    commit()
    path = evidence.path_of(tmp_path, row.sha256)
    aside = path.rename(tmp_path / "aside")
    # A folder cannot be unlinked, whoever asks.
    path.mkdir()
    with transaction():
        evidence.erase("F-2026-001", 1, tmp_path)
    with pytest.raises(NotFound, match="no_such_file"):
        evidence.file("F-2026-001", 1)
    assert evidence.unfinished() == [("F-2026-001", 1)]
    assert evidence.finish_erasures(tmp_path) == 0
    path.rmdir()
    aside.rename(path)
    assert evidence.finish_erasures(tmp_path) == 1
    assert (kept(tmp_path), evidence.unfinished()) == ([], [])
    assert evidence.finish_erasures(tmp_path) == 0


def test_the_number_of_an_erased_file_is_not_given_again(app: Flask, tmp_path: Path) -> None:
    attach(tmp_path, Upload("a.pdf", PDF))
    evidence.erase("F-2026-001", 1, tmp_path)
    assert attach(tmp_path, Upload("b.pdf", PDF))[0].number == 2
    assert evidence.file("F-2026-001", 2).name == "b.pdf"


def test_a_newer_file_names_the_one_it_supersedes_and_both_stay(app: Flask, tmp_path: Path) -> None:
    attach(tmp_path, Upload("a.pdf", PDF), Upload("b.txt", b"41"))

    def supersede(number: int, reference: str = "F-2026-001") -> EvidenceFile:
        (made,) = evidence.attach(
            reference,
            [Upload("c.txt", b"42")],
            tmp_path,
            limit_bytes=LIMIT,
            by=viewer("auditor"),
            supersedes=number,
        )
        return made

    assert supersede(1).supersedes == 1
    rows = evidence.files("F-2026-001")
    assert [(row.name, row.supersedes) for row in rows] == [
        ("a.pdf", None),
        ("b.txt", None),
        ("c.txt", 1),
    ]
    evidence.erase("F-2026-001", 2, tmp_path)
    # Superseded already, erased, never there, and another record's.
    for number, reference in ((1, "F-2026-001"), (2, "F-2026-001"), (9, "F-2026-001"), (1, "F-1")):
        with pytest.raises(BadInput, match="file_not_superseded"):
            supersede(number, reference)
    trail.write_pending()
    told = next(each for each in trail.history("F-2026-001") if len(each.values) == 3)
    assert [value.after for value in told.values][::2] == ["c.txt", "1"]


def test_nothing_is_left_where_the_transaction_fails(app: Flask, tmp_path: Path) -> None:
    def fail() -> None:
        with transaction():
            attach(tmp_path, Upload("a.pdf", PDF), Upload("b.txt", b"41"))
            # Laid down beside their places, to be as safe as their rows.
            assert len(kept(tmp_path)) == 2
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert kept(tmp_path) == []
    assert evidence.files("F-2026-001") == []


def test_bytes_that_lie_there_already_outlive_a_transaction_that_fails(
    app: Flask, tmp_path: Path
) -> None:
    with transaction():
        attach(tmp_path, Upload("a.pdf", PDF))

    def fail() -> None:
        with transaction():
            attach(tmp_path, Upload("a.pdf", PDF), reference="F-2026-002")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    (path,) = kept(tmp_path)
    assert path.read_bytes() == PDF


def test_what_is_kept_is_what_its_hash_says_and_has_no_place(app: Flask, tmp_path: Path) -> None:
    photo = samples.jpeg(samples.tiff())
    (row,) = attach(tmp_path, Upload("棚.jpg", photo))
    commit()
    content = evidence.path_of(tmp_path, row.sha256).read_bytes()
    assert sha256(content).hexdigest() == row.sha256
    assert len(content) == row.size
    assert samples.WHERE in photo
    assert samples.WHERE not in content
