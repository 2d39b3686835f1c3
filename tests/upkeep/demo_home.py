"""An installation that holds the demo company, as if it had been migrated to this code."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from pms_tracker import config, migrations
from pms_tracker.app import create_app
from pms_tracker.config import Settings


def demo_home(company: Path, folder: Path) -> Settings:
    """A copy of the demo company in a new folder, and the settings that open it."""
    shutil.copytree(company, folder)
    settings = config.load({"PMS_INSTANCE": str(folder)})
    with create_app(settings).app_context():
        revision = migrations.head_revision()
    # Its tables were made without the migrations, which come to the same.
    with closing(sqlite3.connect(folder / "pms.sqlite3")) as made:
        made.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        made.execute("INSERT INTO alembic_version VALUES (?)", [revision])
        made.commit()
    return settings
