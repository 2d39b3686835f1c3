"""Serving on one machine: migrate, load the demo if asked, then gunicorn and scheduler."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from types import FrameType

import click

from pms_tracker import config
from pms_tracker.app import create_app
from pms_tracker.config import Settings
from pms_tracker.demo import load
from pms_tracker.people import people
from pms_tracker.upkeep import migrating, secret_marks
from pms_tracker.web import setup, sign_in


@dataclass(frozen=True)
class Place:
    """Where to listen, and with how many processes."""

    host: str
    port: int
    workers: int

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"


class CannotListen(Exception):
    """Nothing can be served there; its words say why, and what to do."""


def serve(place: Place, *, with_demo: bool) -> None:
    """Serve until a signal ends it; everything started here ends with it.

    Raises CannotListen before anything is made or migrated, CannotMigrate where that is refused.
    """
    _try_to_listen(place)
    environment = {**os.environ, "PMS_BIND": place.host}
    environment.setdefault("PMS_BASE_URL", place.url)
    settings = config.load(environment)
    _prepare(settings, place, with_demo=with_demo)
    children = [
        subprocess.Popen(command, env=environment)
        for command in (_gunicorn(place), [sys.executable, "-m", "pms_tracker", "scheduler"])
    ]
    sys.exit(_wait_for(children))


def _try_to_listen(place: Place) -> None:
    """Take the port for a moment, as gunicorn will: its own word comes late and five times."""
    try:
        family, *_, address = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
            # On Linux two may bind one port with REUSEADDR; only one may listen.
            tried.listen()
    except OSError as error:
        raise CannotListen(_why_not(place, error)) from None


def _why_not(place: Place, error: OSError) -> str:
    where = f"{place.host}:{place.port}"
    if error.errno == errno.EADDRINUSE:
        return (
            f"{where} はすでに使われています。--port で別の番号を指定してください。"
            f" {where} is already in use. Give another port with --port."
        )
    return f"{where} では待ち受けできません。 Cannot listen on {where}. ({error.strerror})"


def _gunicorn(place: Place) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "pms_tracker.app:create_app()"),
        *("--bind", f"{place.host}:{place.port}", "--workers", str(place.workers)),
        *("--threads", "4", "--worker-class", "gthread", "--log-level", "warning"),
        *("--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else "."),
        # It ends its own workers well before we would end it, and leave them orphans.
        *("--graceful-timeout", "10"),
    ]


def _prepare(settings: Settings, place: Place, *, with_demo: bool) -> None:
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    config.remember_served(settings)
    app = create_app(settings)
    with app.test_request_context():
        migrating.migrate(settings)
        company = people.company()
        if company is None and with_demo:
            click.echo("Loading the demo company …")
            load.load(settings)
            company = people.company()
        secret_marks.check(settings)
        click.echo(f"\n  PMS Tracker  {place.url}\n")
        if company is None:
            token = setup.make_token(settings.instance)
            click.echo(f"  初期設定 / First set-up: {place.url}/setup/?token={token}\n")
        elif sign_in.demo_served(settings):
            click.echo("  サインイン: 画面の「デモ」から役割を選びます。")
            click.echo("  Sign in: pick one of the demo cast on the page; no password is needed.\n")
        else:
            click.echo("  サインイン: 登録したメールアドレスで。 Sign in with your address.\n")
        click.echo("  Ctrl-C で終了 / Ctrl-C to stop\n")


def _wait_for(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait until one child ends or a signal comes, then end them all; the exit code to give."""
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    failed = next((child.returncode for child in children if child.returncode), 0)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=30)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if stopping else failed
