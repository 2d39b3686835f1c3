"""Installations to measure, filled once and kept below build/: by schema, day and how filled."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, make_url, text

from benchmarks import filling
from pms_tracker import clock, config, migrations
from pms_tracker.app import create_app
from pms_tracker.database import db, session
from pms_tracker.demo.acts import load
from pms_tracker.reminders.scan import reminders
from pms_tracker.upkeep import nightly

KEPT, PREFIX = Path("build/bench"), "pms_bench"
# Of the records of a company most are closed.
OPEN_EVERY = 20


@dataclass(frozen=True)
class Instance:
    """An installation by its folder; over SQLite, or where `server`, a URL, makes databases."""

    folder: Path
    server: str = ""

    @property
    def database(self) -> str:
        return "_".join((PREFIX, self.folder.parent.name, self.folder.name)).replace("-", "_")

    @property
    def environment(self) -> dict[str, str]:
        """What settings are read from."""
        url = make_url(self.server).set(database=self.database) if self.server else None
        more = {"PMS_DATABASE_URL": url.render_as_string(hide_password=False)} if url else {}
        return {"PMS_INSTANCE": str(self.folder.resolve()), **more}

    @contextmanager
    def opened(self) -> Iterator[Flask]:
        """The app, and its context while the block lasts."""
        app = create_app(config.load(self.environment))
        with app.test_request_context():
            try:
                yield app
            finally:
                session.remove()
                db.engine.dispose()


def demo(server: str = "") -> Instance:
    """The demo company alone."""

    def fill(app: Flask) -> None:
        migrations.upgrade_to_head()
        load.load(app.extensions["pms"])

    return _kept("demo", server, None, fill)


def filled(size: int, *, open_every: int = OPEN_EVERY, server: str = "") -> Instance:
    """The demo company with so many findings more, of which every so manieth case is open; the
    schedulers that are served beside them find the day's work done."""

    def fill(app: Flask) -> None:
        filling.fill(size, open_every=open_every)
        if open_every > 1:
            reminders.run_daily()
            nightly.prune(app.extensions["pms"])
            nightly.check(app.extensions["pms"])

    return _kept(f"{size}-{open_every}", server, demo(server), fill)


def told(size: int, when: datetime) -> Instance:
    """One with so many open cases of which all was said that a scan of then had to say."""

    def fill(_app: Flask) -> None:
        with clock.set_to(when):
            reminders.scan()

    return _kept(f"told-{size}", "", filled(size, open_every=1), fill)


def _kept(
    name: str, server: str, begun: Instance | None, fill: Callable[[Flask], None]
) -> Instance:
    """An installation that is there already, or made now; what was not finished is made anew."""
    instance = Instance(_place() / f"{'pg-' * bool(server)}{name}", server)
    finished = instance.folder.with_suffix(".made")
    if finished.exists():
        return instance
    print(f"filling {instance.folder.name} ...", flush=True)
    shutil.rmtree(instance.folder, ignore_errors=True)
    if begun:
        shutil.copytree(begun.folder, instance.folder)
    if server:
        template = f" TEMPLATE {begun.database}" if begun else ""
        run(server, f"DROP DATABASE IF EXISTS {instance.database} WITH (FORCE)")
        run(server, f"CREATE DATABASE {instance.database}{template}")
    with instance.opened() as app:
        fill(app)
    finished.touch()
    return instance


def _place() -> Path:
    """The folder of this schema, this way of filling and this day, which all days count from."""
    digest = hashlib.sha256(Path(filling.__file__).read_bytes()).hexdigest()[:8]
    return KEPT / f"{migrations.head_revision()}-{clock.today():%m%d}-{digest}"


def forget_others(server: str) -> None:
    """Remove what was kept of other days, schemas and ways of filling."""
    for folder in KEPT.glob("*"):
        if folder.name != _place().name:
            shutil.rmtree(folder)
    ours = f"{PREFIX}_{_place().name}".replace("-", "_")
    for name in run(server, "SELECT datname FROM pg_database") if server else ():
        if name.startswith(PREFIX) and not name.startswith(ours):
            run(server, f"DROP DATABASE {name} WITH (FORCE)")


def run(server: str, statement: str) -> list[str]:
    """Run a statement on a server; the first column of its rows, if it has any."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        found = connection.execute(text(statement))
        rows = [str(row[0]) for row in found] if found.returns_rows else []
    engine.dispose()
    return rows
