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
from pms_tracker.people.tables.people_tables import Account
from tests.signed_in import cookie_of

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


def everybody() -> dict[int, dict[str, object]]:
    """Who can sign in, with what the cookie of their session holds."""
    ids = session.scalars(
        select(Account.person_id).where(Account.active).order_by(Account.id)
    ).all()
    session.rollback()
    return {each: cookie_of(each) for each in ids}


def browser(app: Flask, content: dict[str, object]) -> FlaskClient:
    """Signed in by a cookie that holds this."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(content)
    return client
