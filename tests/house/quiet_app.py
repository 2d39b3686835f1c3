"""An app for tests about the code itself: nothing is asked of its database."""

import atexit
import shutil
import tempfile
from functools import cache

from flask import Flask

from pms_tracker import config
from pms_tracker.app import create_app


@cache
def quiet_app() -> Flask:
    """One app for all of them, with an instance folder of its own that goes with them."""
    folder = tempfile.mkdtemp(prefix="pms-house-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return create_app(config.load({"PMS_INSTANCE": folder, "PMS_DATABASE_URL": "sqlite://"}))
