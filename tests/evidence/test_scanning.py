"""The virus scanner that an installation names: a real program is run on a real file."""

from pathlib import Path

import pytest

from pms_tracker import config
from pms_tracker.environment import BadSetting
from pms_tracker.evidence import scanning
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.errors import BadInput

# The test file of EICAR, in two parts, so that no scanner takes this one for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def script(folder: Path, lines: str) -> str:
    """A command that runs these lines of shell with the file as its argument."""
    path = folder / "the scanner.sh"
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o700)
    return f"'{path}' --quiet"


def test_the_scanner_decides_by_its_exit_code(tmp_path: Path) -> None:
    command = script(tmp_path, '! grep -q EICAR-STANDARD-ANTIVIRUS "$2"')
    scanning.check(Upload("a.txt", "議事録".encode()), command)
    with pytest.raises(BadInput) as refused:
        scanning.check(Upload("b/b.txt", b"note " + EICAR), command)
    assert (refused.value.key, refused.value.values) == (
        "file_refused_by_scanner",
        {"name": "b.txt"},
    )


def test_a_scanner_that_cannot_be_asked_lets_nothing_through(tmp_path: Path) -> None:
    for command, seconds in (("/nowhere/clamscan", 9), (script(tmp_path, "exec sleep 5"), 0.1)):
        with pytest.raises(BadInput, match="file_not_scanned"):
            scanning.check(Upload("a.txt", b"x"), command, seconds)


def test_the_setting_is_a_command_that_can_be_read(tmp_path: Path) -> None:
    own = {"PMS_INSTANCE": str(tmp_path)}
    command = "clamdscan --fdpass --no-summary"
    assert config.load({**own, "PMS_SCAN_COMMAND": command}).scan_command == command
    assert config.load(own).scan_command == ""
    with pytest.raises(BadSetting, match="PMS_SCAN_COMMAND"):
        config.load({**own, "PMS_SCAN_COMMAND": "clamscan 'a"})
