"""Each request by an id: on its lines, its answer and its error page; the access log if asked."""

import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

import structlog
from flask import Flask, request
from werkzeug.wsgi import ClosingIterator

from pms_tracker.config import Settings
from pms_tracker.logs import masks
from pms_tracker.web.door import access

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

HEADER = "X-Request-ID"
KEY = "pms.request_id"
# What a proxy may call a request: nginx writes 32 hexadecimal digits, others a UUID.
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Whoever asks for it is to leave no trace here.
UNSEEN = "/report"

log = logging.getLogger("pms_tracker.access")


class RequestLog:
    """Gives each request its id, a trusted proxy's where it gave one, and notes how it went.

    Around all else, so that what is refused before a page has an id as well.
    """

    def __init__(self, app: Application, settings: Settings) -> None:
        self._app, self._noted = app, settings.access_log
        self._behind_proxy = settings.proxies > 0

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        environ[KEY] = request_id = self._id(environ)
        _forget()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began, status = time.perf_counter(), [""]

        def start(said: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            status[0] = said[:3]
            return start_response(said, [*headers, (HEADER, request_id)], *more)

        def end() -> None:
            if self._noted and not is_unseen(environ):
                _note(environ, request_id, status[0], time.perf_counter() - began)
            _forget()

        try:
            answer = self._app(environ, start)
        except BaseException:
            _forget()
            raise
        if isinstance(answer, environ.get("wsgi.file_wrapper", ())) and not self._noted:
            # The server hands a file to the system, unless something is around it.
            end()
            return answer
        return ClosingIterator(answer, [end])

    def _id(self, environ: Environ) -> str:
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._behind_proxy else ""
        return given if GIVEN.fullmatch(given) else secrets.token_hex(8)


def _forget() -> None:
    # What the server says next in this thread is of another request, or of none.
    structlog.contextvars.clear_contextvars()


def is_unseen(environ: Environ) -> bool:
    """Whether a request is for the public form, of which nothing is kept."""
    path = str(environ.get("PATH_INFO", ""))
    return path == UNSEEN or path.startswith(f"{UNSEEN}/")


def _note(environ: Environ, request_id: str, status: str, seconds: float) -> None:
    # An address comes decoded: a line's end in it would begin a line of its sender's.
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    facts = {
        "request_id": request_id,
        "method": environ.get("REQUEST_METHOD", ""),
        "path": masks.without_secrets(quote(path.encode("latin-1"), safe="/:@~!$&'()*+,;=")),
        "status": int(status or 0),
        "ms": round(seconds * 1000),
    }
    log.info("request", extra=facts)


def current_id() -> str:
    """What this request is called in the log; empty outside one."""
    return str(request.environ.get(KEY, ""))


def install(app: Flask, settings: Settings) -> None:
    """Put it around the app; call it last of all that is put there."""
    app.wsgi_app = RequestLog(app.wsgi_app, settings)  # type: ignore[method-assign]
    if settings.log_people:
        app.before_request(_name)


def _name() -> None:
    found = access.signed_in() if request.blueprint else None
    if found is not None:
        structlog.contextvars.bind_contextvars(person=found.reader.person_id)
