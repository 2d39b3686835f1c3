"""An installation that holds the demo company, as if it had been migrated to this code."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache, lru_cache
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Flask

from pms_tracker import clock, config, locale_in_use, migrations
from pms_tracker.app import create_app
from pms_tracker.cli.commands import opened
from pms_tracker.config import Settings
from pms_tracker.kernel.locales.locale_packs import JAPANESE
from pms_tracker.mail import rendering


@cache
def newest_revision() -> str:
    found = ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head()
    assert found is not None
    return found


def demo_home(company: Path, folder: Path) -> Settings:
    """A copy of the demo company in a new folder, and the settings that open it."""
    shutil.copytree(company, folder)
    settings = config.load({"PMS_INSTANCE": str(folder)})
    # Its tables were made without the migrations, which come to the same.
    with closing(sqlite3.connect(folder / "pms.sqlite3")) as made:
        made.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        made.execute("INSERT INTO alembic_version VALUES (?)", [newest_revision()])
        made.commit()
    return settings


# Of a test's installation, where it is restored to, and the copies that these are checked in.
@lru_cache(maxsize=4)
def _app_of(settings: Settings) -> Flask:
    return create_app(settings)


@contextmanager
def open_kept(settings: Settings) -> Iterator[None]:
    """As commands open an installation, by an app that is kept for the next time: it is made once,
    and each statement compiled once."""
    app = _app_of(settings)
    # Another app of this process may have said otherwise.
    clock.use_zone(settings.time_zone)
    locale_in_use.use_proposed(JAPANESE)
    rendering.use_site(settings.base_url)
    with opened(app):
        yield
