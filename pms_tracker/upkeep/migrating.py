"""Bringing a database to this code's revision, after a backup of what it holds."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL

from pms_tracker import clock, migrations
from pms_tracker.config import Settings
from pms_tracker.database import db, transaction
from pms_tracker.duties import kept_duties
from pms_tracker.upkeep import file_copies, snapshots, taking


class CannotMigrate(Exception):
    """The database stays as it is; its words say why, and what to do."""


def migrate(settings: Settings, *, without_backup: bool = False) -> Path | None:
    """Migrate where the database is behind, after a backup beside the nightly ones; gives where
    that is, None where none was needed. Needs an app context.

    Raises CannotMigrate for a database of a newer version or from before the baseline, and where no
    backup can be taken.
    """
    standing = migrations.standing()
    if standing in {migrations.Standing.NEWER, migrations.Standing.UNRELEASED}:
        raise CannotMigrate(migrations.ADVICE[standing])
    if standing is migrations.Standing.CURRENT:
        return None
    kept = None
    if standing is migrations.Standing.OLDER and not without_backup:
        kept = _back_up(settings.backup_folder or settings.own_backups, settings)
    bring_to_head()
    return kept


def bring_to_head() -> None:
    """Migrate, and derive anew the rows that are derived from records: an older revision may have
    kept others, or none."""
    is_older = migrations.standing() is migrations.Standing.OLDER
    migrations.upgrade_to_head()
    if is_older:
        with transaction():
            kept_duties.rebuild()


def _back_up(folder: Path, settings: Settings) -> Path:
    if db.engine.dialect.name == "sqlite":
        return taking.take(folder, settings).folder
    # The tables of an older revision are known to nobody but the server.
    tool = shutil.which("pg_dump")
    if tool is None:
        raise CannotMigrate(
            "移行の前にバックアップが必要ですが、pg_dump がありません。pg_dump を入れるか、"
            "別の方法で取得したうえで --without-backup を付けてください。"
            " A backup is needed first and there is no pg_dump. Install it, or take one by other"
            " means and give --without-backup."
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / snapshots.dump_of(clock.now())
    half = file_copies.half_of(path)
    with taking.alone(folder):
        try:
            _dump(tool, db.engine.url, half)
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
    return path


def _dump(tool: str, url: URL, path: Path) -> None:
    # The password goes by the environment: arguments are there for everybody to read.
    words = url.set(drivername="postgresql", password=None).render_as_string()
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    done = subprocess.run(
        [tool, "--format=custom", f"--file={path}", f"--dbname={words}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotMigrate(
            f"pg_dump が失敗しました。 pg_dump failed. ({done.stderr.strip()[-300:]})"
        )
