"""Serving on one machine: migrate, load the demo if asked, then gunicorn and scheduler."""

import errno
import os
import socket
import sys
import tempfile
from dataclasses import dataclass

import click

from pms_tracker import config, processes
from pms_tracker.app import create_app
from pms_tracker.demo.acts import load
from pms_tracker.people.firm import people
from pms_tracker.upkeep import migrating, secret_marks
from pms_tracker.web.company import setup
from pms_tracker.web.shell import metrics
from pms_tracker.web.sign_in import signing_in


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
    if "PMS_BASE_URL" not in config.kept(config.instance_of(environment)):
        environment.setdefault("PMS_BASE_URL", place.url)
    settings = config.load(environment)
    _prepare(settings, place, with_demo=with_demo)
    metrics.count_together(settings, environment)
    scheduler = [sys.executable, "-m", "pms_tracker", "scheduler"]
    sys.exit(processes.run(_gunicorn(place, settings), scheduler, environment))


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


def _gunicorn(place: Place, settings: config.Settings) -> list[str]:
    # A proxy waits for whole requests; without one, we do.
    worker = "gthread" if settings.proxies else "pms_tracker.arrivals.Worker"
    return [
        *(sys.executable, "-m", "gunicorn", "pms_tracker.app:create_app()"),
        *("--bind", f"{place.host}:{place.port}", "--workers", str(place.workers)),
        *("--threads", "4", "--worker-class", worker, "--log-level", "warning"),
        *("--logger-class", "pms_tracker.logs.served.ServerLog"),
        # Within what a process may open by default, and enough for a few hundred browsers.
        *("--worker-connections", "400", "--worker-tmp-dir", _beating_at(settings)),
        # It would make a folder in a home that there may not be.
        "--no-control-socket",
        # It ends its own workers well before we would end it, and leave them orphans.
        *("--graceful-timeout", "10"),
    ]


def _beating_at(settings: config.Settings) -> str:
    """A folder where workers show that they live: in memory where there is one to write to."""
    for folder in ("/dev/shm", "/run", tempfile.gettempdir()):
        if os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return str(settings.instance)


def _prepare(settings: config.Settings, place: Place, *, with_demo: bool) -> None:
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
            click.echo(f"  初期設定 / First set-up: {settings.base_url}/setup/?token={token}\n")
        elif signing_in.demo_served(settings):
            click.echo("  サインイン: 画面の「デモ」から役割を選びます。")
            click.echo("  Sign in: pick one of the demo cast on the page; no password is needed.\n")
        else:
            click.echo("  サインイン: 登録したメールアドレスで。 Sign in with your address.\n")
        click.echo("  Ctrl-C で終了 / Ctrl-C to stop\n")
