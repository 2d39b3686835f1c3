"""Brings a database to the schema of this code; `versions` holds one revision for each change.

Revisions are r0001, the baseline, then r0002 and so on, each in the file of its name. Plain numbers
(0001 to 0051) were those of the time before the baseline, from which nothing leads on (ADR 0056).
"""

import fcntl
import importlib
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import MetaData, func, inspect, select
from sqlalchemy.engine import Connection

from pms_tracker.config import PACKAGE
from pms_tracker.database import WRITE, db

# Any number will do that no other program takes on the same PostgreSQL database.
LOCK = 7_305_180_021

log = logging.getLogger(__name__)


class Standing(StrEnum):
    """How a database stands to this code: never migrated, as the code wants it, behind it, of a
    newer one, or of a time before the baseline."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    UNRELEASED = "unreleased"


# Why nothing is done with a database that stands so, and what to do.
ADVICE: Mapping[Standing, str] = {
    Standing.OLDER: "データベースが古い版のままです。pms migrate を実行してください。"
    " The database is of an older version. Run pms migrate.",
    Standing.NEWER: "データベースは、より新しい版のものです。その版以降を入れてください。"
    " The database is of a newer version. Install that version.",
    Standing.UNRELEASED: "公開前の開発版のデータで、引き継げません。空の環境（PMS_INSTANCE、"
    "PMS_DATABASE_URL）で始めるか、その開発版で開いてください。"
    " These data are of a development version from before the first release and cannot be carried"
    " over. Start with an empty installation (PMS_INSTANCE, PMS_DATABASE_URL), or open them with"
    " that version.",
}
_BEFORE_THE_BASELINE = re.compile(r"00[0-4]\d|005[01]")


def standing() -> Standing:
    """How the app's database stands to this code; needs an app context."""
    found = current_revision()
    if found is None:
        return Standing.EMPTY
    if found == head_revision():
        return Standing.CURRENT
    if _BEFORE_THE_BASELINE.fullmatch(found):
        return Standing.UNRELEASED
    known = {each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions()}
    return Standing.OLDER if found in known else Standing.NEWER


def upgrade_to_head() -> bool:
    """Bring the app's database to the newest revision; needs an app context.

    Returns True if it was empty before: of several processes that start at once, only one is told
    so. An empty SQLite file is given the tables as they are (ADR 92). All revisions are kept, or
    none. Raises alembic's CommandError where the database knows a revision that this code does not.
    """
    with _in_turn():
        if current_revision() == head_revision():
            return False
        with _transaction() as connection:
            before = _revision_of(connection)
            config = _config()
            config.attributes["connection"] = connection
            if _is_new(connection):
                tables().create_all(connection)
                command.stamp(config, "head")
            else:
                command.upgrade(config, "head")
            after = _revision_of(connection)
    log.info("The database went from revision %s to %s", before, after)
    return before is None and before != after


def _is_new(connection: Connection) -> bool:
    """Whether it is an SQLite file that holds nothing. Creating the tables on PostgreSQL would mark
    a key that closes a ring of them, and SQLite, asked later by the same process, heed the mark."""
    return connection.dialect.name == "sqlite" and not inspect(connection).get_table_names()


def current_revision() -> str | None:
    """The revision that the app's database is at; None if it was never migrated."""
    with db.engine.connect() as connection:
        return _revision_of(connection)


def head_revision() -> str | None:
    """The newest revision that this code knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def tables() -> MetaData:
    """Every table of every room, whether or not the app has asked for it yet."""
    for path in sorted(PACKAGE.rglob("*_tables.py")):
        module = path.relative_to(PACKAGE).with_suffix("")
        importlib.import_module(".".join((PACKAGE.name, *module.parts)))
    return db.Model.metadata


@contextmanager
def alone() -> Iterator[Connection]:
    """One transaction in which nobody else migrates or, on SQLite, writes; all of it or nothing."""
    with _in_turn(), _transaction() as connection:
        yield connection


@contextmanager
def _in_turn() -> Iterator[None]:
    # Processes that open a new SQLite file at once may find it locked while it turns to WAL,
    # whatever their patience: so they queue before they open it.
    if db.engine.dialect.name != "sqlite":
        yield
        return
    instance = Path(current_app.instance_path)
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (instance / "migrating.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _transaction() -> Iterator[Connection]:
    with db.engine.connect() as connection, _foreign_keys_off(connection):
        connection.execution_options(**{WRITE: True})
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
            yield connection
            _check_foreign_keys(connection)


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    # SQLite changes a table by building it anew and dropping the old one, which rows of other
    # tables still refer to. The switch has no effect inside a transaction: ask the driver.
    driver = connection.connection.driver_connection
    if driver is None or connection.dialect.name != "sqlite":
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    astray = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if astray:
        raise RuntimeError(f"rows refer to rows that are gone: {astray[:10]}")


def _revision_of(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    folder = str(PACKAGE / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    return config
