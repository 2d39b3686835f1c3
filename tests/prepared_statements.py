"""What SQLite is asked, put before PostgreSQL, which takes a statement or says why not."""

import re
from typing import Any

from sqlalchemy import Engine, TextClause, event
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.exc import CompileError
from sqlalchemy.sql.lambdas import LambdaElement

# Several values at once, as many as there are; and one value, as the driver names it.
SEVERAL = re.compile(r"__\[POSTCOMPILE_\w+?(?:~~.*?~~)?\]")
VALUE = re.compile(r"%\(([^)]+)\)s")


class PreparedStatements:
    """Each statement once that `watched` is asked, written anew for another server and prepared.

    Nothing is executed: names, types, groups and what functions take are looked at, and no row.
    Left out is what is written for one database: an insert that meets a row, questions as texts
    with their values in them (pages ask those of both), and what is text to begin with.
    """

    def __init__(self, watched: Engine) -> None:
        self._seen: set[str] = set()
        self._waiting: list[Any] = []
        event.listen(watched, "after_cursor_execute", self._note)

    def _note(
        self,
        _connection: object,
        _cursor: object,
        said: str,
        _values: object,
        context: Any,
        _m: bool,
    ) -> None:
        if said in self._seen:
            return
        self._seen.add(said)
        compiled = context.compiled
        if compiled is None or context.isddl or said.startswith("EXPLAIN"):
            return
        if not isinstance(compiled.statement, Insert | LambdaElement | TextClause):
            self._waiting.append(compiled)

    def waiting(self) -> bool:
        """Whether something was asked that was not prepared yet."""
        return bool(self._waiting)

    def refused(self, server: Engine) -> list[str]:
        """What the server says of those that wait, where it does not take one."""
        waiting, self._waiting = self._waiting, []
        raw = server.raw_connection()
        try:
            connection: Any = raw.driver_connection
            connection.autocommit = True
            said = [_prepared(connection, server, each) for each in waiting]
            connection.autocommit = False
        finally:
            raw.close()
        return [each for each in said if each]


def _prepared(connection: Any, server: Engine, compiled: Any) -> str:
    try:
        text = str(
            compiled.statement.compile(dialect=server.dialect, column_keys=compiled.column_keys)
        )
    except CompileError as error:
        return f"{error}\n{compiled}"
    numbers: dict[str, int] = {}
    text = VALUE.sub(
        lambda found: f"${numbers.setdefault(found[1], len(numbers) + 1)}",
        SEVERAL.sub("NULL", text),
    ).replace("%%", "%")
    answer = connection.pgconn.prepare(b"", text.encode())
    return f"{answer.error_message.decode()}\n{text}" if answer.error_message else ""
