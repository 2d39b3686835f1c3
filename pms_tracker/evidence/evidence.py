"""Attaching files to records: what it is decided by content, where it lies by hash."""

import hashlib
import logging
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path, PurePosixPath
from secrets import token_hex
from typing import NamedTuple
from unicodedata import category, normalize

from sqlalchemy import CompoundSelect, Select, String, bindparam, func, select
from sqlalchemy.exc import SQLAlchemyError

from pms_tracker import clock
from pms_tracker.database import after_commit, if_undone, last_of_all, session, transaction
from pms_tracker.evidence import file_types
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken, TooLarge
from pms_tracker.kernel.my_number import holds_my_number
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.questions import Question, Text, as_text, cells_of, instant_in
from pms_tracker.trail import trail

log = logging.getLogger(__name__)

_UNFINISHED = (EvidenceFile.erased_at.is_not(None), EvidenceFile.gone_at.is_(None))
# An ending longer than this is none.
LONGEST_NAME, LONGEST_ENDING = 190, 10


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
    if not stem or len(ending) > LONGEST_ENDING:
        return shown[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending)]}{dot}{ending}"


def attach(
    reference: str,
    uploads: list[Upload],
    folder: Path,
    *,
    limit_bytes: int,
    by: Viewer | None,
    step: str = "",
    supersedes: int | None = None,
    private: bool = False,
) -> list[EvidenceFile]:
    """Attach files to a record, or to a step of it: all or, where one is refused, none; `by` nobody
    of the firm where they come by a link from outside. Of `private` ones, which a person outside
    may be named by, the trail says the hash alone.

    Each may name an earlier file of the record in whose place it comes; both stay. Raises BadInput
    for an empty, too large, disguised, broken or unknown file, one that is called by a My Number,
    and for one that is no longer there to be superseded, or was already.
    """
    checked = [_checked(upload, limit_bytes) for upload in uploads]
    if supersedes is not None and uploads:
        _check_superseded(reference, supersedes)
    made = []
    for upload, kind in checked:
        sha256 = hashlib.sha256(upload.content).hexdigest()
        _keep(folder, sha256, upload.content)
        what = {"name": upload.name, "media_type": kind, "size": len(upload.content)}
        row = EvidenceFile(
            **what,
            reference=reference,
            number=_next_number(reference),
            step=step,
            sha256=sha256,
            added_by_id=by.person_id if by else None,
            added_at=clock.now(),
            supersedes=supersedes,
        )
        made.append(_entered(row, by, private=private))
    return made


def carry(row: EvidenceFile, reference: str, *, by: Viewer, step: str | None = None) -> None:
    """Have a file prove another record as well: the same bytes, from the same hand."""
    same = {name: getattr(row, name) for name in ("name", "media_type", "size", "sha256")}
    carried = EvidenceFile(
        **same,
        reference=reference,
        number=_next_number(reference),
        step=row.step if step is None else step,
        added_by_id=row.added_by_id,
        added_at=row.added_at,
    )
    _entered(carried, by)


def _entered(row: EvidenceFile, by: Viewer | None, *, private: bool = False) -> EvidenceFile:
    session.add(row)
    session.flush()
    _note(row, by, private=private)
    return row


def _note(row: EvidenceFile, by: Viewer | None, *, private: bool) -> None:
    changes: dict[str, trail.Change] = {} if private else {"file": (None, row.name)}
    changes["sha256"] = (None, row.sha256)
    if row.supersedes is not None:
        changes["supersedes"] = (None, row.supersedes)
    actor = by.actor if by else trail.SYSTEM
    trail.note(row.reference, "evidence_added", by=actor, changes=changes)


def _check_superseded(reference: str, number: int) -> None:
    earlier = session.scalars(
        select(EvidenceFile.supersedes).where(EvidenceFile.reference == reference)
    )
    named = select(EvidenceFile.id).where(
        EvidenceFile.reference == reference,
        EvidenceFile.number == number,
        EvidenceFile.erased_at.is_(None),
    )
    if number in set(earlier) or session.scalar(named) is None:
        raise BadInput("file_not_superseded", number=number)


def _checked(upload: Upload, limit_bytes: int) -> tuple[Upload, str]:
    named = Upload(safe_name(upload.name) or "file", upload.content)
    if holds_my_number(named.name):
        raise BadInput("file_my_number")
    if not named.content:
        raise BadInput("file_empty", name=named.name)
    check_size(named.name, len(named.content), limit_bytes)
    content, media_type = file_types.examined(named.name, named.content)
    return Upload(named.name, content), media_type


def check_proven(no_proof: str, *, proven: bool) -> None:
    """What was done is shown by a file, or it is said why by none. Raises RuleBroken."""
    if not proven and not no_proof.strip():
        raise RuleBroken("proof_or_why")


def check_size(name: str, size: int, limit_bytes: int) -> None:
    """Raises TooLarge, which tells the limit."""
    if size > limit_bytes:
        raise TooLarge(
            "file_too_large", name=safe_name(name), megabytes=limit_bytes // (1024 * 1024)
        )


def _next_number(reference: str) -> int:
    last = session.scalar(
        select(func.max(EvidenceFile.number)).where(EvidenceFile.reference == reference)
    )
    return (last or 0) + 1


def path_of(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256


def sha256_of(path: Path) -> str | None:
    """The digest of a file's bytes; None where there is no such file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def intact(row: EvidenceFile, folder: Path) -> Path:
    """Where the bytes of a file lie, which are what was handed in.

    Raises NotFound where they are gone, RuleBroken where they are others: those prove nothing.
    """
    path = path_of(folder, row.sha256)
    found = sha256_of(path)
    if found is None:
        raise NotFound("file_lost", number=row.number)
    if found != row.sha256:
        raise RuleBroken("file_changed", number=row.number)
    return path


def _keep(folder: Path, sha256: str, content: bytes) -> None:
    """Lay bytes down beside their place, which they take when all else is written.

    So nothing lies there that no record names, and no record names what is not there; written even
    where the same bytes lie already, since those may be erased meanwhile.
    """
    path = path_of(folder, sha256)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    staged = path.with_suffix(f".{token_hex(8)}.new")
    if_undone(partial(staged.unlink, missing_ok=True))
    with staged.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    last_of_all(partial(os.replace, staged, path))


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
    for row in session.scalars(_files_of(), {"references": list(references)}):
        found[row.reference].append(row)
    return found


@cache
def _files_of() -> Select[EvidenceFile]:
    """Built once: every page of a record asks it."""
    named = EvidenceFile.reference.in_(bindparam("references", expanding=True))
    return select(EvidenceFile).where(named).order_by(EvidenceFile.number)


class Attached(NamedTuple):
    """A file as the page of its record tells it; `whose` it is by name, empty for somebody
    outside."""

    reference: str
    number: int
    name: str
    size: int
    sha256: str
    supersedes: int | None
    added_at: datetime
    erased_at: datetime | None
    whose: str


def as_attached(references: Select[str] | CompoundSelect[str]) -> Text:
    """The files of the records that a statement names, as a text for `attached_in`."""
    of = EvidenceFile
    return as_text(
        select(of.reference, of.number, of.name, of.size, of.sha256, of.supersedes)
        .add_columns(of.added_at, of.erased_at, func.coalesce(Person.name, ""))
        .outerjoin(Person, Person.id == of.added_by_id)
        .where(of.reference.in_(references))
        .order_by(of.number)
    )


def attached(reference: str) -> Question[tuple[Attached, ...]]:
    """The files of one record as its page tells them, to be read with what else it asks."""
    made = Question((_attached(),), {"reference": reference}, attached_in)
    return made.then(lambda found: found.get(reference, ()))


@cache
def _attached() -> Text:
    return as_attached(select(bindparam("reference", type_=String)))


def attached_in(said: str) -> dict[str, tuple[Attached, ...]]:
    """The files that a text of `as_attached` says, by record; nothing of records without any."""
    found: dict[str, tuple[Attached, ...]] = {}
    for *of, added_at, erased_at, whose in cells_of(said):
        erased = erased_at and instant_in(erased_at)
        row = Attached._make((*of, instant_in(added_at), erased, whose))
        found[row.reference] = (*found.get(row.reference, ()), row)
    return found


def among(files: Iterable[EvidenceFile], digests: Collection[str]) -> list[EvidenceFile]:
    """Of a record's files those with these bytes, one for each: the name under which they first
    came is the one that was approved with them. Of one that was erased its row, if it is all."""
    found: dict[str, EvidenceFile] = {}
    for each in sorted(files, key=lambda row: (row.erased_at is not None, row.number)):
        if each.sha256 in digests and not each.step:
            found.setdefault(each.sha256, each)
    return list(found.values())


def names(reference: str, digests: Sequence[str]) -> dict[str, str]:
    """What a record's files that are still there are called, by the digests of their bytes."""
    there = (each for each in files(reference) if each.erased_at is None)
    return {each.sha256: each.name for each in among(there, digests)}


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
    """Remove a file's bytes, unless another record holds the same; its row stays as a tombstone.

    From now on nobody is given it; its bytes go once that is committed. Where they cannot be
    removed, `finish_erasures` tries again.
    """
    row = file(reference, number)
    row.erased_at = clock.now()
    session.flush()
    # Bytes cannot be rolled back, so they go last.
    after_commit(partial(_finish, folder, row.id))


def unfinished() -> list[tuple[str, int]]:
    """Record and number of each file that is erased and whose bytes may still be there."""
    columns = (EvidenceFile.reference, EvidenceFile.number)
    rows = session.execute(select(*columns).where(*_UNFINISHED).order_by(EvidenceFile.id))
    return [(row.reference, row.number) for row in rows]


def finish_erasures(folder: Path) -> int:
    """Remove what could not be removed when it was erased; how many files are gone now."""
    waiting = session.scalars(select(EvidenceFile.id).where(*_UNFINISHED)).all()
    session.rollback()
    return sum(_finish(folder, each) for each in waiting)


def _finish(folder: Path, row_id: int) -> bool:
    """Remove the bytes of an erased file and note that they are gone; whether they are."""
    try:
        with transaction():
            # Whoever brings the same bytes anew does so under this lock, before or after.
            trail.head_row()
            row = session.get_one(EvidenceFile, row_id)
            held = select(func.count(EvidenceFile.id)).where(
                EvidenceFile.sha256 == row.sha256, EvidenceFile.erased_at.is_(None)
            )
            if not session.scalar(held):
                path_of(folder, row.sha256).unlink(missing_ok=True)
            row.gone_at = clock.now()
    except (OSError, SQLAlchemyError) as trouble:
        # It was erased and that stands; the row tells that the bytes are not gone yet.
        log.error("an erased file could not be removed: %s", type(trouble).__name__)
        return False
    return True
