"""What a machine refuses a command: one sentence and exit code 2, and no line of Python."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.exc import DatabaseError, IntegrityError

from pms_tracker.cli import host_troubles, main
from pms_tracker.cli.host_troubles import in_words


def of_sqlite(path: Path, statement: str) -> sqlite3.Error:
    """What SQLite itself raises."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA max_page_count=1")
        with pytest.raises(sqlite3.Error) as raised:
            database.execute(statement)
    return raised.value


def said_by(*words: str) -> str:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2, (result.output, result.exception)
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_a_folder_that_is_none_and_a_file_that_is_no_database_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("no database, and no folder either " * 40, encoding="utf-8")
    monkeypatch.setenv("PMS_INSTANCE", str(file))
    told = said_by("check")
    assert "cannot be read or written" in told
    assert str(file) in told
    monkeypatch.setenv("PMS_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("PMS_DATABASE_URL", f"sqlite:///{file}")
    assert "is damaged" in said_by("check")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_nothing_is_begun_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("PMS_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("PMS_DATABASE_URL", url)
    assert "where nothing is kept" in said_by("check")
    assert not (tmp_path / "instance").exists()


def test_a_full_disk_is_said_as_one(tmp_path: Path) -> None:
    full = of_sqlite(tmp_path / "full.sqlite3", "CREATE TABLE kept (what BLOB)")
    assert "The disk is full" in str(in_words(full))
    assert "The disk is full" in str(in_words(OSError(errno.ENOSPC, "No space left on device")))


def test_what_is_our_own_fault_is_not_taken_for_the_machine_s() -> None:
    assert in_words(BrokenPipeError(errno.EPIPE, "Broken pipe")) is None
    assert in_words(IntegrityError("INSERT", {}, sqlite3.IntegrityError("UNIQUE"))) is None
    assert "damaged" in str(in_words(DatabaseError("", {}, sqlite3.DatabaseError("malformed"))))


def test_who_is_not_the_owner_is_warned(tmp_path: Path) -> None:
    assert host_troubles.owned_by_another(tmp_path) is None
    assert host_troubles.owned_by_another(tmp_path / "none") is None
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    os.chown(tmp_path, 65534, 65534)
    assert "belongs to another user" in str(host_troubles.owned_by_another(tmp_path))
