"""Files to install with: they name settings, commands and options that there are."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from dataclasses import fields
from pathlib import Path

import click
import pytest

from pms_tracker.cli import main
from pms_tracker.config import ROOT, Settings

FOLDER = ROOT / "docs" / "deploy"
FILES = sorted(path for path in FOLDER.iterdir())
SETTINGS = {f"PMS_{each.name.upper()}" for each in fields(Settings)}
GUIDE = ROOT / "docs" / "operations.md"


@pytest.mark.parametrize("path", [*FILES, GUIDE, ROOT / "README.md"], ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"\bPMS_[A-Z_]+\b", path.read_text(encoding="utf-8")))
    assert named - {each for each in named if each.startswith("PMS_TEST_")} <= SETTINGS


def commands() -> list[list[str]]:
    """Every line of a unit or the container that calls `pms`."""
    found = []
    for path in FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("ExecStart=") and "/bin/pms " in line:
                found.append(shlex.split(line)[1:])
            elif line.startswith("CMD ["):
                found.append(re.findall(r'"([^"]*)"', line)[1:])
    return found


def test_every_command_takes_its_words() -> None:
    assert len(commands()) == 5
    for words in commands():
        command: click.Command = main
        rest = list(words)
        while isinstance(command, click.Group):
            command = command.commands[rest.pop(0)]
        with command.make_context(words[0], rest, resilient_parsing=False) as context:
            assert not context.args


def test_units_read_as_units_and_are_hardened_alike() -> None:
    hardened = set()
    for path in FILES:
        if path.suffix not in {".service", ".timer"}:
            continue
        unit = ConfigParser(strict=False, interpolation=None)
        unit.optionxform = str  # type: ignore[assignment, method-assign]
        unit.read_string(path.read_text(encoding="utf-8"))
        assert unit["Unit"]["Description"].startswith("PMS Tracker")
        if path.suffix == ".service":
            service = unit["Service"]
            assert (service["User"], service["EnvironmentFile"]) == ("pms", "/etc/pms/pms.env")
            text = path.read_text(encoding="utf-8")
            hardened.add(text[text.index("NoNewPrivileges") : text.index("UMask")])
    assert len(hardened) == 1


def test_the_image_takes_what_runs_by_name_and_no_history(tmp_path: Path) -> None:
    text = (FOLDER / "Containerfile").read_text(encoding="utf-8")
    copied = [line.split()[1:-1] for line in text.splitlines() if line.startswith("COPY ")]
    named = [each for words in copied for each in words if not words[0].startswith("--from")]
    assert {"pms_tracker", "templates", "pyproject.toml"} <= set(named)
    assert all(re.fullmatch(r"\w[\w.-]*", each) for each in named)
    assert not {"tests", "benchmarks", "instance", "docs"} & set(named)
    for each in named:
        (shutil.copytree if (ROOT / each).is_dir() else shutil.copy)(ROOT / each, tmp_path / each)
    # Fails where something is missing that installing asks for.
    subprocess.run(["make", "--dry-run", "install"], cwd=tmp_path, check=True, capture_output=True)
    about = tomllib.loads((tmp_path / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert all((tmp_path / each).is_file() for each in (about["readme"], *about["license-files"]))


def test_every_file_that_the_guide_names_is_where_it_says() -> None:
    named = re.findall(r"`[^`]*?([\w/]*deploy/[\w.-]+)[^`]*`", GUIDE.read_text(encoding="utf-8"))
    assert named
    assert [each for each in named if not (ROOT / each).is_file()] == []


def test_commands_by_hand_have_the_settings_of_the_service(tmp_path: Path) -> None:
    """The shell function of the guide, with the places of this machine, as whoever runs this."""
    lines = re.findall(r"^ *(pms\(\) .+)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) == 2
    assert lines[0] == lines[1]
    settings = tmp_path / "pms.env"
    settings.write_text(
        f"PMS_INSTANCE={tmp_path / 'data'}\n"
        'PMS_SCAN_COMMAND="clamdscan --fdpass & more"\nPMS_PROXIES=two\n',
        encoding="utf-8",
    )
    command = f'exec {sys.executable} -m pms_tracker "$@"'
    line = lines[0].replace("runuser -u pms -- ", "")
    line = line.replace('exec /opt/pms/.venv/bin/pms "$@"', command)
    line = line.replace("/etc/pms/pms.env", str(settings))
    run = subprocess.run(
        ["bash", "-c", f"{line}\npms trail verify"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 2
    assert "PMS_PROXIES=two" in run.stderr
    assert "not found" not in run.stderr


def test_folders_that_units_write_to_are_made_by_the_guide() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for path in FILES:
        for folder in re.findall(r"^ReadWritePaths=-?(\S+)", path.read_text("utf-8"), re.MULTILINE):
            assert guide.count(f"-m 0700 /var/lib/pms {folder}`") == 2, (path, folder)


def test_the_guide_knows_every_file_that_is_given() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert [path.name for path in FILES if path.name not in guide] == []
