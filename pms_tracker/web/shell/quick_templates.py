"""Templates without what Jinja does again for every import and every call: pages have hundreds."""

import re
from collections.abc import MutableMapping
from types import FunctionType
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import StrictUndefined
from jinja2.ext import Extension
from jinja2.runtime import Context, Macro

_INDENT = re.compile(r"\n[ \t]+")


class PageContext(Context):
    """Calls macros and plain functions at once; whatever else may be called is left to Jinja, which
    looks first at what it wants to be given."""

    def call(self, called: Any, /, *args: Any, **values: Any) -> Any:
        is_macro = type(called) is Macro
        if not is_macro and (type(called) is not FunctionType or hasattr(called, "jinja_pass_arg")):
            return super().call(called, *args, **values)
        # What loops and blocks have set is for functions that want the whole context.
        values.pop("_block_vars", None)
        values.pop("_loop_vars", None)
        return called(self.eval_ctx, *args, **values) if is_macro else called(*args, **values)


class Unindented(Extension):
    """Pages without the indentation of their templates, which a list would send with each row."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        is_page = name is not None and name.endswith(".html")
        return _INDENT.sub("\n", source) if is_page else source


class PageEnvironment(Environment):
    """No template of ours has globals of its own: all see those of the environment as they are, and
    none looks through two places for each of a hundred names whenever it imports another."""

    context_class = PageContext

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def install(app: Flask) -> None:
    """Have the app's templates be such; a name that nobody gave them is a mistake."""
    app.jinja_environment = PageEnvironment
    app.jinja_env.add_extension(Unindented)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
