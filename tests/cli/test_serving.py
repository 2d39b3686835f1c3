"""`pms serve` as it is started in life: it answers, it is told to stop, and it leaves nothing."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, inspect, text

from pms_tracker import config
from pms_tracker.cli import main
from pms_tracker.config import ROOT

# Seconds after which what does not come is missed: a bound for a busy machine, on which the first
# start loads the demo company.
PATIENCE = 180


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def get(url: str) -> str:
    with urlopen(url, timeout=10) as answer:
        text: str = answer.read().decode()
        return text


def wait_until_it_answers(port: int, server: subprocess.Popen[str]) -> float:
    """Seconds until the server says that its database answers."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        assert server.poll() is None, "the server ended"
        try:
            get(f"http://127.0.0.1:{port}/readyz")
        except OSError:
            time.sleep(0.1)
        else:
            return time.monotonic() - began
    raise TimeoutError(port)


def members(group: int) -> list[str]:
    """What still runs in a process group."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            state, _parent, of = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            if entry.name.isdecimal() and int(of) == group and state != "Z":
                # One that ends at this moment has lost its command line already.
                found += filter(None, [(entry / "cmdline").read_text().replace("\0", " ")])
        except (OSError, ValueError):
            continue
    return found


def left_after_a_while(group: int) -> list[str]:
    """What still runs of a group although whoever began it has ended; on a busy machine a process
    that was told to end takes a moment."""
    began = time.monotonic()
    while members(group) and time.monotonic() - began < PATIENCE:
        time.sleep(0.1)
    return members(group)


@contextmanager
def serving(
    instance: Path, port: int, *, command: Sequence[str] = (), cwd: Path = ROOT
) -> Iterator[subprocess.Popen[str]]:
    """`pms serve --demo`, or another command, in a process group of its own, interrupted as by
    Ctrl-C at the end."""
    environment = {name: value for name, value in os.environ.items() if "PMS_" not in name}
    environment |= {"PMS_INSTANCE": str(instance), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    usual = [sys.executable, "-m", "pms_tracker", "serve", "--demo", "--port", str(port)]
    server = subprocess.Popen(
        command or usual,
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        yield server
        os.killpg(server.pid, signal.SIGINT)
        server.wait(timeout=15)
    finally:
        if members(server.pid):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        if server.stdout:
            server.stdout.close()


def contents(instance: Path) -> dict[str, list[object]]:
    """Every row of every table."""
    engine = create_engine(f"sqlite:///{instance / 'pms.sqlite3'}")
    with engine.connect() as connection:
        found: dict[str, list[object]] = {
            table: sorted(map(str, connection.execute(text(f'SELECT * FROM "{table}"'))))
            for table in inspect(connection).get_table_names()
            if table != "scheduler_beat"  # it says when the scheduler last came round
        }
    engine.dispose()
    return found


def last_round(instance: Path) -> str | None:
    """When the scheduler last had delivered what waits: the last thing that a start catches up
    with."""
    engine = create_engine(f"sqlite:///{instance / 'pms.sqlite3'}")
    with engine.connect() as connection:
        found: str | None = connection.scalar(
            text("SELECT at FROM scheduler_beat WHERE job = 'deliver'")
        )
    engine.dispose()
    return found


def wait_until_the_day_is_caught_up_with(instance: Path, before: str | None = None) -> None:
    """Wait for the scheduler's first round since it stood so `before`."""
    began = time.monotonic()
    while last_round(instance) == before:
        assert time.monotonic() - began < PATIENCE, "the scheduler does not come round"
        time.sleep(0.1)


def said_by(server: subprocess.Popen[str]) -> str:
    """What the server told its terminal, up to how to stop it."""
    told = []
    assert server.stdout is not None
    for line in server.stdout:
        told.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(told)


def check_the_first_start(instance: Path, port: int) -> None:
    """It loads the demo, answers, and ends with everything it started."""
    url = f"http://127.0.0.1:{port}"
    with serving(instance, port) as server:
        wait_until_it_answers(port, server)
        told = said_by(server)
        assert 'action="/demo/sign-in"' in get(f"{url}/sign-in")
        wait_until_the_day_is_caught_up_with(instance)
        assert len(members(server.pid)) >= 4  # pms, gunicorn with two workers, scheduler
    assert server.returncode == 0
    assert left_after_a_while(server.pid) == []
    with pytest.raises(OSError, match=r"refused|reset"):
        get(url)
    assert url in told
    # What commands in another terminal write into mails leads here.
    assert config.load({"PMS_INSTANCE": str(instance)}).base_url == url
    assert "サインイン: 画面の「デモ」から役割を選びます。" in told
    assert "Sign in: pick one of the demo cast" in told


def children(of: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{of}/task/{of}/children").read_text().split()]


def check_a_reload(instance: Path, port: int, server: subprocess.Popen[str]) -> None:
    """It reads everything anew behind the same port and refuses nothing."""
    site = f"http://127.0.0.1:{port}"
    said_by(server)
    before = children(server.pid)
    config.keep(instance, {"PMS_METRICS": "loopback"})
    # The second one comes while we begin anew.
    for _time in range(2):
        server.send_signal(signal.SIGHUP)
        time.sleep(0.5)
    began, answered = time.monotonic(), 0
    while set(before) & set(children(server.pid)) or len(children(server.pid)) != 2:
        get(f"{site}/readyz")
        answered += 1
        # Those that begin need a processor more than we do.
        time.sleep(0.05)
        assert time.monotonic() - began < PATIENCE
    assert answered
    assert "pms_disk_free_bytes" in get(f"{site}/metrics")
    assert server.poll() is None


@pytest.mark.xdist_group("serving")
def test_the_server_answers_stops_at_a_signal_starts_again_unchanged_and_reloads(
    tmp_path: Path,
) -> None:
    instance = tmp_path / "instance"
    check_the_first_start(instance, free_port())
    before, caught_up = contents(instance), last_round(instance)
    assert sum(map(len, before.values())) > 1000
    assert instance.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in instance.glob("*.secret")} == {0o600}
    port = free_port()
    with serving(instance, port) as server:
        wait_until_it_answers(port, server)
        wait_until_the_day_is_caught_up_with(instance, caught_up)
        assert contents(instance) == before
        check_a_reload(instance, port, server)
    assert left_after_a_while(server.pid) == []
    assert contents(instance) == before


def check_refused(code: int, told: str, warned: str, wanted: str) -> None:
    assert code == 2
    assert told == ""
    assert wanted in warned.splitlines()[-1]
    assert "Traceback" not in warned


def test_a_port_that_is_taken_is_said_before_anything_else(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        wanted = str(other.getsockname()[1])
        words = ["-m", "pms_tracker", "serve", "--demo", "--host", "127.0.0.1", "--port", wanted]
        answer = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env={**os.environ, "PMS_INSTANCE": str(instance), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    check_refused(answer.returncode, answer.stdout, answer.stderr, wanted)
    assert not instance.exists()


@pytest.mark.parametrize(
    ("host", "wanted"), [("192.0.2.1", "8000"), ("127.0.0.1", "70000")], ids=["elsewhere", "none"]
)
def test_a_port_that_nobody_can_have_is_said_so_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, wanted: str
) -> None:
    """In this process: that the command ends so in one of its own, a taken port shows."""
    instance = tmp_path / "instance"
    monkeypatch.setenv("PMS_INSTANCE", str(instance))
    answer = CliRunner().invoke(main, ["serve", "--demo", "--host", host, "--port", wanted])
    check_refused(answer.exit_code, answer.stdout, answer.stderr, wanted)
    assert not instance.exists()
