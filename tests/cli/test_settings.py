"""Settings that cannot be meant, and a database that is not there: one sentence and exit code 2."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pms_tracker import config
from pms_tracker.cli import main
from pms_tracker.environment import BadSetting
from tests.cli.test_serving import free_port


def on_a_free_port(words: tuple[str, ...]) -> tuple[str, ...]:
    """What another worker, or whoever tests, listens at would be told before anything else."""
    return (*words, "--port", str(free_port())) if words == ("serve",) else words


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installation that was never begun."""
    monkeypatch.setenv("PMS_INSTANCE", str(tmp_path / "none"))
    return tmp_path / "none"


@pytest.mark.parametrize("words", [("serve",), ("setup",), ("check",), ("scheduler",)])
@pytest.mark.parametrize(
    ("name", "value"), [("PMS_PROXIES", "two"), ("PMS_SMTP_URL", "mail"), ("PMS_TIME_ZONE", "x")]
)
def test_each_command_refuses_a_setting_in_a_sentence(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    result = CliRunner().invoke(main, on_a_free_port(words))
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert name in result.stderr
    assert not nowhere.exists()


@pytest.mark.parametrize("words", [("serve",), ("migrate",), ("check",)])
def test_a_database_that_is_not_there_is_said(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("PMS_DATABASE_URL", "postgresql+psycopg://pms:hidden@127.0.0.1:1/pms")
    result = CliRunner().invoke(main, on_a_free_port(words))
    assert result.exit_code == 2
    assert "Cannot reach the database" in result.stderr
    assert "Traceback" not in result.output
    assert "hidden" not in result.output


def test_a_variable_that_is_no_setting_is_warned_of(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMS_BACKUP_DIR", "/backups")
    result = CliRunner().invoke(main, ["policy", "inspect", "--help"])
    assert result.exit_code == 0
    result = CliRunner().invoke(main, ["figures", "compare"])
    assert "There is no setting PMS_BACKUP_DIR" in result.stderr


def test_the_file_of_the_folder_stands_under_the_environment(nowhere: Path) -> None:
    nowhere.mkdir()
    kept = config.keep(nowhere, {"PMS_MAIL_FROM": "pms@example.jp", "PMS_PROXIES": "2"})
    assert kept.stat().st_mode & 0o777 == 0o600
    file = {"PMS_INSTANCE": str(nowhere)}
    assert config.load(file).mail_from == "pms@example.jp"
    over = config.load({**file, "PMS_MAIL_FROM": "other@example.jp", "PMS_PROXIES": ""})
    assert (over.mail_from, over.proxies) == ("other@example.jp", 2)
    with pytest.raises(BadSetting, match="PMS_SMTP_URL"):
        config.keep(nowhere, {"PMS_SMTP_URL": "mail"})
    assert "PMS_SMTP_URL" not in kept.read_text("utf-8")
    kept.write_text("# a comment\n\nPMS_MAIL_FORM = x\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["figures", "compare"])
    assert "There is no setting PMS_MAIL_FORM" in result.stderr
    kept.write_text("PMS_PROXIES", encoding="utf-8")
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 2
    assert "line 1: write NAME=VALUE" in result.stderr
