"""Cold starts: a process begun, its app built, one answer given; beside a bare app."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.bare import FOLDER

ASKED = ".test_client().get('/healthz').status_code == 200"
OURS = f"from pms_tracker.app import create_app; assert create_app(){ASKED}"
FLOOR = f"from benchmarks.bare import with_database; assert with_database(){ASKED}"


def cold_starts(
    environment: Mapping[str, str], folder: Path, rounds: int
) -> tuple[list[float], list[float]]:
    """Seconds of processor time of a start of the floor, and of one of ours, in turns; the first of
    each is not counted: it reads from the disk what the others find in memory."""
    more = {**os.environ, **environment, FOLDER: str(folder)}
    used: dict[str, list[float]] = {FLOOR: [], OURS: []}
    for _ in range(rounds + 1):
        for program, its in used.items():
            process = subprocess.Popen((sys.executable, "-c", program), env=more)
            _pid, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                raise RuntimeError(f"a start failed: {program}")
            its.append(usage.ru_utime + usage.ru_stime)
    return used[FLOOR][1:], used[OURS][1:]
