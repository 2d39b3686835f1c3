"""What a link is exchanged for: a cookie of this one purpose, and the proof that a form is ours.

The cookie holds what is kept of the link, signed, and nothing of the link itself; it goes to the
pages of answers alone and is of no use once the link is dead. A form carries a digest of it instead
of a session's token, so that neither another site nor another link's page sends it.
"""

import hmac
from datetime import timedelta
from typing import Any

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response
from wtforms import ValidationError
from wtforms.csrf.core import CSRF

from pms_tracker.web.door.access import settings

NAME, PATH = "answer", "/answer"
# Somebody who answers for longer opens the link again; what they typed is kept as a draft.
WITHIN = timedelta(hours=12)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="pms-answer-link")


def _where() -> dict[str, Any]:
    return {
        "key": settings().cookie_prefix + NAME,
        "path": f"{settings().sub_path}{PATH}",
        "httponly": True,
        "samesite": "Lax",
        "secure": settings().secure_cookies,
    }


def keep(response: Response, digest: str) -> None:
    """Have the browser show from now on that it came by this link."""
    response.set_cookie(value=str(_signer().dumps(digest)), max_age=WITHIN, **_where())


def drop(response: Response) -> None:
    """Have the browser forget it."""
    response.delete_cookie(**_where())


def digest() -> str:
    """What the browser came by; empty where there is nothing, or what is not ours or too old."""
    held = request.cookies.get(settings().cookie_prefix + NAME, "")
    try:
        return str(_signer().loads(held, max_age=int(WITHIN.total_seconds())))
    except BadSignature:
        return ""


def _proof(digest: str) -> str:
    secret = str(current_app.secret_key).encode()
    return hmac.digest(secret, f"answer form {digest}".encode(), "sha256").hex()


class LinkCSRF(CSRF):
    """The token of a form that belongs to the link in the cookie (`csrf_context`)."""

    def setup_form(self, form: Any) -> Any:
        self.digest = str(form.meta.csrf_context or "")
        return super().setup_form(form)

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        return _proof(self.digest)

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        if not hmac.compare_digest(str(field.data or "").encode(), _proof(self.digest).encode()):
            raise ValidationError("not from our page")
