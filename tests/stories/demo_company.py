"""The demo company for stories: loaded on the morning of the tests' own day."""

from pathlib import Path

import time_machine

from pms_tracker import clock, config
from pms_tracker.app import create_app
from pms_tracker.database import db, session, transaction
from pms_tracker.demo.acts import load
from pms_tracker.people.firm import people
from pms_tracker.people.imports import import_plan, import_rows, imports
from tests import cast
from tests.people.imports.sheets_of_people import as_csv, row

# 山﨑 達也, who keeps the people.
ADMINISTRATOR = 12
NEWCOMER = row("小平 渚", "松本教室", reading="コダイラ ナギサ", mail="kodaira@example.jp")


def load_demo(instance: Path) -> None:
    """Fill an empty instance folder."""
    settings = config.load({"PMS_INSTANCE": str(instance)})
    app = create_app(settings)
    with time_machine.travel(clock.at(cast.TODAY, 9)), app.test_request_context():
        db.create_all()
        load.load(settings)
        session.remove()
        db.engine.dispose()


def load_with_an_import(instance: Path) -> None:
    """The same, and somebody came from a file that morning: an import has a page of its own."""
    load_demo(instance)
    app = create_app(config.load({"PMS_INSTANCE": str(instance)}))
    with time_machine.travel(clock.at(cast.TODAY, 9)), app.test_request_context():
        with transaction():
            by, file = people.viewer(ADMINISTRATOR), import_rows.read(as_csv([NEWCOMER]))
            imports.take(file, seal=import_plan.plan(file, by).seal, by=by)
        session.remove()
        db.engine.dispose()
