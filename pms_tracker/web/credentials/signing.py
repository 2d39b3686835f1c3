"""How cookies, links and tokens are signed: HMAC-SHA-256, by whichever library signs them."""

import hashlib

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer


class _Cookies(SecureCookieSessionInterface):
    digest_method = staticmethod(hashlib.sha256)


def install(app: Flask) -> None:
    """Sign by SHA-256 in this process: the session's cookie, and what itsdangerous signs for
    Flask-Security, Flask-WTF and us, each with a salt of its own; before Flask-Security begins."""
    app.session_interface = _Cookies()
    # SHA-1 is its default still; neither of the two offers to choose another one.
    Signer.default_digest_method = staticmethod(hashlib.sha256)
