"""Attaching files to records: what it is decided by content, where it lies by hash."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from secrets import token_hex
from unicodedata import category, normalize

from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.database import after_commit, session
from pms_tracker.evidence.models import EvidenceFile
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.people.people import Viewer
from pms_tracker.trail import trail

# What a file begins with, and what it therefore is; text is told by being readable as such.
SIGNATURES = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"PK\x03\x04", "application/zip", (".xlsx", ".docx", ".pptx", ".zip")),
)
TEXT_ENDINGS = (".txt", ".csv", ".md", ".eml")
MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


@dataclass(frozen=True)
class Upload:
    """A file as it was handed in."""

    name: str
    content: bytes


def safe_name(name: str) -> str:
    """The last part of a name without control characters, path or leading dots."""
    last = PurePosixPath(normalize("NFC", name).replace("\\", "/")).name
    shown = "".join(char for char in last if category(char)[0] != "C").lstrip(". ")
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[: 190 - len(ending)]}{dot}{ending}" if stem else shown[:190]


def media_type(upload: Upload) -> str:
    """The type that content and ending agree on; raises BadInput where they do not."""
    ending = PurePosixPath(upload.name).suffix.lower()
    for beginning, kind, endings in SIGNATURES:
        if upload.content.startswith(beginning):
            if ending not in endings:
                raise BadInput("file_disguised", name=upload.name)
            return MEDIA_TYPES.get(ending, kind)
    if ending in TEXT_ENDINGS and _reads_as_text(upload.content):
        return "text/plain"
    raise BadInput("file_type_unknown", name=upload.name)


def _reads_as_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    for encoding in ("utf-8", "cp932"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def attach(
    reference: str, uploads: list[Upload], folder: Path, *, limit_bytes: int, by: Viewer
) -> list[EvidenceFile]:
    """Attach files to a record: all of them or, where one is refused, none.

    Raises BadInput for an empty, too large, disguised or unknown file.
    """
    checked = [_checked(upload, limit_bytes) for upload in uploads]
    made = []
    for upload, kind in checked:
        sha256 = hashlib.sha256(upload.content).hexdigest()
        _keep(folder, sha256, upload.content)
        row = EvidenceFile(
            reference=reference,
            number=_next_number(reference),
            name=upload.name,
            media_type=kind,
            size=len(upload.content),
            sha256=sha256,
            added_by_id=by.person_id,
            added_at=clock.now(),
        )
        session.add(row)
        session.flush()
        changes = {"file": (None, row.name), "sha256": (None, sha256)}
        trail.note(reference, "evidence_added", by=by.actor, changes=changes)
        made.append(row)
    return made


def _checked(upload: Upload, limit_bytes: int) -> tuple[Upload, str]:
    named = Upload(safe_name(upload.name) or "file", upload.content)
    if not named.content:
        raise BadInput("file_empty", name=named.name)
    if len(named.content) > limit_bytes:
        raise BadInput("file_too_large", name=named.name, megabytes=limit_bytes // (1024 * 1024))
    return named, media_type(named)


def _next_number(reference: str) -> int:
    last = session.scalar(
        select(func.max(EvidenceFile.number)).where(EvidenceFile.reference == reference)
    )
    return (last or 0) + 1


def path_of(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256


def _keep(folder: Path, sha256: str, content: bytes) -> None:
    path = path_of(folder, sha256)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_suffix(f".{token_hex(8)}.new")
    with temporary.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(path)


def files(reference: str) -> list[EvidenceFile]:
    """The files of a record in order; erased ones are listed without content."""
    return list(
        session.scalars(
            select(EvidenceFile)
            .where(EvidenceFile.reference == reference)
            .order_by(EvidenceFile.number)
        )
    )


def files_of(references: Sequence[str]) -> dict[str, list[EvidenceFile]]:
    """The files of several records, in one statement."""
    found: dict[str, list[EvidenceFile]] = {reference: [] for reference in references}
    statement = select(EvidenceFile).where(EvidenceFile.reference.in_(references))
    for row in session.scalars(statement.order_by(EvidenceFile.number)):
        found[row.reference].append(row)
    return found


def file(reference: str, number: int) -> EvidenceFile:
    """One file of a record; raises NotFound where there is none or it was erased."""
    found = session.scalar(
        select(EvidenceFile).where(
            EvidenceFile.reference == reference,
            EvidenceFile.number == number,
            EvidenceFile.erased_at.is_(None),
        )
    )
    if found is None:
        raise NotFound("no_such_file", number=number)
    return found


def erase(reference: str, number: int, folder: Path) -> None:
    """Remove a file's bytes, unless another record holds the same; its row stays as a tombstone."""
    row = file(reference, number)
    row.erased_at = clock.now()
    session.flush()
    # Bytes cannot be rolled back, so they go last.
    after_commit(partial(_remove_unless_held, folder, row.sha256))


def _remove_unless_held(folder: Path, sha256: str) -> None:
    held = select(func.count(EvidenceFile.id)).where(
        EvidenceFile.sha256 == sha256, EvidenceFile.erased_at.is_(None)
    )
    if not session.scalar(held):
        path_of(folder, sha256).unlink(missing_ok=True)
