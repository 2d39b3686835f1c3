"""The demo company in one process, its pages visited as any of its cast: no browser, no server."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from pms_tracker import clock, config
from pms_tracker.app import create_app
from pms_tracker.database import db, session
from pms_tracker.people.models import Account

YOURS = re.compile(r'class="next-step next-yours"')


@contextmanager
def lived_in(company: Path, folder: Path, on: date) -> Iterator[Flask]:
    """A copy of the demo company in an empty folder, looked at on some day from its own on."""
    shutil.copytree(company, folder, dirs_exist_ok=True)
    app = create_app(config.load({"PMS_INSTANCE": str(folder)}))
    with time_machine.travel(clock.at(on, 10)):
        yield app
        with app.app_context():
            session.remove()
            db.engine.dispose()


def everybody() -> dict[int, str]:
    """Who can sign in, with the key of their session."""
    rows = session.execute(
        select(Account.person_id, Account.fs_uniquifier).where(Account.active).order_by(Account.id)
    )
    found = {row.person_id: row.fs_uniquifier for row in rows}
    session.rollback()
    return found


def browser(app: Flask, key: str) -> FlaskClient:
    """Signed in as whose session has this key."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = key, True
    return client
