"""Templates without what Jinja does again for every import and every call: pages have hundreds."""

import re
from collections.abc import Iterator, MutableMapping
from keyword import iskeyword
from types import FunctionType
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import StrictUndefined, nodes, pass_eval_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.lexer import TOKEN_DATA, Token, TokenStream

# How Jinja marks what wants to know whether its page escapes.
_asks: Any = pass_eval_context(lambda: None)
ESCAPING = _asks.jinja_pass_arg
_INDENT = re.compile(r"\n[ \t]+")
# Where a line may end without anything to be seen of it: between the cells of a table and its rows.
_BETWEEN_CELLS = re.compile(r"(</?(?:tr|thead|tbody|tfoot)(?: [^<>]*)?>|</t[dh]>)\n")


class PageCode(CodeGenerator):
    """Calls macros, functions and methods as Python does: Jinja looks first, each time, at what
    they want to be given, which here is known once a template is read."""

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        self._macros = {"caller"}

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:
        self._macros |= {each if isinstance(each, str) else each[1] for each in node.names}
        super().visit_FromImport(node, frame)

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:
        self._macros.add(node.name)
        super().visit_Macro(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        first = self._first(node.node)
        escapes = frame.eval_ctx.autoescape and not frame.eval_ctx.volatile
        words = any(iskeyword(each.key) for each in node.kwargs)
        if first is None or not escapes or words or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write(f"({first}")
        for each in (*node.args, *node.kwargs):
            self.visit(each, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def _first(self, called: nodes.Expr) -> str | None:
        """What is given before all else; None where that shows only when it is called."""
        if isinstance(called, nodes.Getattr):
            return ""
        if not isinstance(called, nodes.Name):
            return None
        known = self.environment.globals.get(called.name)
        wants = getattr(known, "jinja_pass_arg", None)
        if wants is not None:
            return "context.eval_ctx, " if wants is ESCAPING else None
        return "" if called.name in self._macros or type(known) is FunctionType else None


class Unindented(Extension):
    """Pages without the indentation of their templates, which a list would send with each row, nor
    the ends of lines between its cells."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _INDENT.sub("\n", source) if _is_page(name) else source

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Not within `preprocess`: a mistake is told with the line it stands on."""
        is_page = _is_page(stream.name)
        for token in stream:
            is_text = is_page and token.type == TOKEN_DATA
            short = _BETWEEN_CELLS.sub(r"\1", token.value) if is_text else token.value
            yield token._replace(value=short)


def _is_page(name: str | None) -> bool:
    return name is not None and name.endswith(".html")


class PageEnvironment(Environment):
    """No template of ours has globals of its own: all see those of the environment as they are, and
    none looks through two places for each of a hundred names whenever it imports another."""

    code_generator_class = PageCode

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def install(app: Flask) -> None:
    """Have the app's templates be such; a name that nobody gave them is a mistake."""
    app.jinja_environment = PageEnvironment
    app.jinja_env.add_extension(Unindented)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
