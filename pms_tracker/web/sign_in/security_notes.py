"""What pages note in the security log: how signing in went, and where a request came from.

Flask-Security's signals and answers are listened to, so that its forms and ours need not tell.
"""

import hashlib
import hmac
from functools import partial
from typing import Any

from flask import Flask, request
from flask_security import user_authenticated
from flask_security.signals import (
    password_changed,
    password_reset,
    reset_password_instructions_sent,
    tf_disabled,
    tf_profile_changed,
    wan_deleted,
    wan_registered,
)
from flask_security.utils import lookup_identity
from werkzeug.wrappers import Response as BaseResponse

from pms_tracker.config import Settings
from pms_tracker.people.accounts import security_log
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.people.tables.security_tables import Event
from pms_tracker.web.door.agents import network_of
from pms_tracker.web.door.request_log import is_unseen
from pms_tracker.web.forms import carried

# What Flask-Security tells of, each of one account.
SIGNALS = (
    (password_changed, Event.PASSWORD_CHANGED),
    (password_reset, Event.PASSWORD_CHANGED),
    (reset_password_instructions_sent, Event.PASSWORD_LETTER_ASKED),
    (tf_profile_changed, Event.FACTOR_CHANGED),
    (tf_disabled, Event.FACTOR_REMOVED),
    (wan_registered, Event.PASSKEY_ADDED),
    (wan_deleted, Event.PASSKEY_REMOVED),
)
# Its forms that come back where what they ask for is wrong, and what that is.
REFUSED = {
    "security.login": Event.SIGN_IN_FAILED,
    "security.verify": Event.CONFIRMATION_FAILED,
    "security.two_factor_token_validation": Event.FACTOR_FAILED,
    "security.mf_recovery": Event.FACTOR_FAILED,
}
# Half of a hash is enough to tell one from another.
DIGITS = 16


def source_of(address: str | None, settings: Settings) -> str:
    """Where a request came from, as it may be kept: a keyed hash, or the address if asked for."""
    network = network_of(address)
    if not network or settings.security_sources == "address":
        return network and str(address)
    key = settings.secret_key.encode()
    return hmac.new(key, f"source {network}".encode(), hashlib.sha256).hexdigest()[:DIGITS]


def install(app: Flask, settings: Settings) -> None:
    """Listen, from the next request on."""

    @app.before_request
    def come_from() -> None:
        unseen = is_unseen(request.environ)
        address = None if unseen else request.remote_addr
        security_log.came_from(partial(source_of, address, settings))

    app.after_request(_refused)
    user_authenticated.connect(_signed_in, app)
    for signal, kind in SIGNALS:
        signal.connect(_noting(kind), app, weak=False)


def _signed_in(_app: Flask, user: Account, authn_via: Any = (), **_kw: object) -> None:
    # Who changes their password is given a new session, which is part of the change.
    if authn_via == ["change"]:
        return
    security_log.note_now(
        Event.SIGNED_IN, person_id=user.person_id, about=", ".join(authn_via or ())
    )


def _noting(kind: Event) -> Any:
    def note(_app: Flask, user: Account, **_kw: object) -> None:
        security_log.note_now(kind, person_id=user.person_id)

    return note


def _refused(response: BaseResponse) -> BaseResponse:
    kind = REFUSED.get(request.endpoint or "")
    if kind is None or request.method != "POST":
        return response
    if response.status_code == 429:
        person_id = _whose()
        if person_id is not None:
            security_log.note_lock(person_id)
    elif response.status_code == 200 or (request.is_json and response.status_code == 400):
        security_log.note_now(kind, person_id=_whose())
    return response


def _whose() -> int | None:
    """Whose account was tried: theirs who is signed in or took the first step, else that of the
    address; nothing that was typed is kept, since people type passwords into the wrong box."""
    known = carried.who_signs_in()
    if known is not None:
        return known
    typed = (request.get_json(silent=True) or {}) if request.is_json else request.form
    account: Any = lookup_identity(str(typed.get("email", "")))
    return None if account is None else int(account.person_id)
