"""Second factors at sign-in (2段階認証): Flask-Security's parts, with our keys, limits and notes.

Its pages do the work; here are what is kept of secrets and codes, who is led to set one up, and
that each change is noted and mailed.
"""

import hashlib
import hmac
from base64 import b64encode
from datetime import timedelta
from typing import Any

import qrcode
from flask import Flask, current_app, redirect, request, session as cookie, url_for
from flask.typing import ResponseReturnValue
from flask_security import (
    MfRecoveryCodesUtil,
    Totp,
    current_user,
    tf_disabled,
    tf_profile_changed,
    wan_deleted,
    wan_registered,
)
from flask_security.tf_plugin import tf_clean_session
from passlib.totp import TOTP, TotpMatch
from qrcode.image.svg import SvgPathFillImage
from werkzeug.wrappers import Response as BaseResponse

from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.people.changes import factors
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account, Passkey
from pms_tracker.trail.trail import Actor
from pms_tracker.web.credentials import passkeys
from pms_tracker.web.door import freshness
from pms_tracker.web.door.access import SECURITY_PAGES, STATIC, settings, signed_in, viewer_or_none
from pms_tracker.web.forms import carried

# How long the second step may come after the password.
STEP = timedelta(minutes=10)
SPARE_CODES = 10
# Whose account the new secret in the session is for, and that its first code was mistyped.
SHOWN_TO = "tf_shown_to"
MISTYPED = "tf_mistyped"
# What changes factors: done only shortly after the person was seen.
CHANGES = frozenset(
    {
        "security.two_factor_setup",
        "security.mf_recovery_codes",
        "security.wan_register",
        "security.wan_delete",
    }
)

# Where somebody shows the first thing that they are known by; what comes next takes a while.
FIRST_STEPS = frozenset({"security.login", "single_sign_on.back"})

# Where nobody is led away from: what signing in consists of, and files.
UNLED = SECURITY_PAGES | STATIC

# The one page that everybody may open and that shows what is somebody's own.
HOME = "overview.home"


def config(settings: Settings) -> dict[str, object]:
    """Flask-Security's settings for second factors."""
    return {
        # What a look at these pages would otherwise put off for an hour, a signature asks for.
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(0),
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        # A code is taken half a minute early or late: RFC 6238, section 5.2.
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_SETUP_URL": "/me/factor",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
        "SECURITY_TWO_FACTOR_RESCUE_URL": "/sign-in/code/lost",
        "SECURITY_TWO_FACTOR_SELECT_URL": "/sign-in/factor",
        "SECURITY_TWO_FACTOR_SETUP_TEMPLATE": "sign_in/factor.html",
        "SECURITY_TWO_FACTOR_VERIFY_CODE_TEMPLATE": "sign_in/code.html",
        "SECURITY_TWO_FACTOR_SELECT_TEMPLATE": "sign_in/factor_choice.html",
        "SECURITY_TOTP_SECRETS": {"1": _key(settings, "totp").hex()},
        "SECURITY_TOTP_ISSUER": "PMS Tracker",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": SPARE_CODES,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/me/recovery-codes",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery-code",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "sign_in/recovery_codes.html",
        "SECURITY_MULTI_FACTOR_RECOVERY_TEMPLATE": "sign_in/recovery_code.html",
        **passkeys.config(),
    }


def _key(settings: Settings, purpose: str) -> bytes:
    # Passwords need this secret too: whoever keeps the one keeps the other.
    secret = settings.password_salt.encode()
    return hmac.digest(secret, f"pms second factor {purpose}".encode(), "sha256")


class Codes(Totp):
    """Codes of authenticator apps, by our clock, none of them taken twice."""

    def __init__(self, secrets: Any, issuer: str) -> None:
        self._totp = TOTP.using(issuer=issuer, secrets=secrets, now=lambda: clock.now().timestamp())

    def generate_totp_secret(self) -> str:
        """A new secret, encrypted; the one shown before where its first code was mistyped.

        Never what somebody else was shown in this browser: they may have kept it.
        """
        again = cookie.get("tf_totp_secret") if cookie.get(SHOWN_TO) == current_user.id else None
        cookie[SHOWN_TO] = current_user.id
        return str(again or super().generate_totp_secret())

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The QR code as one path: of single squares, browsers leave gaps that cameras see."""
        image = qrcode.make(self.get_totp_uri(username, totp), image_factory=SvgPathFillImage)
        return f"data:image/svg+xml;base64,{b64encode(image.to_string()).decode()}"

    def get_last_counter(self, user: Account) -> int | None:  # type: ignore[override]
        return user.tf_last_counter

    def set_last_counter(self, user: Account, tmatch: TotpMatch) -> None:  # type: ignore[override]
        user.tf_last_counter = tmatch.counter


class SpareCodes(MfRecoveryCodesUtil):
    """Recovery codes: shown once, kept as digests with a key that is not in the database."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self._key = _key(app.extensions["pms"], "recovery codes")

    def create_recovery_codes(self, user: Account) -> list[str]:  # type: ignore[override]
        """New codes in place of all that were there."""
        made: list[str] = _security().totp_factory.generate_recovery_codes(SPARE_CODES)
        user.mf_recovery_codes = [self._digest(each) for each in made]
        factors.tell(user.person_id, "recovery_codes_made", by=_own(user))
        return made

    def get_recovery_codes(self, user: Account) -> list[str]:  # type: ignore[override]
        """None: nobody sees them again, their owner neither."""
        return []

    def check_recovery_code(self, user: Account, code: str) -> bool:  # type: ignore[override]
        return self._digest(code) in (user.mf_recovery_codes or [])

    def delete_recovery_code(self, user: Account, code: str) -> bool:  # type: ignore[override]
        """Use a code up, so that it opens nothing any more."""
        codes = user.mf_recovery_codes or []
        codes.remove(self._digest(code))
        factors.tell(user.person_id, "recovery_code_used", by=_own(user))
        return True

    def _digest(self, code: str) -> str:
        return hmac.new(self._key, code.encode(), hashlib.sha256).hexdigest()


def _security() -> Any:
    return current_app.extensions["security"]


def _own(user: Account) -> Actor:
    return Actor(user.person_id, user.person.name)


def install(app: Flask) -> None:
    """Lead whoever must have a factor to set one up, and note what happens to factors."""
    app.before_request(_forget_old_step)
    app.before_request(_see_them_first)
    app.before_request(_lead_to_set_up)
    app.after_request(_begin_step)
    app.after_request(_stay_at_the_key)
    app.extensions["security"].tf_setup_context_processor(_key_again)
    tf_profile_changed.connect(_app_added, app)
    tf_disabled.connect(_app_removed, app)
    wan_registered.connect(_passkey_added, app)
    wan_deleted.connect(_passkey_removed, app)
    passkeys.install(app)
    app.jinja_env.globals.update(
        factor_required=required, has_factor=has_factor, has_app=factors.has_app
    )


def enter(account: Account, place: str) -> ResponseReturnValue | None:
    """Ask for the second step after another first one than the password; None where there is none.

    Whoever takes it is led to `place`.
    """
    plugins = _security().two_factor_plugins
    asked: ResponseReturnValue | None = plugins.tf_enter(account, False, "oidc", place)
    return asked


def _begin_step(response: BaseResponse) -> BaseResponse:
    if request.endpoint in FIRST_STEPS and "tf_user_id" in cookie:
        cookie["tf_since"] = clock.now().timestamp()
    return response


def _stay_at_the_key(response: BaseResponse) -> BaseResponse:
    # Flask-Security leads to the beginning; without the key in the session, its time is over.
    if request.endpoint == "security.two_factor_setup_validate" and "tf_totp_secret" in cookie:
        cookie[MISTYPED] = True
    return response


def _key_again() -> dict[str, Any]:
    """For the page of one's factor: the key as it was shown before its first code was mistyped."""
    mistyped = cookie.pop(MISTYPED, False) and cookie.get(SHOWN_TO) == current_user.id
    secret = cookie.get("tf_totp_secret") if mistyped else None
    if secret is None or request.method != "GET":
        return {"again": None}
    state = {"totp_secret": secret, "method": "authenticator", "phone": None}
    shown = _security().totp_factory.fetch_setup_values(secret, current_user)
    return {"again": {**shown, "token": _security().tf_setup_serializer.dumps(state)}}


def _forget_old_step() -> None:
    if "tf_user_id" not in cookie:
        return
    if clock.now().timestamp() - cookie.get("tf_since", 0) > STEP.total_seconds():
        tf_clean_session()  # type: ignore[no-untyped-call]


def _see_them_first() -> ResponseReturnValue | None:
    changes = request.endpoint in CHANGES and request.method == "POST"
    if changes and current_user.is_authenticated and freshness.stale():
        return redirect(freshness.place(url_for("security.two_factor_setup")))
    return None


def _lead_to_set_up() -> ResponseReturnValue | None:
    if not settings().second_factor or request.endpoint in UNLED:
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    open_to_all = getattr(view, "guard", None) == "public" and request.endpoint != HOME
    if view is None or open_to_all or not required() or has_factor():
        return None
    carried.rescue()
    return redirect(url_for("security.two_factor_setup"))


def required() -> bool:
    """Whether a role of whoever looks must have a second factor here."""
    asked_of = settings().second_factor
    viewer = viewer_or_none() if asked_of else None
    return viewer is not None and bool(viewer.roles.intersection(asked_of))


def has_factor() -> bool:
    """Whether whoever looks has a second factor."""
    found = signed_in()
    return found is not None and found.has_factor


def _app_added(_app: Flask, user: Account, **_kw: object) -> None:
    factors.tell(user.person_id, "authenticator_added", by=_own(user))


def _app_removed(_app: Flask, user: Account, **_kw: object) -> None:
    account = people.account_of(user.person_id)
    if account is not None:
        factors.forget_spare_codes(account)
    factors.tell(user.person_id, "authenticator_removed", by=_own(user))


def _passkey_added(_app: Flask, user: Account, name: str, **_kw: object) -> None:
    factors.tell(user.person_id, "passkey_added", by=_own(user), what=(None, name))


def _passkey_removed(_app: Flask, user: Account, name: str, **_kw: object) -> None:
    # Flask-Security deletes it once this has been heard.
    gone: Passkey = next(each for each in user.webauthn if each.name == name)
    if factors.is_last(user, gone):
        user.mf_recovery_codes = None
    factors.tell(user.person_id, "passkey_removed", by=_own(user), what=(name, None))
