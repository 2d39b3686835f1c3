"""A real server for a real browser: the app on a free loopback port, in a thread."""

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import time_machine
from flask import Flask
from flask_security import hash_password
from sqlalchemy import update
from werkzeug.serving import WSGIRequestHandler, make_server

from pms_tracker import clock, config
from pms_tracker.app import create_app
from pms_tracker.config import Settings
from pms_tracker.database import db, session, transaction
from pms_tracker.mail import delivery, rendering
from pms_tracker.people.tables.people_tables import Account, Language, Person
from pms_tracker.reminders.scan import reminders
from tests.cast import PASSWORD
from tests.passwords import digest_quickly

USUAL_ADDRESS = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Live:
    """An app that answers at `url`."""

    app: Flask
    settings: Settings
    url: str

    def speak(self, language: str) -> None:
        """Let everybody read this language."""
        # By table: of a class, each record would be asked what it wants of whom by now.
        everybody = update(Person.__table__)
        with self.app.app_context(), transaction():
            session.execute(everybody.values(language=Language(language)))

    def pass_the_morning(self) -> None:
        """What the scheduler does: the day's scan, then delivery."""
        with self.app.app_context():
            reminders.run_daily()
            delivery.deliver(self.settings)

    def deliver(self) -> None:
        """What the scheduler does each minute."""
        with self.app.app_context():
            delivery.deliver(self.settings)


def at(day: date, hour: int = 10) -> AbstractContextManager[object]:
    """Later, for everybody: the server, its scheduler and the browsers."""
    return time_machine.travel(clock.at(day, hour), tick=True)


class Quiet(WSGIRequestHandler):
    """Answers without a line on the terminal for each request."""

    def log(self, type: str, message: str, *args: object) -> None:
        pass


class Answers:
    """The app's answers, each closed even if the browser has gone, and counted until then.

    Werkzeug's server leaves an answer open when reading what is left of the request fails;
    the file behind it is then told of as a warning in whichever test runs next. So is a connection
    that an answer under way has lent when its database is let go.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._under_way = 0
        self._changed = threading.Condition()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self._count(1)
        try:
            body = self._app(environ, start_response)
            with closing(body) if hasattr(body, "close") else nullcontext():
                yield from body
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._changed:
            self._under_way += more
            self._changed.notify_all()

    def wait_for_all(self) -> None:
        """Whatever a browser asked for last is answered, though nobody reads it."""
        with self._changed:
            self._changed.wait_for(lambda: not self._under_way, timeout=10)


@contextmanager
def living(
    environment: Mapping[str, str], sub_path: str = "", host: str = "127.0.0.1"
) -> Iterator[Live]:
    """Serve an app with these settings until the block ends, below a path such as `/pms`."""
    # The port is known before the app that needs it for its address.
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True, request_handler=Quiet)
    url = f"http://{host}:{server.server_port}{sub_path}"
    settings = config.load({**environment, "PMS_BIND": "127.0.0.1", "PMS_BASE_URL": url})
    app = create_app(settings)
    digest_quickly(app)
    server.app = answers = Answers(app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Live(app, settings, url)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        answers.wait_for_all()
        with app.app_context():
            session.remove()
            db.engine.dispose()
        rendering.use_site(USUAL_ADDRESS)


def give_passwords() -> None:
    """Let every account sign in with the cast's password; needs the app's context."""
    hashed = hash_password(PASSWORD)
    with transaction():
        session.execute(update(Account).values(password=hashed))
