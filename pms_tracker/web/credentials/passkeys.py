"""Passkeys (WebAuthn) at sign-in: Flask-Security's parts, bound to the address of the settings.

A passkey here is found without an address being typed, and asks who holds it for a PIN or the like:
it stands for both steps of signing in, and after a password for the second.
"""

from datetime import timedelta
from ipaddress import ip_address
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

from flask import Flask, redirect, request, session as cookie, url_for
from flask.typing import ResponseReturnValue
from flask_security import UserMixin, WebauthnUtil
from flask_security.webauthn import WebAuthnTfPlugin, has_webauthn
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from pms_tracker import clock
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.web.door.access import settings

# What this browser was asked to have signed last.
ASKED = "passkey_asked"
# How long whoever is asked may look for their key.
WITHIN = timedelta(minutes=5)


def config() -> dict[str, object]:
    """Flask-Security's settings for passkeys."""
    return {
        "SECURITY_WEBAUTHN": True,
        "SECURITY_DATETIME_FACTORY": clock.now,
        "SECURITY_TWO_FACTOR_IMPLEMENTATIONS": {
            "code": "flask_security.twofactor.CodeTfPlugin",
            "webauthn": f"{__name__}.{PasskeyStep.__name__}",
        },
        "SECURITY_WAN_RP_NAME": "PMS Tracker",
        # Nobody types an address first, so that none can be tried out.
        "SECURITY_WAN_ALLOW_USER_HINTS": False,
        "SECURITY_WAN_ALLOW_AS_VERIFY": ["first"],
        "SECURITY_WAN_REGISTER_WITHIN": WITHIN,
        "SECURITY_WAN_SIGNIN_WITHIN": WITHIN,
        "SECURITY_WAN_POST_REGISTER_VIEW": "security.two_factor_setup",
        "SECURITY_WAN_REGISTER_URL": "/me/passkeys",
        "SECURITY_WAN_DELETE_URL": "/me/passkeys/remove",
        "SECURITY_WAN_SIGNIN_URL": "/sign-in/passkey",
        "SECURITY_WAN_VERIFY_URL": "/password/verify/passkey",
        "SECURITY_WAN_REGISTER_TEMPLATE": "sign_in/passkey_new.html",
        "SECURITY_WAN_SIGNIN_TEMPLATE": "sign_in/passkey.html",
        "SECURITY_WAN_VERIFY_TEMPLATE": "sign_in/passkey_again.html",
        # Both are done, as those of an authenticator app are, and so they are shown.
        "SECURITY_MSG_WEBAUTHN_REGISTER_SUCCESSFUL": (
            "Successfully added the passkey with name: %(name)s",
            "success",
        ),
        "SECURITY_MSG_WEBAUTHN_CREDENTIAL_DELETED": (
            "Successfully deleted the passkey with name: %(name)s",
            "success",
        ),
    }


def install(app: Flask) -> None:
    """Keep one's passkeys on the page of one's factors."""
    app.before_request(_lead_to_factors)
    app.jinja_env.globals.update(passkeys_offered=offered)


def offered() -> bool:
    """Whether browsers can use passkeys here: they bind them to a name, and want TLS for it.

    Under another address than the one of the settings they would be bound to the wrong one.
    """
    site = _site()
    if request.host != site.netloc or not site.hostname:
        return False
    try:
        ip_address(site.hostname)
    except ValueError:
        return site.scheme == "https" or site.hostname == "localhost"
    return False


def was_asked(challenge: str) -> bool:
    """Whether this browser was asked this last, and has not answered yet."""
    return bool(challenge == cookie.pop(ASKED, None))


def _site() -> SplitResult:
    return urlsplit(settings().origin)


def _lead_to_factors() -> ResponseReturnValue | None:
    if request.endpoint == "security.wan_register" and request.method == "GET":
        return redirect(url_for("security.two_factor_setup"))
    return None


class Ceremonies(WebauthnUtil):
    """What browsers are asked for, and by whom."""

    def generate_challenge(self, nbytes: int | None = None) -> str:
        """A random word to be signed, by this browser only."""
        cookie[ASKED] = made = super().generate_challenge(nbytes)
        return made

    def origin(self) -> str:
        return settings().origin

    def registration_options(
        self, user: UserMixin, usage: str, existing_options: dict[str, Any]
    ) -> dict[str, Any]:
        options = super().registration_options(user, usage, existing_options)
        return {**options, "rp_id": _site().hostname}

    def authenticator_selection(
        self, user: UserMixin, usage: str
    ) -> AuthenticatorSelectionCriteria:
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def authentication_options(
        self, user: UserMixin | None, usage: list[str], existing_options: dict[str, Any]
    ) -> dict[str, Any]:
        """Their own passkeys, where it is known who is asked."""
        options = super().authentication_options(user, usage, existing_options)
        if user is not None:
            options["allow_credentials"] = [
                PublicKeyCredentialDescriptor(
                    id=each.credential_id,
                    transports=[AuthenticatorTransport(way) for way in each.transports or ()],
                )
                for each in cast(Account, user).webauthn
            ]
        return {**options, "rp_id": _site().hostname}

    def user_verification(
        self, user: UserMixin | None, usage: list[str]
    ) -> UserVerificationRequirement:
        return UserVerificationRequirement.REQUIRED


class PasskeyStep(WebAuthnTfPlugin):
    """Passkeys as the second step after a password."""

    def get_setup_methods(self, user: UserMixin) -> list[tuple[str, str]]:
        return [("webauthn", "webauthn")] if has_webauthn(user, "first") else []
