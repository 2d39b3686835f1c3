"""A path below which the app is served, as of PMS_BASE_URL=https://intra.example.jp/pms."""

from collections.abc import Iterable

from flask import request

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


def this_page() -> str:
    """The address of the page that is asked for, with its query, as a browser has it."""
    return request.script_root + request.full_path.rstrip("?")


def home() -> str:
    """The address of the home page."""
    return f"{request.script_root}/"


def below(path: str) -> str:
    """A path of ours as it is without the sub-path: what is kept is to outlive a move."""
    return path.removeprefix(request.script_root) if path.startswith(home()) else path
