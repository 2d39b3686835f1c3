"""The processes of a server: none outlives whoever began it, and the scheduler is begun anew."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pms_tracker.config import ROOT
from tests.cli.test_serving import children, members

PATIENCE = 60
# In place of the web server one that says when it answers and when it ends, of the scheduler one
# that waits.
WEB = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (print("drained", flush=True), sys.exit(0)))
print("ready", flush=True)
while True: time.sleep(60)
"""
SERVE = """
import os, sys
from pms_tracker import processes
def web(ready):
    ready()
    os.execv(sys.executable, [sys.executable, "-c", sys.argv[1]])
wait = lambda: os.execvp("sleep", ["sleep", "12345"])
sys.exit(processes.run(web, wait, lambda: "broken" not in os.listdir(sys.argv[2])))
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    found = subprocess.Popen(
        [sys.executable, "-c", SERVE, WEB, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert said(found) == "ready\n"
    yield found
    if members(found.pid):
        os.killpg(found.pid, signal.SIGKILL)
    found.communicate()


def said(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    return server.stdout.readline()


def until(condition: Callable[[], object]) -> None:
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.02)


def scheduler(server: subprocess.Popen[str]) -> int:
    """The process that stands for the scheduler; 0 while there is none."""
    for entry in Path("/proc").iterdir():
        try:
            of = (entry / "stat").read_text().rpartition(")")[2].split()[2]
            words = (entry / "cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if of == str(server.pid) and words == b"sleep\x0012345\x00":
            return int(entry.name)
    return 0


def begun_anew(server: subprocess.Popen[str], before: int) -> int:
    until(lambda: scheduler(server) not in {0, before})
    return scheduler(server)


def test_a_killed_parent_leaves_no_orphans(server: subprocess.Popen[str]) -> None:
    until(lambda: scheduler(server))
    server.kill()
    assert said(server) == "drained\n"
    until(lambda: not members(server.pid))


def test_a_reload_begins_all_anew_and_a_stop_ends_both(server: subprocess.Popen[str]) -> None:
    until(lambda: scheduler(server))
    first = scheduler(server)
    server.send_signal(signal.SIGHUP)
    # The one of before ends only once another answers.
    assert {said(server), said(server)} == {"ready\n", "drained\n"}
    second = begun_anew(server, first)
    # One that dies is begun anew, and the pages do not care.
    os.kill(second, signal.SIGKILL)
    begun_anew(server, second)
    server.terminate()
    assert said(server) == "drained\n"
    assert server.wait(timeout=PATIENCE) == 0
    assert members(server.pid) == []


def test_what_cannot_begin_anew_goes_on_as_it_was(
    server: subprocess.Popen[str], tmp_path: Path
) -> None:
    until(lambda: scheduler(server))
    first = scheduler(server)
    (tmp_path / "broken").touch()
    server.send_signal(signal.SIGHUP)
    assert server.stderr is not None
    assert "going on" in server.stderr.readline()
    assert (scheduler(server), server.poll()) == (first, None)
    (tmp_path / "broken").unlink()
    server.send_signal(signal.SIGHUP)
    assert {said(server), said(server)} == {"ready\n", "drained\n"}
    begun_anew(server, first)


def test_a_web_server_that_ends_by_itself_is_told_to_whoever_began_us(
    server: subprocess.Popen[str],
) -> None:
    until(lambda: scheduler(server))
    (web,) = set(children(server.pid)) - {scheduler(server)}
    os.kill(web, signal.SIGTERM)
    assert server.wait(timeout=PATIENCE) == 1
    assert members(server.pid) == []


def test_a_scheduler_that_always_dies_ends_the_server(server: subprocess.Popen[str]) -> None:
    before = 0
    for _time in range(6):
        before = begun_anew(server, before)
        os.kill(before, signal.SIGKILL)
    assert server.wait(timeout=PATIENCE) == signal.SIGKILL
    assert said(server) == "drained\n"
    assert server.stderr is not None
    lines = server.stderr.read().splitlines()
    assert len(lines) == 6
    assert "giving up" in lines[-1]
