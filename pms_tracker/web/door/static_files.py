"""Addresses of static files: with a fingerprint of their content, so that browsers keep them."""

import hashlib
import os
from functools import cache
from pathlib import Path

from flask import current_app, g, url_for


def _fingerprint(folder: str | None, filename: str) -> str:
    path = f"{folder}/{filename}"
    return _digest(path, os.stat(path).st_mtime)


@cache
def _digest(path: str, _changed: float) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def static_url(filename: str) -> str:
    """A static file's address with its content's fingerprint, so that browsers may keep it."""
    mark = _fingerprint(current_app.static_folder, filename)
    return url_for("static", filename=filename, v=mark)


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
        mark = _fingerprint(current_app.blueprints["bootstrap"].static_folder, name)
        return url_for("bootstrap.static", filename=name, v=mark)
