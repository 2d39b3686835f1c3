"""Sessions behind cookies: found with the account, seen now and then, listed and ended by name."""

import logging
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, flash, g, redirect, request, session as cookie, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import user_logged_out
from flask_security import current_user, user_authenticated
from flask_security.utils import set_request_attr
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from pms_tracker import clock, database
from pms_tracker.people.accounts import sessions
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.trail import trail
from pms_tracker.web.door import access, agents
from pms_tracker.web.door.access import TOKEN, me, requires

blueprint = Blueprint("sessions", __name__, url_prefix="/me/sessions")

log = logging.getLogger(__name__)

# When its owner last showed who they are, as Flask-Security and the way by a provider write it.
PROVED = "fs_paa"
# Whoever stays on one page, as on the day of an audit, is renewed by what its script asks for.
RENEWED = sessions.IDLE / 2
# Written anew with every page, a cookie would be signed and sent for a difference of seconds.
COOKIE_EVERY = timedelta(minutes=1)


def install(app: Flask) -> None:
    """Put sessions between cookies and accounts; after Flask-Security has begun."""
    app.login_manager.user_loader(_load)  # type: ignore[attr-defined]
    app.before_request(_renew_cookie)
    app.after_request(_note_seen)
    app.after_request(_renew_token)
    user_authenticated.connect(_begin, app)
    user_logged_out.connect(_end, app)


def _load(_uniquifier: str) -> Account | None:
    """The account of whoever is signed in, for Flask-Security's pages and what changes accounts."""
    found = access.signed_in()
    if found is None or found.has_left:
        return None
    # What Flask-Security notes as well when it loads an account.
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", cookie.get(PROVED, 0))
    return database.session.get(Account, found.account_id)


def _renew_cookie() -> None:
    g.proved = cookie.get(TOKEN), cookie.get(PROVED, 0)
    now = clock.now().timestamp()
    every = RENEWED if in_background() else COOKIE_EVERY
    if TOKEN in cookie and now - cookie.get("seen", 0) > every.total_seconds():
        cookie["seen"] = now


def in_background() -> bool:
    """Whether a script asked, and no reader."""
    # What a script asked for may be answered after a form was: with a session of its own it would
    # undo what that answer set, be it a notice or that somebody signed out.
    return request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"


def _note_seen(response: Response) -> Response:
    found = g.get("signed_in")
    every = RENEWED if in_background() else sessions.SEEN_EVERY
    if found is None or response.status_code >= 500 or clock.now() - found.seen_at <= every:
        return response
    try:
        with database.transaction():
            sessions.seen(found.session_id)
    except SQLAlchemyError:
        # A page that was read is not lost for want of a note that it was.
        log.warning("cannot note that a session is in use")
    return response


def _renew_token(response: Response) -> Response:
    """Whoever has shown once more who they are, by whatever means, is given another secret."""
    token, proved_at = g.get("proved", (None, 0))
    # Who signed in, out, or changed a password has another one already, or none.
    if cookie.get(TOKEN) == token and cookie.get(PROVED, 0) != proved_at and token:
        with database.transaction():
            cookie[TOKEN] = sessions.renew(token)
    return response


def seconds_left() -> int:
    """How long whoever is signed in may stay at most, however busy they are."""
    found = access.signed_in()
    begun = found.begun_at if found else clock.now()
    left = (begun + sessions.ABSOLUTE - clock.now()).total_seconds()
    return int(min(max(0.0, left), sessions.ABSOLUTE.total_seconds()))


def _begin(_app: Flask, user: Account, **_kw: object) -> None:
    account_id, before = user.id, cookie.get(TOKEN, "")
    agent = agents.in_short(request.user_agent.string)
    # A password that is being changed: both or neither.
    with nullcontext() if database.is_writing() else database.transaction():
        sessions.end(before)
        cookie[TOKEN] = sessions.begin(account_id, agent)
    cookie["seen"] = clock.now().timestamp()
    cookie.permanent = True
    access.look_again()


def _end(_app: Flask, **_kw: object) -> None:
    access.look_again()
    token = cookie.pop(TOKEN, None)
    if token:
        with database.transaction():
            sessions.end(token)


def end_others(account: Account) -> None:
    """End all sessions of an account but the one of this browser."""
    sessions.end_others(account.id, cookie.get(TOKEN, ""))


def mine() -> list[dict[str, Any]]:
    """The sessions of whoever looks: `id`, `begun_at`, `seen_at`, `agent`, and `here` for this."""
    here = access.signed_in()
    rows = sessions.of_account(here.account_id) if here else ()
    return [{**row._asdict(), "here": here and row.id == here.session_id} for row in rows]


@blueprint.post("/<int:number>/end")
@requires(Permission.OWN_SETTINGS)
def end_one(number: int) -> ResponseReturnValue:
    with database.transaction():
        sessions.end_one(current_user.id, number)
        trail.note(f"person-{me().person_id}", "session_ended", by=me().actor)
    return _done()


@blueprint.post("/end")
@requires(Permission.OWN_SETTINGS)
def end_all_others() -> ResponseReturnValue:
    with database.transaction():
        end_others(current_user)
        trail.note(f"person-{me().person_id}", "session_ended", by=me().actor)
    return _done()


def _done() -> ResponseReturnValue:
    flash(gettext("ほかの端末でのサインインを終了しました。"), "done")
    return redirect(url_for("me.settings", _anchor="sessions"))
