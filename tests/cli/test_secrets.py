"""Lost secrets: refused with what to do, and gone on without them only where somebody says so."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pms_tracker.cli import main
from tests.cli.test_serving import free_port


@pytest.fixture
def home(home: Path) -> Path:
    """The instance folder of the demo company, whose secrets were noted by a first command."""
    assert pms("trail", "verify").exit_code == 0
    return home


def pms(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, words, input=typed)


def kept(home: Path) -> str:
    with closing(sqlite3.connect(home / "pms.sqlite3")) as database:
        return str(database.execute("SELECT secret_marks FROM company").fetchone()[0])


@pytest.mark.parametrize("name", ["password", "session"])
def test_a_lost_secret_is_refused_until_somebody_says_to_go_on(home: Path, name: str) -> None:
    marks, file = kept(home), home / f"{name}.secret"
    lost = file.read_text()
    file.unlink()
    for words in (("trail", "verify"), ("scheduler",), ("serve", "--port", str(free_port()))):
        refused = pms(*words)
        assert refused.exit_code == 2
        assert "pms secrets new" in refused.stderr
        assert f"{name}.secret" in refused.stderr
        assert lost not in refused.output
    assert kept(home) == marks
    # Found again, it is as before; really lost, somebody has to say so.
    made = file.read_text()
    file.write_text(lost)
    assert pms("trail", "verify").exit_code == 0
    assert "No secret was lost" in pms("secrets", "new").stdout
    file.write_text(made)
    assert pms("secrets", "new", typed="n\n").exit_code == 1
    assert kept(home) == marks
    assert pms("secrets", "new", typed="y\n").exit_code == 0
    assert kept(home) != marks
    assert pms("trail", "verify").exit_code == 0


def test_a_second_host_needs_the_same_secrets(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMS_PASSWORD_SALT", "of another installation altogether")
    refused = pms("trail", "verify")
    assert refused.exit_code == 2
    assert "PMS_PASSWORD_SALT" in refused.stderr
    monkeypatch.setenv("PMS_PASSWORD_SALT", (home / "password.secret").read_text().strip())
    monkeypatch.setenv("PMS_SECRET_KEY", (home / "session.secret").read_text().strip())
    monkeypatch.setenv("PMS_DATABASE_URL", f"sqlite:///{home / 'pms.sqlite3'}")
    monkeypatch.setenv("PMS_INSTANCE", str(home.parent / "second"))
    assert pms("trail", "verify").exit_code == 0
