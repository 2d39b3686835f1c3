"""What keeps no session: nothing is read from one, and no cookie goes out."""

from flask import Flask, current_app, g, request
from flask.globals import request_ctx

from pms_tracker import locale_in_use
from pms_tracker.web.door.access import STATIC
from pms_tracker.web.door.hosts import PROBES
from pms_tracker.web.sign_in.signing_in import locale

# Beneath these nobody is known, whatever else an address says and however it is asked for.
OUTSIDE = ("/report/", "/requests/", "/answer/", "/door/")


def install(app: Flask) -> None:
    """Answer for files of the app and for watchdogs without a session; before whatever else looks
    at requests."""
    app.before_request(_the_same_for_everybody)


def _the_same_for_everybody() -> None:
    # Whoever's cookie came along: a browser may keep the files.
    if request.endpoint in STATIC or request.path in PROBES:
        _forget()
    # No page of theirs was found to say so itself.
    if request.endpoint is None and request.path.startswith(OUTSIDE):
        _forget()


def begin() -> str:
    """Forget whoever is signed in for this request; says in which language to answer.

    Without a session nothing is read from one and none is sent, not even a renewed one.
    """
    asked = request.args.get("lang", "")
    language = asked if asked in locale_in_use.pack().languages else locale()
    _forget()
    return language


def _forget() -> None:
    g.sessionless = True
    request_ctx._session = current_app.session_interface.make_null_session(current_app)
