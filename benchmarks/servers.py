"""Servers on free ports, and what their processes cost: processor time and memory (Linux)."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks.bare import FOLDER

PATIENCE = 60.0
# As `pms serve` runs the web server.
GUNICORN = ("--workers", "2", "--threads", "4", "--worker-class", "gthread", "--no-control-socket")


@dataclass(frozen=True)
class Server:
    """A server that answers on a port of loopback; `pid` is the first of its processes."""

    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds of processor time that its web server used so far: all workers, no scheduler.

        Read from the clock of each process, which knows nanoseconds where /proc/PID/stat counts
        hundredths of a second.
        """
        # The web server is what has workers and nothing below them.
        web = next(tree for tree in map(_tree, _tree(self.pid)) if _is_web(tree))
        # What clock_getcpuclockid(3) says of a process.
        return sum(time.clock_gettime(~pid << 3 | 2) for pid in web)

    def memory(self) -> float:
        """Megabytes of all its processes, pages that several share counted once (PSS)."""
        kilobytes = (_said(pid, "smaps_rollup").split("\nPss:")[1] for pid in _tree(self.pid))
        return sum(int(each.split()[0]) for each in kilobytes) * 1024 / 1_000_000


def _is_web(tree: list[int]) -> bool:
    return len(tree) > 1 and not any(_tree(pid)[1:] for pid in tree[1:])


def _tree(pid: int) -> list[int]:
    children = _said(pid, f"task/{pid}/children").split()
    return [pid, *(each for child in children for each in _tree(int(child)))]


def _said(pid: int, of: str) -> str:
    return Path(f"/proc/{pid}/{of}").read_text()


@contextmanager
def begun(
    words: tuple[str, ...], answers: Callable[[int], object], more: Mapping[str, str]
) -> Iterator[Server]:
    """A Python program that answers on the port put for `{port}`; it ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = (sys.executable, "-m", *(word.format(port=port) for word in words))
    process = subprocess.Popen(command, env={**os.environ, **more}, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while not _is_there(answers, port):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"does not answer: {' '.join(command)}")
            time.sleep(0.1)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _is_there(answers: Callable[[int], object], port: int) -> bool:
    try:
        answers(port)
    except (OSError, HTTPException):
        return False
    return True


def _serves(port: int) -> None:
    line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    line.request("GET", "/")
    # An open port is not enough: workers load their app behind it.
    line.getresponse().close()
    line.close()


@contextmanager
def floor(target: str, folder: Path) -> Iterator[Server]:
    """A floor behind the same web server, with as many workers."""
    bind = ("--log-level", "error", "--bind", "127.0.0.1:{port}")
    with begun(("gunicorn", target, *GUNICORN, *bind), _serves, {FOLDER: str(folder)}) as server:
        yield server


@contextmanager
def product(environment: Mapping[str, str]) -> Iterator[Server]:
    """The product as `pms serve` runs it, its scheduler included."""
    quiet = {**environment, "PMS_LOG_LEVEL": "warning"}
    with begun(("pms_tracker", "serve", "--port", "{port}"), _serves, quiet) as server:
        yield server
