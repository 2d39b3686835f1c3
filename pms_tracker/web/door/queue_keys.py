"""Keys for what a browser keeps until it is sent: each lives as long as its sign-in.

A browser that is cut off locks its queue with such a key and holds it in memory only. Once its
owner has signed out nobody can make the key again, so nothing that was left behind is readable.
"""

import hmac
import secrets
from base64 import b64encode

from flask import Flask, current_app, session as cookie
from flask_login import user_logged_out
from flask_security import user_authenticated

NAME = "queue"


def install(app: Flask) -> None:
    """Have every sign-in begin without a key, and every sign-out end it."""
    user_logged_out.connect(_forget, app)
    user_authenticated.connect(_forget, app)


def _forget(_app: Flask, **_of: object) -> None:
    cookie.pop(NAME, None)


def key(person_id: int) -> str:
    """The key of this person's sign-in, 256 bits in base64; made by the first who asks."""
    if NAME not in cookie:
        cookie[NAME] = secrets.token_hex(16)
    secret = str(current_app.secret_key).encode()
    made = hmac.digest(secret, f"{NAME} {cookie[NAME]} {person_id}".encode(), "sha256")
    return b64encode(made).decode()
