"""Pages that keep no session: nothing is read from one, and no cookie goes out."""

from flask import current_app, g, request
from flask.globals import request_ctx

from pms_tracker.web.sign_in import LANGUAGES, locale


def begin() -> str:
    """Forget whoever is signed in for this request; says in which language to answer.

    Without a session nothing is read from one and none is sent, not even a renewed one.
    """
    asked = request.args.get("lang", "")
    language = asked if asked in LANGUAGES else locale()
    g.sessionless = True
    request_ctx._session = current_app.session_interface.make_null_session(current_app)
    return language
