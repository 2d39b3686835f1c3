"""The cast's rows as they were entered, put back in place of whatever a test left there."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, LiteralString, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url

# Pages that are free may be written where a disk is said to be full: with more, a copy is lighter.
FREE_PAGES = 1000


class KeptRows(Protocol):
    """What a database held when the cast had been entered."""

    def put_back(self) -> bool:
        """Have it hold just that again; False where a copy must, as where a table was changed."""

    def count_anew(self) -> None:
        """Put its counters back, so that no test knows which ones ran before it."""

    def close(self) -> None:
        """Let go of the database, which is dropped or copied anew."""


class SqliteRows:
    """Tables that differ are filled again, over a connection that hears no trigger and no key.

    So nobody has to read the schema anew, which is most of what a copied file costs. Before Python
    3.12 triggers cannot be set aside: there the file is copied.
    """

    def __init__(self, url: str) -> None:
        self._path = make_url(url).database or ""
        self._opened: sqlite3.Connection | None = None
        with closing(sqlite3.connect(self._path)) as connection:
            self._schema = _schema(connection)
            tables = "SELECT name FROM sqlite_schema WHERE type = 'table'"
            rows = {
                table: connection.execute(f'SELECT * FROM "{table}"').fetchall()
                for (table,) in connection.execute(tables).fetchall()
            }
        self._held = {table: held for table, held in rows.items() if held}
        self._empty = [table for table, held in rows.items() if not held]
        filled = (f'EXISTS (SELECT 1 FROM "{table}")' for table in self._empty)
        self._filled = f"SELECT {', '.join(filled)}"

    def put_back(self) -> bool:
        try:
            with self._writing() as connection:
                if connection is None or _schema(connection) != self._schema:
                    return False
                self._refill(connection)
                (free,) = connection.execute("PRAGMA freelist_count").fetchone()
        except sqlite3.Error:
            return False
        return bool(free <= FREE_PAGES)

    def _refill(self, connection: sqlite3.Connection) -> None:
        filled = connection.execute(self._filled).fetchone()
        for table, some in zip(self._empty, filled, strict=True):
            if some:
                connection.execute(f'DELETE FROM "{table}"')
        for table, rows in self._held.items():
            if connection.execute(f'SELECT * FROM "{table}"').fetchall() != rows:
                connection.execute(f'DELETE FROM "{table}"')
                cells = ", ".join("?" * len(rows[0]))
                connection.executemany(f'INSERT INTO "{table}" VALUES ({cells})', rows)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection | None]:
        self._opened = self._opened or _without_triggers(self._path)
        if self._opened is None:
            yield None
            return
        self._opened.execute("BEGIN IMMEDIATE")
        try:
            yield self._opened
            self._opened.execute("COMMIT")
        finally:
            if self._opened.in_transaction:
                self._opened.execute("ROLLBACK")

    def count_anew(self) -> None:
        """SQLite counts from the rows that are there."""

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None


def _schema(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA schema_version").fetchone()
    return int(version)


def _without_triggers(path: str) -> sqlite3.Connection | None:
    if sys.version_info < (3, 12):
        return None
    connection = sqlite3.connect(path, timeout=0.2, isolation_level=None, cached_statements=500)
    connection.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


class PostgresRows:
    """The same as functions of the template, so that each copy brings them and their rows along.

    A connection of its own keeps their plans, and sets triggers and foreign keys aside where the
    tests' role may: PostgreSQL makes and drops a database slowly.
    """

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._opened: psycopg.Connection[Any] | None = None

    def keep(self) -> None:
        """Keep what each table holds now beside it, with the functions that put just that back."""
        with psycopg.connect(self._url) as connection:
            connection.execute(KEPT)
            tables = [table for (table,) in connection.execute(TABLES)]
            for table in tables:
                connection.execute(
                    sql.SQL("CREATE TABLE cast_rows.{0} AS TABLE public.{0}").format(
                        sql.Identifier(table)
                    )
                )
            steps = sql.SQL("").join(
                sql.SQL(AGAIN).format(sql.Identifier(table)) for table in tables
            )
            connection.execute(sql.SQL(PUT_BACK).format(steps))

    def put_back(self) -> bool:
        aside = "SET session_replication_role = replica"
        return self._answers(aside) and self._answers("SELECT cast_rows.put_back()")

    def count_anew(self) -> None:
        if not self._answers("SELECT cast_rows.count_anew()"):
            raise RuntimeError(f"no counter of {self._url} could be put back")

    def _answers(self, asked: LiteralString) -> bool:
        try:
            if self._opened is None:
                self._opened = psycopg.connect(self._url, autocommit=True)
                self._opened.execute("SET lock_timeout = '3s'")
            self._opened.execute(asked)
        except psycopg.Error:
            self.close()
            return False
        return True

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None


TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
KEPT = """
CREATE SCHEMA cast_rows;
CREATE TABLE cast_rows."counter of its own" AS
    SELECT format('%I.%I', schemaname, sequencename)::regclass AS counter, last_value
    FROM pg_sequences;
CREATE FUNCTION cast_rows.count_anew() RETURNS void LANGUAGE sql AS $$
    SELECT sum(setval(counter, coalesce(last_value, 1), last_value IS NOT NULL))
    FROM cast_rows."counter of its own"
    WHERE pg_sequence_last_value(counter) IS DISTINCT FROM last_value
$$
"""
# The same rows are the same text, whichever comes first.
AGAIN = """
    IF (SELECT sum(hashtextextended(held::text, 0)) FROM public.{0} AS held)
        IS DISTINCT FROM (SELECT sum(hashtextextended(held::text, 0)) FROM cast_rows.{0} AS held)
    THEN
        DELETE FROM public.{0};
        INSERT INTO public.{0} TABLE cast_rows.{0};
    END IF;
"""
PUT_BACK = """
CREATE FUNCTION cast_rows.put_back() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    {0}
    PERFORM cast_rows.count_anew();
END
$$
"""
