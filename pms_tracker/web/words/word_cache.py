"""Words looked up once: in a request what is asked for again and again, in a process what is the
same for everybody. A list of fifty rows asks for the same few a hundred times."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

import flask_babel
from flask import Flask, current_app, g, request
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from pms_tracker import locale_in_use

Found = TypeVar("Found")

COMMON = "pms_common"
# The language that messages are written in.
MESSAGES = "ja"
# More than there are states, guides and places to be at, for each language and kind of reader.
MOST = 4000
# More sentences than templates have, in each language.
SAID = 8192


def once(name: str, key: Hashable, find: Callable[[], Found]) -> Found:
    """What `find` gives, asked for only once per request under this name and key."""
    # Past the proxy, which would look for the request again with each of these steps.
    known: dict[Hashable, Any] = g._get_current_object().setdefault("once", {})
    whole = name, key
    if whole not in known:
        known[whole] = find()
    found: Found = known[whole]
    return found


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Have words be looked up in this language, whatever the request asked for in its own."""
    known = g.pop("once", {})
    try:
        with flask_babel.force_locale(language):
            yield
    finally:
        g.once = known


def in_common(name: str, key: Hashable, find: Callable[[], Found]) -> Found:
    """What `find` gives, asked for only once per process in each language: of what is the same for
    whoever asks with this key, and changes with no row."""
    known, words, root = once("common", None, _common)
    whole = (name, words, root, key)
    if whole not in known:
        if len(known) >= MOST:
            known.clear()
        known[whole] = find()
    found: Found = known[whole]
    return found


def _common() -> tuple[dict[Hashable, Any], Any, str]:
    """What the process keeps, and what of a request decides which of it."""
    return current_app.extensions[COMMON], _catalogue(), request.script_root


class Catalogues(flask_babel.Domain):
    """Catalogues by language, in the words of the company's locale pack: Flask-Babel writes a
    locale out for every word."""

    def get_translations(self) -> Any:
        locale = flask_babel.get_locale()
        return locale_in_use.catalogue(locale.language if locale else MESSAGES)


def _catalogue() -> Any:
    return once("catalogue", None, flask_babel.get_translations)


@lru_cache(maxsize=SAID)
def _marked(catalogue: Any, text: str) -> Markup:
    return Markup(catalogue.ugettext(text))


@pass_eval_context
def _said(evaluated: EvalContext, text: str, /, **values: object) -> str:
    """A sentence of a template as its reader reads it; Jinja's own takes three calls to say so."""
    catalogue = _catalogue()
    said: str = _marked(catalogue, text) if evaluated.autoescape else catalogue.ugettext(text)
    return said % values if values or "%" in said else said


def install(app: Flask) -> None:
    """Have templates look words up in the request's catalogue, which is read once; after Babel."""
    app.extensions[COMMON] = {}
    app.extensions["babel"].instance.domain_instance = Catalogues()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _catalogue().ugettext(text),
        ngettext=lambda one, many, count: _catalogue().ungettext(one, many, count),
        pgettext=lambda context, text: _catalogue().upgettext(context, text),
        npgettext=lambda context, one, many, count: _catalogue().unpgettext(
            context, one, many, count
        ),
        newstyle=True,
    )
    app.jinja_env.globals.update(_=_said, gettext=_said)
