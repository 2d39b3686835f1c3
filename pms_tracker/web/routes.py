"""Every blueprint of the app, every list with views, and every paper of a term, wherever below
`web` a module has them."""

from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from flask import Blueprint

from pms_tracker import web
from pms_tracker.web.lists.list_pages import ListPage
from pms_tracker.web.record.term_papers import TermPaper
from pms_tracker.web.registers import register_pages
from pms_tracker.web.shell import metrics

# This very module, and the one whose library is an extra.
_UNASKED = {__name__, metrics.MEASURED}
_MODULES = tuple(
    import_module(found.name)
    for found in walk_packages(web.__path__, f"{web.__name__}.")
    if found.name not in _UNASKED
)
_HELD = tuple(held for module in _MODULES for held in vars(module).values())

BLUEPRINTS = (
    *dict.fromkeys(held for held in _HELD if isinstance(held, Blueprint)),
    *register_pages.BLUEPRINTS,
)
LISTS: tuple[ListPage[Any], ...] = (
    *(held for held in _HELD if isinstance(held, ListPage)),
    *register_pages.LISTS,
)
TERM_PAPERS = tuple(held for held in _HELD if isinstance(held, TermPaper))
