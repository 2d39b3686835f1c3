"""Snapshots of one installation in a folder: each its own folder, evidence shared among them.

evidence/ab/ab12…            each file once, by its SHA-256
2026-11-27T023000.000000Z/
    manifest.json            what it is, and the SHA-256 of each of its files
    pms.sqlite3              all rows, whichever database they were taken from
    session.secret …         only where secrets were asked for
before-migration-….dump      what PostgreSQL's own tool wrote before a migration
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pms_tracker.config import PASSWORD_SECRET, SESSION_SECRET, secret_file
from pms_tracker.evidence.evidence import sha256_of

MANIFEST, DATABASE, EVIDENCE = "manifest.json", "pms.sqlite3", "evidence"
# What a manifest says changes with this number only.
FORM = 1
_NAMED = "%Y-%m-%dT%H%M%S.%fZ"
_BEFORE, _DUMP = "before-migration-", ".dump"


class NoSnapshot(Exception):
    """There is none, or it cannot be used; its words say why, in Japanese and English."""


@dataclass(frozen=True)
class Manifest:
    """What a snapshot holds. `rows`: by table; `files`: SHA-256 by name; `trail`: number and digest
    of its last entry; `evidence`: files and bytes; `gone`: hashes of files that were missing when
    it was taken."""

    form: int
    version: str
    revision: str
    taken_at: str
    taken_from: str
    rows: Mapping[str, int]
    files: Mapping[str, str]
    trail: tuple[int, str]
    evidence: tuple[int, int]
    gone: tuple[str, ...]
    settings: Mapping[str, Any]
    secrets: bool


@dataclass(frozen=True)
class Snapshot:
    """One snapshot that is finished: its folder and what its manifest says."""

    folder: Path
    manifest: Manifest

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    @property
    def evidence(self) -> Path:
        return self.folder.parent / EVIDENCE

    @property
    def taken_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest.taken_at)


def name_of(instant: datetime) -> str:
    """The folder of a snapshot taken at some instant; names sort as instants do."""
    return instant.astimezone(UTC).strftime(_NAMED)


def dump_of(instant: datetime) -> str:
    """The file that the server's own tool writes before a migration at some instant."""
    return f"{_BEFORE}{name_of(instant)}{_DUMP}"


def old_dumps(folder: Path, days: int, now: datetime) -> list[Path]:
    """Files taken before migrations, older than this many days; never the newest of them."""
    every = sorted(folder.glob(f"{_BEFORE}*{_DUMP}"))
    last = dump_of(now - timedelta(days=days))
    return [each for each in every[:-1] if each.name < last]


def write(folder: Path, manifest: Manifest) -> Snapshot:
    """Finish a snapshot: without its manifest a folder is none."""
    words = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(f"{words}\n", encoding="utf-8")
    return Snapshot(folder, manifest)


def found(folder: Path) -> list[Snapshot]:
    """All finished snapshots of a folder, oldest first. Raises NoSnapshot for one that is damaged.

    One that was killed has its manifest, perhaps, and still the name of half a snapshot.
    """
    return [_read(each) for each in _places(folder)]


def newer(snapshot: Snapshot) -> tuple[Snapshot | None, tuple[str, ...]]:
    """The newest whole snapshot taken after this one, and the names of damaged ones after that."""
    damaged = []
    for place in reversed(_places(snapshot.folder.parent)):
        if place.name <= snapshot.folder.name:
            break
        try:
            each = _read(place)
        except NoSnapshot:
            damaged.append(place.name)
            continue
        if not list(faults(each)):
            return each, tuple(damaged)
        damaged.append(place.name)
    return None, tuple(damaged)


def _places(folder: Path) -> list[Path]:
    return sorted(each.parent for each in folder.glob(f"[!.]*/{MANIFEST}"))


def named(folder: Path) -> Snapshot:
    """The snapshot that a folder is, or the newest that it holds. Raises NoSnapshot."""
    # Its neighbours are asked for as well, wherever somebody stands and by whatever link.
    folder = folder.resolve()
    if (folder / MANIFEST).is_file():
        return _read(folder)
    every = found(folder) if folder.is_dir() else []
    if not every:
        raise NoSnapshot(f"{folder} にバックアップがありません。 No backup in {folder}.")
    return every[-1]


def _read(folder: Path) -> Snapshot:
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        form = said["form"]
        if form != FORM:
            raise NoSnapshot(
                f"{folder} は、この版では読めない形式（{form}）です。"
                f" {folder} has form {form}, which this version does not read."
            )
        for each in ("trail", "evidence", "gone"):
            said[each] = tuple(said[each])
        for each in ("rows", "files"):
            said[each] = dict(said[each])
        read = Snapshot(folder, Manifest(**said))
        if read.taken_at.tzinfo is None:
            raise ValueError("taken_at")
    except (OSError, ValueError, KeyError, TypeError) as trouble:
        raise NoSnapshot(
            f"{folder / MANIFEST} を読めません。 Cannot read {folder / MANIFEST}. ({trouble})"
        ) from trouble
    return read


def faults(snapshot: Snapshot) -> Iterator[str]:
    """The names of its own files that are missing, not what they were, or that its manifest leaves
    out; those that lead out of its folder are no files of it."""
    told = snapshot.manifest.files
    needed = {DATABASE}
    if snapshot.manifest.secrets:
        needed |= {secret_file(Path(), name).name for name in (SESSION_SECRET, PASSWORD_SECRET)}
    for name in sorted(needed | told.keys()):
        own = Path(name).name == name
        if not own or name not in told or sha256_of(snapshot.folder / name) != told[name]:
            yield name


def kept(every: list[Snapshot], days: int, now: datetime) -> list[Snapshot]:
    """Those that stay: the newest always, others for as many days."""
    return [each for each in every[:-1] if now - each.taken_at <= timedelta(days=days)] + every[-1:]


def remove(snapshot: Snapshot) -> None:
    """Take a snapshot away, its manifest first: half of one is none."""
    (snapshot.folder / MANIFEST).unlink()
    shutil.rmtree(snapshot.folder)
