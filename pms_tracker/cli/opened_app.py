"""The app as a command is inside it; nothing of it is left open afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from pms_tracker.database import db, session


@contextmanager
def opened(app: Flask) -> Iterator[None]:
    """Inside an app, until the command is over or failed."""
    with app.test_request_context():
        try:
            yield
        finally:
            leave_database()


def leave_database() -> None:
    """A connection is its process's own: nobody whom we begin gets one of ours."""
    session.remove()
    db.engine.dispose()
