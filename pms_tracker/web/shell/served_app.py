"""Flask, without what it finds anew for every request though the answer never changes."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, Request, has_request_context, request
from flask.templating import Environment
from flask_login.utils import _user_context_processor, current_user
from werkzeug.routing import Rule

# More than a long list and a record have together; the oldest go.
ADDRESSES = 4096
# What says more of an address than its place.
SPECIAL = ("_anchor", "_method", "_scheme", "_external")


class ServedRequest(Request):
    """A request whose address has a blank for the one character that no database takes."""

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        self.query_string = self.query_string.replace(b"%00", b"+")


class LateRule(Rule):
    """A rule whose two builders of addresses are compiled when the first address is wanted.

    Werkzeug compiles them as it learns the rule: of more than a thousand rules that is nearly all
    of what making an app costs, and a process writes the addresses of few.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = super()._compile_builder
        name = "_build_unknown" if append_unknown else "_build"

        def first(rule: Rule, /, **values: Any) -> tuple[str, str]:
            build = compiled(append_unknown).__get__(rule, None)
            setattr(rule, name, build)
            written: tuple[str, str] = build(**values)
            return written

        return first


class ServedApp(Flask):
    """Flask for views that are plain functions, with addresses that are built once."""

    request_class = ServedRequest
    url_rule_class = LateRule

    def __init__(self, *words: Any, **named: Any) -> None:
        self._built = lru_cache(ADDRESSES, typed=True)(self._build)
        super().__init__(*words, **named)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Every hook and view as it is: none of ours is a coroutine."""
        return func

    def context_processor(self, f: Any) -> Any:
        """As Flask's, but for Flask-Login's: it looks up the account of whoever reads, for pages
        that ask for none. Those that do have `current_user` among the globals."""
        return f if f is _user_context_processor else super().context_processor(f)

    def create_jinja_environment(self) -> Environment:
        made = super().create_jinja_environment()
        made.globals["current_user"] = current_user
        return made

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """An address, as Flask builds it: it depends on what is named here and on nothing else."""
        special = {name: values.pop(name, None) for name in SPECIAL}
        if not has_request_context() or any(special.values()):
            return super().url_for(endpoint, **special, **values)
        here = request.script_root, request.method, request.blueprint if endpoint[0] == "." else ""
        try:
            return self._built(here, endpoint, **values)
        except TypeError:
            # A list among the values cannot be looked up.
            return super().url_for(endpoint, **values)

    def _build(self, _here: tuple[str, str, str | None], endpoint: str, **values: Any) -> str:
        return super().url_for(endpoint, **values)
