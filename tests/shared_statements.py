"""Statements for SQLite that are compiled once in a process, however many apps it makes."""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.util import LRUCache

# More than a worker asks between two stories that ask alike.
_COMPILED: LRUCache[Any, Any] = LRUCache(4000)


def share() -> None:
    """Have all engines of SQLite take over what one of them compiled.

    What a statement is compiled to is kept by its dialect, and each engine has one of its own: ours
    are all made in the same way.
    """
    SQLiteDialect.__eq__ = _is_alike  # type: ignore[method-assign]
    SQLiteDialect.__hash__ = _alike  # type: ignore[method-assign]
    event.listen(Engine, "engine_connect", _take_over)


def _is_alike(one: object, other: object) -> bool:
    return type(one) is type(other)


def _alike(one: object) -> int:
    return hash(type(one))


def _take_over(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execution_options(compiled_cache=_COMPILED)
