"""Addresses of static files: with a fingerprint of their content, so that browsers keep them."""

import hashlib
from functools import cache
from pathlib import Path

from flask import current_app, g, url_for


@cache
def _fingerprint(path: str, _changed: float) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def static_url(filename: str) -> str:
    """A static file's address with its content's fingerprint, so that browsers may keep it."""
    path = Path(str(current_app.static_folder)) / filename
    return url_for("static", filename=filename, v=_fingerprint(str(path), path.stat().st_mtime))


def use_script(filename: str) -> str:
    """Have this page load one of our modules, at its end; gives nothing to print."""
    scripts().setdefault(filename, None)
    return ""


def scripts() -> dict[str, None]:
    """The modules this page asked for while it was drawn, each once."""
    found: dict[str, None] = g.setdefault("scripts", {})
    return found


class Bootstrap:
    """The installed Bootstrap stylesheet's address, asked for when a template prints it."""

    def __str__(self) -> str:
        name = "css/bootstrap.min.css"
        path = Path(str(current_app.blueprints["bootstrap"].static_folder)) / name
        mark = _fingerprint(str(path), path.stat().st_mtime)
        return url_for("bootstrap.static", filename=name, v=mark)
