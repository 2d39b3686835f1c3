"""Test databases, made once with the cast in them; its rows are put back after whoever commits."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from pms_tracker import clock, config, migrations
from pms_tracker.app import create_app
from pms_tracker.config import Settings
from pms_tracker.database import db, session
from pms_tracker.mail import rendering
from tests import cast
from tests.kept_rows import KeptRows, PostgresRows, SqliteRows
from tests.prepared_statements import PreparedStatements

POSTGRES = os.environ.get(
    "PMS_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)


@dataclass
class Served:
    """An app over one database; `dirty` once something was committed to it.

    PostgreSQL does not take numbers back that a rolled-back row was given: `counted` once there
    may be such.
    """

    app: Flask
    settings: Settings
    engine: Engine
    rows: KeptRows
    dirty: bool = field(default=False)
    counted: bool = field(default=False)

    def watch(self) -> None:
        """Note from now on what is committed to the database and what numbers are taken."""

        def commit(_connection: object) -> None:
            self.dirty = True

        def execute(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            self.counted = self.counted or statement.startswith("INSERT")

        event.listen(self.engine, "commit", commit)
        if self.engine.dialect.name == "postgresql":
            event.listen(self.engine, "after_cursor_execute", execute)


def _read_backwards(engine: Engine) -> None:
    """Have SQLite give rows in the other order wherever none was asked for: PostgreSQL gives them
    in any, and whoever leans on one order fails there once in a hundred runs."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _unordered_backwards)
        engine.dispose()


def _unordered_backwards(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA reverse_unordered_selects = ON")


class Databases:
    """Makes each kind's template with the cast once, and a clean copy where the last is dirty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = f"pms_test_{uuid4().hex[:12]}"
        self._made: dict[str, Served] = {}
        self._asked: PreparedStatements | None = None
        self._server: Engine | None = None
        self._answers: bool | None = None

    def postgres_answers(self) -> bool:
        """Whether a PostgreSQL server lets us make databases; asked once."""
        if self._answers is None:
            try:
                with self._postgres().connect() as connection:
                    connection.execute(text("SELECT 1"))
                self._answers = True
            except OperationalError:
                self._answers = False
        return self._answers

    def _postgres(self) -> Engine:
        if self._server is None:
            self._server = create_engine(
                POSTGRES,
                isolation_level="AUTOCOMMIT",
                poolclass=NullPool,
                connect_args={"connect_timeout": 3},
            )
        return self._server

    def _run(self, *statements: str) -> None:
        with self._postgres().connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def served(self, kind: str) -> Served:
        """The app over a database of this kind that holds the cast and nothing else."""
        found = self._made.get(kind)
        if found is None:
            found = self._made[kind] = self._make(kind)
        elif found.dirty:
            if not found.rows.put_back():
                found.engine.dispose()
                found.rows.close()
                self._copy(kind)
        elif found.counted:
            found.rows.count_anew()
        found.dirty = found.counted = False
        # Another app of this process, such as a command's, may have said that it serves elsewhere.
        rendering.use_site(found.settings.base_url)
        return found

    def _url(self, kind: str, name: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{self._folder / name}.sqlite3"
        return make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)

    def _make(self, kind: str) -> Served:
        template = f"{self._name}_template"
        if kind == "postgresql":
            self._run(f"CREATE DATABASE {template}")
        self._fill(self._settings(self._url(kind, template)))
        if kind == "postgresql":
            PostgresRows(self._url(kind, template)).keep()
        self._copy(kind)
        url = self._url(kind, self._name)
        settings = self._settings(url)
        app = create_app(settings)
        rows = SqliteRows(url) if kind == "sqlite" else PostgresRows(url)
        with app.app_context():
            _read_backwards(db.engine)
            made = Served(app, settings, db.engine, rows)
        made.watch()
        if kind == "sqlite":
            self._asked = PreparedStatements(made.engine)
        return made

    def refused_by_postgres(self) -> list[str]:
        """What SQLite was asked since this was last called and PostgreSQL does not take, if it is
        there: what it says of each such statement."""
        if self._asked is None or not self._asked.waiting() or not self.postgres_answers():
            return []
        server = self._made.get("postgresql") or self.served("postgresql")
        return self._asked.refused(server.engine)

    def _settings(self, url: str) -> Settings:
        # Of its own for each kind: the one that is made later would read what a test of the other
        # left there, as where that was served.
        instance = self._folder / f"instance-{make_url(url).get_backend_name()}"
        return config.load({"PMS_INSTANCE": str(instance), "PMS_DATABASE_URL": url})

    def _fill(self, settings: Settings) -> None:
        app = create_app(settings)
        with app.app_context():
            migrations.upgrade_to_head()
            with clock.set_to(clock.at(cast.TODAY)):
                cast.enter()
            session.remove()
            db.engine.dispose()

    def _copy(self, kind: str) -> None:
        template, name = f"{self._name}_template", self._name
        if kind == "postgresql":
            self._run(
                f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
                f"CREATE DATABASE {name} TEMPLATE {template}",
                # A test's rows need not outlive the server's next fall.
                f"ALTER DATABASE {name} SET synchronous_commit = off",
            )
            return
        for suffix in ("-wal", "-shm"):
            (self._folder / f"{name}.sqlite3{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self._folder / f"{template}.sqlite3", self._folder / f"{name}.sqlite3")

    @contextmanager
    def empty_postgres(self) -> Iterator[str]:
        """The URL of a new, empty database."""
        name = f"{self._name}_{uuid4().hex[:8]}"
        self._run(f"CREATE DATABASE {name}")
        try:
            yield self._url("postgresql", name)
        finally:
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def close(self) -> None:
        """Let go of every connection and drop what was made on the server."""
        for served in self._made.values():
            served.engine.dispose()
            served.rows.close()
        if "postgresql" in self._made:
            for name in (self._name, f"{self._name}_template"):
                self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        if self._server is not None:
            self._server.dispose()
