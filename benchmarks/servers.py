"""Product and floor behind the same server with the same number of workers, on free ports."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

PATIENCE = 30.0


@contextmanager
def both_served(folder: Path) -> Iterator[tuple[int, int]]:
    """The ports of product and floor; both servers end with the block."""
    environment = {
        **os.environ,
        "PMS_INSTANCE": str(folder),
        "PMS_BENCH_FLOOR": str(folder),
        "PMS_BIND": "127.0.0.1",
    }
    with ExitStack() as stack:
        ours = stack.enter_context(_served("pms_tracker.app:create_app()", environment))
        floor = stack.enter_context(_served("benchmarks.floors:create_app()", environment))
        yield ours, floor


@contextmanager
def _served(target: str, environment: dict[str, str]) -> Iterator[int]:
    port = _free_port()
    command = (
        *(sys.executable, "-m", "gunicorn", target, "--bind", f"127.0.0.1:{port}"),
        *("--workers", "1", "--threads", "4", "--log-level", "error", "--keep-alive", "60"),
    )
    process = subprocess.Popen(command, env=environment)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=15)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")
