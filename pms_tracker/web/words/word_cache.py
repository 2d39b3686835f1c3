"""Words looked up once per request: a list of fifty rows asks for the same few again and again."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, TypeVar

import flask_babel
from babel.support import NullTranslations
from flask import Flask, g
from flask_babel import Domain
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

# More sentences than templates have, in each language.
SAID = 8192

Found = TypeVar("Found")


def once(name: str, key: Hashable, find: Callable[[], Found]) -> Found:
    """What `find` gives, asked for only once per request under this name and key."""
    known: dict[Hashable, Any] = g.setdefault(f"once_{name}", {})
    if key not in known:
        known[key] = find()
    found: Found = known[key]
    return found


class Words(Domain):
    """Flask-Babel's own, which finds context, locale and catalogue anew for every word; here the
    catalogue is kept in its context, until another locale is chosen or forced."""

    def get_translations(self) -> NullTranslations:
        context = getattr(g, "_flask_babel", None)
        found: NullTranslations | None = getattr(context, "babel_translations", None)
        if found is None:
            found = super().get_translations()
            if context is not None:
                context.babel_translations = found
        return found


def _translations() -> Any:
    return once("catalogue", None, flask_babel.get_translations)


@lru_cache(maxsize=SAID)
def _marked(catalogue: Any, text: str) -> Markup:
    return Markup(catalogue.ugettext(text))


@pass_eval_context
def _said(evaluated: EvalContext, text: str, /, **values: object) -> str:
    """A sentence of a template as its reader reads it; Jinja's own takes three calls to say so."""
    catalogue = _translations()
    said: str = _marked(catalogue, text) if evaluated.autoescape else catalogue.ugettext(text)
    return said % values if values or "%" in said else said


def install(app: Flask) -> None:
    """Have templates and code look words up in the request's catalogue."""
    flask_babel.get_babel(app).instance.domain_instance = Words()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _translations().ugettext(text),
        ngettext=lambda one, many, count: _translations().ungettext(one, many, count),
        pgettext=lambda context, text: _translations().upgettext(context, text),
        npgettext=lambda context, one, many, count: _translations().unpgettext(
            context, one, many, count
        ),
        newstyle=True,
    )
    app.jinja_env.globals.update(_=_said, gettext=_said)
