"""Cookies that stay: named and guarded in one way, as strictly as the address allows."""

from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from pms_tracker.web.door.access import settings


def read(name: str) -> str:
    """What the browser keeps under a name; empty where there is nothing."""
    return request.cookies.get(settings().cookie_prefix + name, "")


def keep(response: Response, name: str, value: str, *, within: timedelta) -> None:
    """Have the browser keep a value, out of the reach of scripts and other sites."""
    response.set_cookie(
        settings().cookie_prefix + name,
        value,
        max_age=within,
        path=settings().sub_path or "/",
        httponly=True,
        samesite="Lax",
        secure=settings().secure_cookies,
    )
