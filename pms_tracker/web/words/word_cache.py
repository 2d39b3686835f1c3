"""Words looked up once per request: a list of fifty rows asks for the same few again and again."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import flask_babel
from flask import Flask, g

Found = TypeVar("Found")


def once(name: str, key: Hashable, find: Callable[[], Found]) -> Found:
    """What `find` gives, asked for only once per request under this name and key."""
    known: dict[Hashable, Any] = g.setdefault(f"once_{name}", {})
    if key not in known:
        known[key] = find()
    found: Found = known[key]
    return found


def _translations() -> Any:
    # Flask-Babel finds its context, locale and catalogue anew for every word.
    return once("catalogue", None, flask_babel.get_translations)


def install(app: Flask) -> None:
    """Have templates look words up in the request's catalogue."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _translations().ugettext(text),
        ngettext=lambda one, many, count: _translations().ungettext(one, many, count),
        pgettext=lambda context, text: _translations().upgettext(context, text),
        npgettext=lambda context, one, many, count: _translations().unpgettext(
            context, one, many, count
        ),
        newstyle=True,
    )
