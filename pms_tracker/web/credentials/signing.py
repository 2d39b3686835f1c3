"""How cookies, links and tokens are signed: HMAC-SHA-256, by whichever library signs them."""

import hashlib
from typing import Any

from flask import Flask
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer, URLSafeTimedSerializer


class _Tagged(TaggedJSONSerializer):
    """Flask's, which tries seven tags on each value: most are what JSON has anyway."""

    def tag(self, value: Any) -> Any:
        return value if type(value) in {str, int, float, bool} else super().tag(value)


class _Cookies(SecureCookieSessionInterface):
    digest_method = staticmethod(hashlib.sha256)
    serializer = _Tagged()
    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Made once: Flask makes one to read a cookie and another to write it."""
        self._signer = self._signer or super().get_signing_serializer(app)
        return self._signer


def install(app: Flask) -> None:
    """Sign by SHA-256 in this process: the session's cookie, and what itsdangerous signs for
    Flask-Security, Flask-WTF and us, each with a salt of its own; before Flask-Security begins."""
    app.session_interface = _Cookies()
    # SHA-1 is its default still; neither of the two offers to choose another one.
    Signer.default_digest_method = staticmethod(hashlib.sha256)
