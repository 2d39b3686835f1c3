"""Somebody signed in at a server: an open connection, their cookie and a form's token."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from tests.signed_in import cookie_of

RAW_TOKEN = "0" * 40

Call = Callable[[], None]


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in: an open connection, their cookie and a form's token."""

    line: HTTPConnection
    cookie: str = ""
    token: str = ""

    def get(self, url: str) -> Call:
        return lambda: self._ask("GET", url, 200)

    def post(self, url: str, fields: dict[str, object], expected: int = 302) -> None:
        body = urlencode({**fields, "csrf_token": self.token})
        self._ask("POST", url, expected, body)

    def _ask(self, method: str, url: str, expected: int, body: str | None = None) -> None:
        headers = {"Cookie": self.cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, url, body, headers)
        answer = self.line.getresponse()
        answer.read()
        if answer.status != expected:
            raise RuntimeError(f"{method} {url}: {answer.status}")


def guarded_in(port: int) -> Visitor:
    """Somebody signed in at the floor that has a sign-in."""
    line = HTTPConnection("127.0.0.1", port)
    line.request("GET", "/sign-in")
    answer = line.getresponse()
    cookie = str(answer.getheader("Set-Cookie")).partition(";")[0]
    return Visitor(line, cookie, json.loads(answer.read())["token"])


def signed_in(app: Flask, port: int, person_id: int) -> Visitor:
    """With a session that the server knows of; needs the app's context."""
    client, content = app.test_client(), cookie_of(person_id)
    with client.session_transaction() as cookie:
        cookie.update(content, csrf_token=RAW_TOKEN)
    made = client.get_cookie("session")
    if made is None:
        raise RuntimeError("no session cookie")
    token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(RAW_TOKEN)
    line = HTTPConnection("127.0.0.1", port)
    return Visitor(line, f"session={made.value}", str(token))
