"""Words looked up once: in a request what is asked for again and again, in a process what is the
same for everybody. A list of fifty rows asks for the same few a hundred times."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import flask_babel
from babel.support import NullTranslations
from flask import Flask, current_app, g, request
from markupsafe import Markup

Found = TypeVar("Found")

COMMON = "pms_common"
# More than there are states, guides and places to be at, for each language and kind of reader.
MOST = 4000


def once(name: str, key: Hashable, find: Callable[[], Found]) -> Found:
    """What `find` gives, asked for only once per request under this name and key."""
    known: dict[Hashable, Any] = g.setdefault(f"once_{name}", {})
    if key not in known:
        known[key] = find()
    found: Found = known[key]
    return found


def in_common(name: str, key: Hashable, find: Callable[[], Found]) -> Found:
    """What `find` gives, asked for only once per process in each language: of what is the same for
    whoever asks with this key, and changes with no row."""
    known: dict[Hashable, Any] = current_app.extensions[COMMON]
    whole = (name, _catalogue(), request.script_root, key)
    if whole not in known:
        if len(known) >= MOST:
            known.clear()
        known[whole] = find()
    found: Found = known[whole]
    return found


class Catalogues(flask_babel.Domain):
    """Flask-Babel's catalogues, by language: it writes a locale out for every word."""

    def __init__(self) -> None:
        super().__init__()
        self._read: dict[str, Any] = {}

    def get_translations(self) -> Any:
        locale = flask_babel.get_locale()
        if locale is None:
            return NullTranslations()
        if locale.language not in self._read:
            self._read[locale.language] = super().get_translations()
        return self._read[locale.language]


def _catalogue() -> Any:
    return once("catalogue", None, flask_babel.get_translations)


def _filled(text: str, variables: dict[str, Any]) -> Markup:
    # Words of ours are markup, what is filled in is not; a sign of per cent is written twice.
    said = Markup(text)
    return said % variables if variables or "%" in said else said


def _gettext(text: str, /, **variables: Any) -> Markup:
    return _filled(_catalogue().ugettext(text), variables)


def _ngettext(one: str, many: str, num: int, /, **variables: Any) -> Markup:
    return _filled(_catalogue().ungettext(one, many, num), {"num": num, **variables})


def _pgettext(context: str, text: str, /, **variables: Any) -> Markup:
    return _filled(_catalogue().upgettext(context, text), {"context": context, **variables})


def _npgettext(context: str, one: str, many: str, num: int, /, **variables: Any) -> Markup:
    said = _catalogue().unpgettext(context, one, many, num)
    return _filled(said, {"context": context, "num": num, **variables})


def install(app: Flask) -> None:
    """Have templates look words up in the request's catalogue, which is read once; after Babel."""
    app.extensions[COMMON] = {}
    app.extensions["babel"].instance.domain_instance = Catalogues()
    # Jinja's own way to each word leads through three calls of its context.
    app.jinja_env.globals.update(
        _=_gettext, gettext=_gettext, ngettext=_ngettext, pgettext=_pgettext, npgettext=_npgettext
    )
