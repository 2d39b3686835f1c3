"""All rows of letters, wherever a family declares them."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pms_tracker
from pms_tracker.mail.wording import Wording


def rows() -> dict[str, Wording]:
    """Every row by the name under which its module declares it: `case_letters.PLAN_ASKED`."""
    modules = [
        import_module(found.name)
        for found in pkgutil.walk_packages(pms_tracker.__path__, "pms_tracker.")
        if found.name.endswith("_letters")
    ]
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": row
        for module in modules
        for said, value in vars(module).items()
        for name, row in _rows(said, value)
    }


def _rows(name: str, value: object) -> Iterator[tuple[str, Wording]]:
    if isinstance(value, Wording):
        yield name, value
    elif isinstance(value, dict) and not name.startswith("__"):
        for key, each in value.items():
            yield from _rows(f"{name}[{key}]", each)
