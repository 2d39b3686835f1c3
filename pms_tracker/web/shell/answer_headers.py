"""Headers that tell browsers what our pages never do, and what may be kept."""

from flask import Flask, Response, request

from pms_tracker.config import Settings
from pms_tracker.web.door.headers import HEADERS

# Endpoints of files whose addresses carry a fingerprint, so that they may be kept for ever.
KEPT = frozenset({"static", "bootstrap.static"})


def install(app: Flask) -> None:
    """Send the headers with every answer."""
    strict = _strict(app.extensions["pms"])

    @app.after_request
    def headers(response: Response) -> Response:
        given = response.headers
        has = {name.lower() for name, _value in given}
        given.extend([each for each in HEADERS.items() if each[0].lower() not in has])
        if request.is_secure and "strict-transport-security" not in has:
            given["Strict-Transport-Security"] = strict
        endpoint = request.endpoint
        if endpoint == "security.logout":
            # Whatever scripts have kept here is its owner's alone: nobody who comes next reads it.
            given["Clear-Site-Data"] = '"storage"'
        if endpoint in KEPT and response.status_code < 400:
            given["Cache-Control"] = "public, max-age=31536000, immutable"
        else:
            # Not left to others: Flask-Security's own header is none that browsers understand.
            given["Cache-Control"] = "no-store"
        return response


def _strict(settings: Settings) -> str:
    below = "; includeSubDomains" if settings.hsts_subdomains else ""
    return f"max-age=31536000{below}"
