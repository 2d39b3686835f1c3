"""Somebody at a server: an open connection, and where they are signed in their cookie and token."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from tests.signed_in import cookie_of
from tests.visitor import RAW_TOKEN


@dataclass
class Visitor:
    """One connection to a port of loopback, kept open; `token` is what forms ask for. The cookie
    is the last that was given, as a browser has it."""

    port: int
    cookie: str = ""
    token: str = ""
    line: HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.line = HTTPConnection("127.0.0.1", self.port)

    def again(self) -> "Visitor":
        """The same person over a connection of their own."""
        return replace(self)

    def ask(self, url: str, fields: Mapping[str, object] | None = None) -> int:
        """GET a page, or POST fields; how long the answer is. Raises RuntimeError for a refusal."""
        headers, body, wanted = {"Cookie": self.cookie}, None, 200
        if fields is not None:
            body, wanted = urlencode({**fields, "csrf_token": self.token}), 302
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request("GET" if body is None else "POST", url, body, headers)
        answer = self.line.getresponse()
        content = answer.read()
        if given := answer.getheader("Set-Cookie"):
            self.cookie = given.partition(";")[0]
        if answer.status != wanted:
            raise RuntimeError(f"{url}: {answer.status}")
        return len(content)


def at_floor(port: int) -> Visitor:
    """Somebody signed in at the floor that has a sign-in."""
    line = HTTPConnection("127.0.0.1", port)
    line.request("GET", "/sign-in")
    answer: HTTPResponse = line.getresponse()
    cookie = str(answer.getheader("Set-Cookie")).partition(";")[0]
    return Visitor(port, cookie, json.loads(answer.read())["token"])


def browser_of(app: Flask, person_id: int | None) -> FlaskClient:
    """A client within this process, of somebody signed in or of nobody; needs the app's context."""
    client = app.test_client()
    if person_id is not None:
        content = cookie_of(person_id)
        with client.session_transaction() as cookie:
            cookie.update(content, csrf_token=RAW_TOKEN)
    return client


def token_of(app: Flask) -> str:
    """What the app takes from a form of such a browser."""
    secret = str(app.secret_key)
    return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(RAW_TOKEN))


def signed_in(app: Flask, port: int, person_id: int | None) -> Visitor:
    """The same person at a server of the app; needs the app's context."""
    made = browser_of(app, person_id).get_cookie("session")
    return Visitor(port, f"session={made.value}" if made else "", token_of(app))
