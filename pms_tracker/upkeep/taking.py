"""Taking a backup while people work: all rows of one instant, then each file that these name."""

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from errno import EINVAL
from pathlib import Path
from secrets import token_hex

from sqlalchemy import create_engine, text

from pms_tracker import clock, migrations
from pms_tracker.config import PASSWORD_SECRET, SESSION_SECRET, VERSION, Settings, secret_file
from pms_tracker.database import db
from pms_tracker.evidence import evidence
from pms_tracker.trail import append_only  # noqa: F401 - its triggers belong to the copy as well
from pms_tracker.upkeep import file_copies, row_copies, snapshots
from pms_tracker.upkeep.file_copies import HALF
from pms_tracker.upkeep.snapshots import DATABASE, EVIDENCE, FORM, Manifest, Snapshot


@dataclass(frozen=True)
class Kept:
    """What the copy of a database says of itself. `files`: hashes of evidence that is not erased,
    with their sizes."""

    revision: str
    rows: dict[str, int]
    trail: tuple[int, str]
    files: dict[str, int]


def take(folder: Path, settings: Settings, *, with_secrets: bool = False) -> Snapshot:
    """Add a snapshot to a folder; needs an app context.

    It is there whole or not at all. Raises OSError where the folder cannot be written or is the
    installation's own, RuntimeError for a database that was not migrated to this code's revision.
    """
    now = clock.now()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (folder / EVIDENCE).resolve() == settings.evidence_folder.resolve():
        # What no backup names is taken away there, which people's files must never be.
        raise OSError(EINVAL, "the installation's own folder")
    with alone(folder):
        return _take(folder, settings, now, with_secrets=with_secrets)


def is_busy(folder: Path) -> bool:
    """Whether another process is alone in a folder of backups."""
    if not folder.is_dir():
        return False
    with (folder / ".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else adds to a folder of backups, or takes away what none of them names yet."""
    with (folder / ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _take(folder: Path, settings: Settings, now: datetime, *, with_secrets: bool) -> Snapshot:
    _clear_away(folder)
    name = snapshots.name_of(now)
    work = folder / f".{name}.{token_hex(4)}{HALF}"
    work.mkdir(mode=0o700)
    try:
        _copy_database(work / DATABASE)
        kept = read(work / DATABASE)
        gone = _copy_evidence(kept, settings.evidence_folder, folder / EVIDENCE)
        if with_secrets:
            _write_secrets(settings, work)
        manifest = _manifest(work, kept, gone, settings, now)
        snapshots.write(work, manifest)
        for each in work.iterdir():
            file_copies.flush(each)
        work.rename(folder / name)
        file_copies.flush(folder)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return Snapshot(folder / name, manifest)


def _manifest(
    work: Path, kept: Kept, gone: tuple[str, ...], settings: Settings, now: datetime
) -> Manifest:
    files = {each.name: evidence.sha256_of(each) or "" for each in sorted(work.iterdir())}
    there = {digest: size for digest, size in kept.files.items() if digest not in gone}
    return Manifest(
        form=FORM,
        version=VERSION,
        revision=kept.revision,
        taken_at=now.isoformat(),
        taken_from=db.engine.dialect.name,
        rows=kept.rows,
        files=files,
        trail=kept.trail,
        evidence=(len(there), sum(there.values())),
        gone=gone,
        settings=_told(settings),
        secrets=any(each.endswith(".secret") for each in files),
    )


def thin_out(folder: Path, days: int) -> int:
    """Take away snapshots older than this many days, never the newest, evidence that none of those
    left names, and what was taken before migrations; how many snapshots went. Raises NoSnapshot
    where one of them is damaged."""
    with alone(folder):
        for each in snapshots.old_dumps(folder, days, clock.now()):
            each.unlink()
        return _thin_out(folder, days)


def _thin_out(folder: Path, days: int) -> int:
    every = snapshots.found(folder)
    stay = snapshots.kept(every, days, clock.now())
    for each in every:
        if each not in stay:
            snapshots.remove(each)
    if len(stay) == len(every):
        return 0
    named = {digest for each in stay for digest in read(each.database).files}
    for path in (folder / EVIDENCE).glob("*/*"):
        # Alone here, so that half a file is one that was killed.
        if path.name not in named and not path.parent.is_symlink():
            path.unlink()
    return len(every) - len(stay)


def read(path: Path) -> Kept:
    """What a copied database holds, whatever revision it has."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copied:
        tables = [
            name
            for (name,) in copied.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                " ORDER BY name"
            )
        ]
        rows = {
            name: copied.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables
        }
        (revision,) = copied.execute("SELECT version_num FROM alembic_version").fetchone()
        number, digest = copied.execute("SELECT number, digest FROM trail_head").fetchone()
        files = copied.execute("SELECT sha256, size FROM evidence_file WHERE erased_at IS NULL")
        return Kept(revision, rows, (number, digest), dict(files.fetchall()))


def _copy_database(path: Path) -> None:
    if migrations.current_revision() is None:
        raise RuntimeError("there is no database to back up")
    if db.engine.dialect.name == "sqlite":
        _copy_sqlite(Path(db.engine.url.database or ""), path)
    else:
        _copy_server(path)
    # Whatever was erased leaves no trace in pages that are free, and no file lies beside it.
    with closing(sqlite3.connect(path)) as copied:
        copied.execute("PRAGMA journal_mode=DELETE")
        copied.execute("VACUUM")


def _copy_sqlite(source: Path, path: Path) -> None:
    with (
        closing(sqlite3.connect(source, timeout=30)) as original,
        closing(sqlite3.connect(path)) as copied,
    ):
        # In one step, which others' writes neither disturb nor wait for.
        original.backup(copied)


def _copy_server(path: Path) -> None:
    if migrations.current_revision() != migrations.head_revision():
        raise RuntimeError("the database has another revision than this code")
    metadata = migrations.tables()
    made = create_engine(f"sqlite:///{path}")
    try:
        metadata.create_all(made)
        source = db.engine.connect().execution_options(isolation_level="REPEATABLE READ")
        with source, source.begin(), made.begin() as target:
            row_copies.copy(source, target, metadata)
            target.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
            target.execute(
                text("INSERT INTO alembic_version VALUES (:revision)"),
                {"revision": migrations.head_revision()},
            )
    finally:
        made.dispose()


def _copy_evidence(kept: Kept, origin: Path, store: Path) -> tuple[str, ...]:
    """Copy what is not there yet; the hashes of files that are missing, or not what they were."""
    return tuple(
        digest
        for digest in sorted(kept.files)
        if not evidence.path_of(store, digest).exists()
        and not file_copies.bring(digest, origin, store)
    )


def _told(settings: Settings) -> dict[str, object]:
    # Addresses of servers carry passwords, so they are left out with the secrets.
    return {
        "base_url": settings.base_url,
        "mail_from": settings.mail_from,
        "time_zone": settings.time_zone,
        "trusted_hosts": list(settings.trusted_hosts),
        "proxies": settings.proxies,
        "evidence_megabytes": settings.evidence_megabytes,
    }


def _write_secrets(settings: Settings, work: Path) -> None:
    # Wherever they come from: a file of the installation, or its environment.
    for name, value in (
        (SESSION_SECRET, settings.secret_key),
        (PASSWORD_SECRET, settings.password_salt),
    ):
        path = secret_file(work, name)
        path.touch(mode=0o600)
        path.write_text(value, encoding="ascii")


def _clear_away(folder: Path) -> None:
    # Alone here, so that half of anything was left by a backup that was killed.
    for each in folder.glob(f".*{HALF}"):
        shutil.rmtree(each, ignore_errors=True)
    for each in (*folder.glob(f"*{HALF}"), *(folder / EVIDENCE).glob(f"*/*{HALF}")):
        if each.is_file() and not each.parent.is_symlink():
            each.unlink()
