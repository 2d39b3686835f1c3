"""Serving on one machine: migrate, load the demo if asked, then gunicorn and scheduler."""

import errno
import gc
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from pms_tracker import config, processes, scheduler as scheduling
from pms_tracker.app import create_app
from pms_tracker.cli.opened_app import leave_database, opened
from pms_tracker.demo.acts import load
from pms_tracker.people.firm import people
from pms_tracker.upkeep import migrating, secret_marks
from pms_tracker.web.company import setup
from pms_tracker.web.shell import kept_templates, metrics
from pms_tracker.web.sign_in import signing_in

# Where we tell ourselves, once begun anew, which socket listens; and how many may wait at it.
LISTENING, BACKLOG = "_PMS_LISTENING", 2048
TRIED = "from pms_tracker import app, config; app.create_app(config.load())"


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
    # Until we have begun nobody is asked to begin anew.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
    with _listen(place) as listening:
        _serve(place, listening, with_demo=with_demo)


def _serve(place: Place, listening: socket.socket, *, with_demo: bool) -> None:
    environment = {**os.environ, "PMS_BIND": place.host}
    if "PMS_BASE_URL" not in config.kept(config.instance_of(environment)):
        environment.setdefault("PMS_BASE_URL", place.url)
    settings = config.load(environment)
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    metrics.count_together(settings, os.environ)
    app = create_app(settings)
    kept_templates.install(app, settings)
    _prepare(app, settings, place, with_demo=with_demo)
    # What stands by now is shared by all, and looked through for garbage by none.
    gc.collect()
    gc.freeze()
    server = _Server(app, _options(settings, place, listening))
    os.environ[LISTENING] = str(listening.fileno())
    go_round = partial(scheduling.go_round, app.app_context, settings)
    sys.exit(processes.run(server.answer, go_round, partial(_begins, environment)))


def _begins(environment: Mapping[str, str]) -> bool:
    """Whether program and settings as they are on the disk make an app."""
    try:
        tried = subprocess.run([sys.executable, "-c", TRIED], env=environment, check=False)
    except OSError:
        return False
    return tried.returncode == 0


def _listen(place: Place) -> socket.socket:
    """A socket that has the port, before anything else is done: one that we had before we began
    anew, where there is one."""
    had = os.environ.pop(LISTENING, "")
    return socket.socket(fileno=int(had)) if had else _bound(place)


def _bound(place: Place) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with ExitStack() as undone:
            bound = undone.enter_context(socket.socket(family, socket.SOCK_STREAM))
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
            # On Linux two may bind one port with REUSEADDR; only one may listen.
            bound.listen(BACKLOG)
            bound.set_inheritable(True)
            undone.pop_all()
    except OSError as error:
        raise CannotListen(_why_not(place, error)) from None
    return bound


def _why_not(place: Place, error: OSError) -> str:
    where = f"{place.host}:{place.port}"
    if error.errno == errno.EADDRINUSE:
        return (
            f"{where} はすでに使われています。--port で別の番号を指定してください。"
            f" {where} is already in use. Give another port with --port."
        )
    return f"{where} では待ち受けできません。 Cannot listen on {where}. ({error.strerror})"


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """gunicorn over an app that stands: its workers are forks of whoever has it answer."""

    def __init__(self, app: Flask, options: Mapping[str, object]) -> None:
        self._app, self._options = app, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app

    def answer(self, ready: Callable[[], None]) -> None:
        """Serve until told to stop; `ready` is called once the first worker answers."""

        def begun(_worker: object) -> None:
            ready()

        self.cfg.set("post_worker_init", begun)
        self.run()


def _options(
    settings: config.Settings, place: Place, listening: socket.socket
) -> dict[str, object]:
    return {
        "bind": f"fd://{listening.fileno()}",
        "preload_app": True,
        "workers": place.workers,
        "threads": 4,
        # A proxy waits for whole requests; without one, we do.
        "worker_class": "gthread" if settings.proxies else "pms_tracker.arrivals.Worker",
        "loglevel": "warning",
        "logger_class": "pms_tracker.logs.served.ServerLog",
        # Within what a process may open by default, and enough for a few hundred browsers.
        "worker_connections": 400,
        "worker_tmp_dir": _beating_at(settings),
        # It would make a folder in a home that there may not be.
        "control_socket_disable": True,
        # It ends its own workers well before we would end it, and leave them orphans.
        "graceful_timeout": 10,
    }


def _beating_at(settings: config.Settings) -> str:
    """A folder where workers show that they live: in memory where there is one to write to."""
    for folder in ("/dev/shm", "/run", tempfile.gettempdir()):
        if os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return str(settings.instance)


def _prepare(app: Flask, settings: config.Settings, place: Place, *, with_demo: bool) -> None:
    config.remember_served(settings)
    with opened(app):
        migrating.migrate(settings)
        company = people.company()
        if company is None and with_demo:
            click.echo("Loading the demo company …")
            leave_database()
            processes.apart("pms-demo", partial(load.load, settings))
            company = people.company()
        secret_marks.check(settings)
        click.echo(f"\n  PMS Tracker  {place.url}\n")
        if company is None:
            token = setup.make_token(settings.instance)
            click.echo(f"  初期設定 / First set-up: {settings.base_url}/setup/?token={token}\n")
        elif signing_in.demo_served(settings):
            click.echo("  サインイン: 画面の「デモ」から役割を選びます。")
            click.echo("  Sign in: pick one of the demo cast on the page; no password is needed.\n")
        else:
            click.echo("  サインイン: 登録したメールアドレスで。 Sign in with your address.\n")
        click.echo("  Ctrl-C で終了 / Ctrl-C to stop\n")
