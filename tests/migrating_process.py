"""What processes of test_migrations and test_under_load do: make tables, migrate, die at work."""

import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from pms_tracker import config, migrations
from pms_tracker.app import create_app
from pms_tracker.cli.keeping import open_app
from pms_tracker.config import Settings
from pms_tracker.database import db
from pms_tracker.upkeep import file_copies, snapshots, taking


def settings_of(instance: str, url: str) -> Settings:
    return Settings(Path(instance), url, secret_key="k" * 40, password_salt="s" * 40)


def create(_end: Connection, instance: str, url: str) -> None:
    """Make all tables as the models have them."""
    with create_app(settings_of(instance, url)).app_context():
        migrations.tables().create_all(db.engine)


def migrate(end: Connection, instance: str, url: str) -> None:
    """Migrate once told to; says whether it was this one that found nothing there."""
    app = create_app(settings_of(instance, url))
    end.send("ready")
    end.recv()
    with app.app_context():
        end.send(migrations.upgrade_to_head())


def dies(*_words: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def back_up_and_die(_end: Connection, instance: str, url: str, moment: str, store: Path) -> None:
    """Take a backup, killed when it comes to this function."""
    module, name = moment.split(".")
    place = {"taking": taking, "snapshots": snapshots, "file_copies": file_copies}[module]
    assert callable(getattr(place, name))
    setattr(place, name, dies)
    settings = config.load({"PMS_INSTANCE": instance, "PMS_DATABASE_URL": url})
    with open_app(settings):
        taking.take(store, settings)
