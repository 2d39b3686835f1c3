"""Headers that tell browsers what our pages never do, and what may be kept."""

from flask import Flask, Response, request

from pms_tracker.web.door.headers import HEADERS
from pms_tracker.web.shell.pages import settings


def install(app: Flask) -> None:
    """Send the headers with every answer."""

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", _strict())
        if request.endpoint == "security.logout":
            # Whatever scripts have kept here is its owner's alone: nobody who comes next reads it.
            response.headers["Clear-Site-Data"] = '"storage"'
        if request.endpoint in {"static", "bootstrap.static"} and response.status_code < 400:
            # Their addresses carry a fingerprint, so they may be kept for ever.
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        else:
            # Not left to others: Flask-Security's own header is none that browsers understand.
            response.headers["Cache-Control"] = "no-store"
        return response


def _strict() -> str:
    below = "; includeSubDomains" if settings().hsts_subdomains else ""
    return f"max-age=31536000{below}"
