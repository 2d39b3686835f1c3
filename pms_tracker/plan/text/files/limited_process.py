"""Runs the reader of a kind of file in a process of its own, which may use so much time and memory
and no more: what is in a file was written by whoever sent it."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from pms_tracker.plan.text.policy_text import NotAPolicy

SECONDS = 20
MOST_MEMORY = 1024 * 1024 * 1024


def told(reader: ModuleType, data: bytes) -> dict[str, Any]:
    """What a module that `answer`s says of a file.

    Raises NotAPolicy: the `trouble` that it says, "file_unreadable" where the file breaks it, takes
    too long or needs too much.
    """
    command = [sys.executable, "-m", reader.__name__]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=SECONDS * 2, check=False
        )
        said = json.loads(done.stdout) if done.returncode == 0 else {"trouble": "file_unreadable"}
    except (subprocess.TimeoutExpired, ValueError) as trouble:
        raise NotAPolicy("file_unreadable") from trouble
    if "trouble" in said:
        raise NotAPolicy(said["trouble"])
    return dict(said)


def answer(read: Callable[[bytes], dict[str, Any]]) -> None:
    """Within the process: read the file from standard input, say it as JSON on standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        said = read(sys.stdin.buffer.read())
    except NotAPolicy as trouble:
        said = {"trouble": trouble.key}
    sys.stdout.write(json.dumps(said))
