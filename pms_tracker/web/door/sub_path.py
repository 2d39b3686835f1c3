"""A path below which the app is served, as of PMS_BASE_URL=https://intra.example.jp/pms."""

from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import RequestRedirect

from pms_tracker.web.door.hosts import Application, Environ, Start


class SubPath:
    """Serves the app below a path such as `/pms`, whether the proxy in front leaves it on or not.

    A request for the path alone is one for the home page.
    """

    def __init__(self, app: Application, path: str) -> None:
        self._app, self._path = app, path

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        asked = environ.get("PATH_INFO", "")
        if f"{asked}/".startswith(f"{self._path}/"):
            asked = asked.removeprefix(self._path) or "/"
        return self._app({**environ, "SCRIPT_NAME": self._path, "PATH_INFO": asked}, start_response)


def install(app: Flask) -> None:
    """Lead to the spelling of an address by its path alone, before all else.

    Werkzeug writes down the host by which a request came: behind a proxy, one that nobody knows.
    """
    app.before_request(_lead_to_its_spelling)


def _lead_to_its_spelling() -> ResponseReturnValue | None:
    led = request.routing_exception
    if not isinstance(led, RequestRedirect):
        return None
    where = urlsplit(led.new_url)
    return redirect(urlunsplit(("", "", where.path, where.query, "")), led.code)


def this_page() -> str:
    """The address of the page that is asked for, with its query, as a browser has it."""
    return request.script_root + request.full_path.rstrip("?")


def home() -> str:
    """The address of the home page."""
    return f"{request.script_root}/"


def below(path: str) -> str:
    """A path of ours as it is without the sub-path: what is kept is to outlive a move."""
    return path.removeprefix(request.script_root) if path.startswith(home()) else path
