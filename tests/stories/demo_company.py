"""The demo company for stories: loaded on the morning of the tests' own day."""

from pathlib import Path

import time_machine

from pms_tracker import clock, config
from pms_tracker.app import create_app
from pms_tracker.database import db, session
from pms_tracker.demo import load
from tests import cast


def load_demo(instance: Path) -> None:
    """Fill an empty instance folder."""
    settings = config.load({"PMS_INSTANCE": str(instance)})
    app = create_app(settings)
    with time_machine.travel(clock.at(cast.TODAY, 9)), app.test_request_context():
        db.create_all()
        load.load(settings)
        session.remove()
        db.engine.dispose()
