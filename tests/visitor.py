"""A visitor for page tests: signs in as one of the cast, sends forms, counts SQL."""

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from io import BytesIO

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from tests.cast import IDS
from tests.databases import Served
from tests.signed_in import cookie_of

RAW_TOKEN = hashlib.sha1(b"a visitor's token").hexdigest()


def named(field: str, content: bytes) -> str:
    """What the file in a field is called: a PDF by its ending, anything else is text."""
    return f"{field}.pdf" if content.startswith(b"%PDF-") else f"{field}.txt"


@contextmanager
def counting(engine: Engine) -> Iterator[list[str]]:
    """The SQL statements that ran inside, without those that begin and end transactions."""
    statements: list[str] = []

    def ran(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.upper().startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", ran)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", ran)


class Visitor:
    """One browser. Everything goes through the app's own doors but the password."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self.client = served.app.test_client()

    def as_(self, name: str) -> "Visitor":
        """Sign in as one of the cast, with a fresh browser."""
        self.client = self._served.app.test_client()
        with self._served.app.app_context():
            content = cookie_of(IDS[name])
        with self.client.session_transaction() as cookie:
            cookie.update(content)
        return self

    def token(self) -> str:
        """A CSRF token that the app takes from this browser."""
        with self.client.session_transaction() as cookie:
            cookie["csrf_token"] = RAW_TOKEN
        secret = self._served.app.secret_key
        return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(RAW_TOKEN))

    def get(self, url: str, language: str = "ja") -> TestResponse:
        return self.client.get(url, headers={"Accept-Language": language})

    def post(self, url: str, *, token: bool = True, **fields: object) -> TestResponse:
        """Send a form; bytes become an uploaded file named by their field and what they are."""
        data: dict[str, object] = {
            name: (BytesIO(value), named(name, value)) if isinstance(value, bytes) else value
            for name, value in fields.items()
        }
        if token:
            data["csrf_token"] = self.token()
        return self.client.post(url, data=data, content_type="multipart/form-data")

    def counting(self) -> AbstractContextManager[list[str]]:
        return counting(self._served.engine)
