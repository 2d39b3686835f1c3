"""Restoring a backup into an empty installation, of this version or an older one's, on either
database; what was erased since is erased again."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, inspect, select

from pms_tracker import migrations
from pms_tracker.act.erasures import erasures
from pms_tracker.act.tables.case_tables import Erasure
from pms_tracker.config import PASSWORD_SECRET, SESSION_SECRET, Settings, secret_file
from pms_tracker.database import db, session, transaction
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.upkeep import file_copies, migrating, row_copies, snapshots, taking
from pms_tracker.upkeep.snapshots import DATABASE, NoSnapshot, Snapshot

# Opens the app of an installation; what is done with its rows happens inside.
OpenApp = Callable[[Settings], AbstractContextManager[object]]


class NotEmpty(Exception):
    """The installation holds something already; its words say what, and what to do."""


@dataclass(frozen=True)
class Restored:
    """What came of it. `missing`: hashes of evidence that the backup does not hold, `erased`: how
    many erasures since the backup were done again, `standing`: those that could not be, and newer
    backups that are too damaged to tell of any."""

    rows: int
    files: int
    missing: tuple[str, ...]
    erased: int
    standing: tuple[str, ...]


@contextmanager
def standing_beside(
    snapshot: Snapshot, folder: Path, settings: Settings, open_app: OpenApp
) -> Iterator[Settings]:
    """Open a copy of a snapshot in an empty folder, brought to this code's revision.

    Gives the settings of that installation; its evidence stays where the backup has it. Raises
    NoSnapshot where the backup is not whole, of a newer version, or from before the baseline.
    """
    wrong = list(snapshots.faults(snapshot))
    if wrong:
        raise NoSnapshot(
            f"バックアップのファイルが変わっているか、ありません: {', '.join(wrong)}。"
            f" Files of the backup are missing or changed: {', '.join(wrong)}."
        )
    shutil.copyfile(snapshot.database, folder / DATABASE)
    own = replace(settings, instance=folder, database_url=f"sqlite:///{folder / DATABASE}")
    with open_app(own):
        _refuse_other_lines(snapshot)
        migrating.bring_to_head()
        yield own


def restore(snapshot: Snapshot, settings: Settings, open_app: OpenApp) -> Restored:
    """Fill an empty installation from a snapshot: evidence first and the database last, so that
    one that was killed is begun again.

    Raises NotEmpty where something is there already, NoSnapshot where the backup cannot be used.
    """
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open_app(settings):
        _refuse_what_is_used()
        target = db.engine.url
    with TemporaryDirectory(prefix=".restoring-", dir=settings.instance) as made:
        work = Path(made)
        with standing_beside(snapshot, work, settings, open_app):
            missing = _bring_evidence(snapshot.evidence, settings.evidence_folder)
            erased, standing = _erase_again(snapshot, settings.evidence_folder)
            files = len(_hashes()) - len(missing)
            session.rollback()
        _close(work / DATABASE)
        # Counted as the backup counted them, so that both say the same number.
        rows = sum(taking.read(work / DATABASE).rows.values())
        if target.get_backend_name() == "sqlite":
            place = Path(target.database or "")
            for suffix in ("-wal", "-shm"):
                place.with_name(place.name + suffix).unlink(missing_ok=True)
            file_copies.put(work / DATABASE, place)
        else:
            with open_app(settings):
                _copy_rows(work / DATABASE)
        if snapshot.manifest.secrets:
            _bring_secrets(snapshot.folder, settings.instance)
    return Restored(rows, files, missing, erased, standing)


def _refuse_other_lines(snapshot: Snapshot) -> None:
    match migrations.standing():
        case migrations.Standing.NEWER:
            version = snapshot.manifest.version
            raise NoSnapshot(
                f"より新しい版（{version}）のバックアップです。その版以降を入れてから復元してください。"
                f" This backup is of a newer version ({version}). Install that version first."
            )
        case migrations.Standing.UNRELEASED as standing:
            raise NoSnapshot(migrations.ADVICE[standing])


def _refuse_what_is_used() -> None:
    standing = migrations.standing()
    if standing in {migrations.Standing.NEWER, migrations.Standing.UNRELEASED}:
        raise NotEmpty(migrations.ADVICE[standing])
    if not inspect(db.engine).has_table(Person.__tablename__):
        return
    somebody = session.scalar(select(Person.id).limit(1))
    session.rollback()
    if somebody is not None:
        raise NotEmpty(
            "この環境には、すでにデータがあります。空の環境（PMS_INSTANCE、PMS_DATABASE_URL）に復元してください。"
            " There are data here already. Restore into an empty installation"
            " (PMS_INSTANCE, PMS_DATABASE_URL)."
        )


def _hashes() -> set[str]:
    statement = select(EvidenceFile.sha256).where(EvidenceFile.erased_at.is_(None))
    return set(session.scalars(statement))


def _bring_evidence(store: Path, folder: Path) -> tuple[str, ...]:
    """Copy each file that a row names; the hashes of those that are not there as they were."""
    return tuple(
        digest
        for digest in sorted(_hashes())
        if evidence.sha256_of(evidence.path_of(folder, digest)) != digest
        and not file_copies.bring(digest, store, folder)
    )


def _erase_again(snapshot: Snapshot, folder: Path) -> tuple[int, tuple[str, ...]]:
    """Do again what the newest backup beside this one tells of, oldest first."""
    newest, damaged = snapshots.newer(snapshot)
    if newest is None:
        return 0, damaged
    done, standing = 0, [*damaged]
    before = set(_agreed(snapshot.database))
    for agreed in _agreed(newest.database):
        if agreed in before:
            continue
        with transaction():
            again = erasures.redo(agreed, folder)
        done += again
        if not again:
            standing.append(f"{agreed.reference} {agreed.field or agreed.file_number}")
    return done, tuple(standing)


def _agreed(path: Path) -> list[erasures.Agreed]:
    # Columns that any revision has; a newer backup's database is not migrated for this.
    table = Erasure.__table__
    names = [*erasures.Agreed.__dataclass_fields__]
    engine = create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            rows = connection.execute(
                select(*(table.columns[name] for name in names))
                .where(table.columns.erased_at.is_not(None))
                .order_by(table.columns.id)
            )
            return [erasures.Agreed(*row) for row in rows]
    finally:
        engine.dispose()


def _close(path: Path) -> None:
    """Have all of a database in its one file."""
    with closing(sqlite3.connect(path)) as closed:
        closed.execute("PRAGMA journal_mode=DELETE")


def _copy_rows(path: Path) -> None:
    migrations.upgrade_to_head()
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as source, migrations.alone() as target:
            row_copies.copy(source, target, migrations.tables())
    finally:
        engine.dispose()


def _bring_secrets(folder: Path, instance: Path) -> None:
    for name in (SESSION_SECRET, PASSWORD_SECRET):
        file_copies.put(secret_file(folder, name), secret_file(instance, name))
