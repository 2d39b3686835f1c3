"""Where data are kept, when it takes no more: the disk is full or read-only, the server is gone.

SQLite's files on a read-only file system are still read; once it is writable again, so are they.
"""

import errno
import os
import sqlite3
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Dialect, Engine, event
from sqlalchemy.exc import DBAPIError, DisconnectionError, TimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

UNWRITABLE = "pms_unwritable"


def is_in_memory(url: URL) -> bool:
    """Whether a database lies in no file and on no server, but in whatever process opens it."""
    return url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}


class Trouble(Enum):
    """Why nothing can be kept at the moment, if it is not our own fault."""

    FULL = "full"
    READ_ONLY = "read_only"
    GONE = "gone"


OF_SQLITE = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Trouble.GONE,
    sqlite3.SQLITE_IOERR: Trouble.GONE,
    # Somebody has been writing for longer than anybody waits.
    sqlite3.SQLITE_BUSY: Trouble.GONE,
}
OF_FILES = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EFBIG: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY,
}
# SQLSTATE of PostgreSQL: disk full, read-only transaction; by its class: connection, shutdown.
OF_POSTGRESQL = {"53100": Trouble.FULL, "25006": Trouble.READ_ONLY}
CLASSES_GONE = ("08", "57P", "53300")


def trouble(error: BaseException | None) -> Trouble | None:
    """What an error says of where data are kept; None where it says nothing of it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        found = _of_one(error)
        if found is not None:
            return found
        error = getattr(error, "orig", None) or error.__cause__ or error.__context__
    return None


def _of_one(error: BaseException) -> Trouble | None:
    if isinstance(error, sqlite3.Error):
        # The low byte is the kind, what is above it the circumstance.
        return OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, OSError):
        return OF_FILES.get(error.errno or 0)
    if isinstance(error, TimeoutError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    ):
        return Trouble.GONE
    state = getattr(error, "sqlstate", "")
    if state is None or str(state).startswith(CLASSES_GONE):
        # psycopg names no state where no server answered.
        return Trouble.GONE if state or type(error).__name__ == "OperationalError" else None
    return OF_POSTGRESQL.get(str(state))


def read_where_nothing_is_written(engine: Engine) -> None:
    """Have SQLite read on a read-only file system, and write again once that is over."""

    @event.listens_for(engine, "do_connect")
    def connect(
        _dialect: Dialect, record: ConnectionPoolEntry, words: list[Any], named: dict[str, Any]
    ) -> sqlite3.Connection | None:
        place = Path(str(words[0]))
        unwritable = place.is_file() and not os.access(place, os.W_OK)
        record.info[UNWRITABLE] = place if unwritable else None
        # Without the log beside it there is nothing but the file, which nobody changes there; with
        # one, SQLite finds its way.
        if unwritable and not place.with_name(f"{place.name}-wal").exists():
            opened: sqlite3.Connection = sqlite3.connect(
                f"{place.as_uri()}?immutable=1", **{**named, "uri": True}
            )
            return opened
        return None

    @event.listens_for(engine, "checkout")
    def checkout(_connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        place = record.info.get(UNWRITABLE)
        if place is not None and os.access(place, os.W_OK):
            raise DisconnectionError("the file system is writable again")
