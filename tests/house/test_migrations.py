"""Models equal migrations, on both databases: CHECK constraints, triggers and the head row too."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.script import Script, ScriptDirectory
from alembic.util import CommandError
from flask import Flask
from sqlalchemy.exc import DBAPIError

from pms_tracker import migrations
from pms_tracker.app import create_app
from pms_tracker.database import db
from pms_tracker.migrations import Standing
from tests import migrating_process
from tests.forked import FORKED, fork

MIGRATIONS = str(Path(migrations.__file__).parent)
VERSIONS = "alembic_version"

POSTGRESQL = {
    "columns": """SELECT c.relname, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum),
        a.attname, format_type(a.atttypid, a.atttypmod),
        a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace = 'public'::regnamespace""",
    "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "sequences": "SELECT 'sequence', sequencename FROM pg_sequences",
    "triggers": """SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal""",
    "functions": """SELECT 'function', proname, pg_get_functiondef(oid)
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'pms.sqlite3'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def app(url: str, tmp_path: Path) -> Iterator[Flask]:
    """An app on an empty database, inside its context."""
    app = create_app(migrating_process.settings_of(str(tmp_path), url))
    with app.app_context():
        yield app
        db.engine.dispose()


def down() -> None:
    flask_migrate.downgrade(directory=MIGRATIONS, revision="base")


def revisions() -> list[Script]:
    """Every revision, oldest first."""
    return [*reversed([*ScriptDirectory(MIGRATIONS).walk_revisions()])]


def schema() -> list[tuple[object, ...]]:
    """All that the database holds, in an order that does not depend on how it was made."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            return _of_sqlite(connection)
        return sorted(
            (kind, *map(str, row))
            for kind, query in POSTGRESQL.items()
            for row in connection.exec_driver_sql(query)
            if row[0] != VERSIONS
        )


def unplaced(found: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """The same without the places of columns: one that is given back stands last in its table."""
    return sorted(
        (*row[:2], *row[3:]) if row[0] == "columns" else (*row[:3], *sorted(map(str, row[3:])))
        for row in found
    )


def head() -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text("SELECT * FROM trail_head"))]


def _of_sqlite(connection: sa.Connection) -> list[tuple[object, ...]]:
    rows = connection.exec_driver_sql(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    )
    return sorted((kind, name, *_parts(sql)) for kind, name, of, sql in rows if of != VERSIONS)


def _parts(sql: str) -> list[str]:
    if not sql.startswith("CREATE TABLE"):
        return [sql]
    # A column that a later revision added stands on the line of the one before it.
    lines = re.sub(r", (?=\w+ [A-Z]+)", "\n", sql).splitlines()
    head, *columns = [line.strip().rstrip(", ") for line in lines if line.strip()]
    # A table that was built anew for a change has its name in quotes.
    head = head.replace('"', "")
    constraints = [line for line in columns if line.startswith("CONSTRAINT ")]
    return [head, *(line for line in columns if line not in constraints), *sorted(constraints)]


# In a process of its own: creating tables on PostgreSQL marks a key that closes a ring of tables,
# and SQLite, asked next in the same process, would heed the mark and leave the key out.
def create_in_another(url: str, instance: Path) -> None:
    assert fork(migrating_process.create, str(instance), url).code() == 0


@FORKED
@pytest.mark.usefixtures("app")
def test_a_new_database_and_the_models_are_as_every_revision_leaves_one(
    url: str, tmp_path: Path
) -> None:
    migrations.upgrade_to_head()
    new = schema(), head()
    assert migrations.current_revision() == migrations.head_revision()
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM trail_head").scalar() == 1
    down()
    flask_migrate.upgrade(directory=MIGRATIONS)
    assert new == (schema(), head())
    assert migrations.current_revision() == migrations.head_revision()
    down()
    create_in_another(url, tmp_path)
    assert new == (schema(), head())


@pytest.mark.usefixtures("app")
def test_every_revision_goes_up_and_down_and_up_again() -> None:
    steps = [each.revision for each in revisions()]
    found = [schema()]
    for step in steps:
        flask_migrate.upgrade(directory=MIGRATIONS, revision=step)
        assert migrations.current_revision() == step
        found.append(schema())
    assert found[0] == []
    assert len(found[-1]) > len(migrations.tables().tables)
    for before in reversed(found[:-1]):
        flask_migrate.downgrade(directory=MIGRATIONS, revision="-1")
        assert unplaced(schema()) == unplaced(before)
    assert migrations.current_revision() is None
    flask_migrate.upgrade(directory=MIGRATIONS)
    assert schema() == found[-1]
    assert migrations.current_revision() == migrations.head_revision()


def test_revisions_are_numbered_in_one_line() -> None:
    names = [f"r{number:04}" for number in range(1, len(revisions()) + 1)]
    assert [each.revision for each in revisions()] == names
    assert [each.down_revision for each in revisions()] == [None, *names[:-1]]
    files = sorted(path.stem for path in Path(MIGRATIONS, "versions").glob("*.py"))
    assert [name.partition("_")[0] for name in files] == names


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_new_revision_is_given_the_next_number_and_finds_nothing_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    migrations.upgrade_to_head()
    flask_migrate.migrate(directory=str(folder), message="next")
    (made,) = folder.glob("versions/*_next.py")
    assert made.name == f"r{len(revisions()) + 1:04}_next.py"
    body = made.read_text("utf-8").partition("def upgrade")[2]
    assert body.count("pass") == 2
    assert "op." not in body


@pytest.mark.usefixtures("app")
def test_only_the_first_upgrade_finds_an_empty_database() -> None:
    assert migrations.current_revision() is None
    assert migrations.upgrade_to_head() is True
    assert migrations.upgrade_to_head() is False
    assert migrations.current_revision() == migrations.head_revision()


@pytest.mark.usefixtures("app")
def test_a_migration_that_fails_leaves_nothing_behind() -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE reminder_ledger (in_the_way INTEGER)")
    before = schema()
    with pytest.raises(DBAPIError, match="reminder_ledger"):
        migrations.upgrade_to_head()
    assert schema() == before
    assert migrations.current_revision() is None


@pytest.mark.usefixtures("app")
def test_a_database_newer_than_the_code_is_left_alone() -> None:
    migrations.upgrade_to_head()
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSIONS} SET version_num = 'later'")
    with pytest.raises(CommandError, match="later"):
        migrations.upgrade_to_head()
    assert migrations.current_revision() == "later"


@pytest.mark.usefixtures("app")
def test_how_a_database_stands_is_told_by_its_revision() -> None:
    assert migrations.standing() is Standing.EMPTY
    migrations.upgrade_to_head()
    assert migrations.standing() is Standing.CURRENT
    for revision, standing in (
        ("r0000", Standing.NEWER),
        ("r9999", Standing.NEWER),
        ("0052", Standing.NEWER),
        ("0001", Standing.UNRELEASED),
        ("0026", Standing.UNRELEASED),
        ("0051", Standing.UNRELEASED),
    ):
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE {VERSIONS} SET version_num = '{revision}'")
        assert migrations.standing() is standing, revision


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_rows_left_astray_undo_a_migration_on_sqlite() -> None:
    migrations.upgrade_to_head()
    row = "INSERT INTO trail_value (entry_number, position, field, digest) VALUES (7, 1, '', '')"
    with pytest.raises(RuntimeError, match="gone"), migrations.alone() as connection:
        connection.exec_driver_sql(row)
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM trail_value").scalar() == 0
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@FORKED
def test_of_processes_that_start_at_once_one_migrates(url: str, tmp_path: Path) -> None:
    processes = [fork(migrating_process.migrate, str(tmp_path), url) for _ in range(2)]
    for process in processes:
        assert process.said() == "ready"
    for process in processes:
        process.tell("go")
    assert sorted(process.said() for process in processes) == [False, True]
    assert [process.code() for process in processes] == [0, 0]
