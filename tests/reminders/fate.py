"""A fate that a scan meets: its process is gone, or the database was for a moment."""

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPICursor

from tests.databases import Served


class Killed(BaseException):
    """The process is gone, or the database was for a moment."""


class Fate:
    """Lets a scan die at a statement or before a commit, for good or for that one time."""

    def __init__(self, served: Served) -> None:
        self.left = 0
        self.for_good = False
        self._struck = False
        event.listen(served.engine, "before_cursor_execute", self._at_statement)
        event.listen(served.engine, "commit", self._step)
        self._engine = served.engine

    def meet(self, steps: int, *, for_good: bool) -> None:
        self.left, self.for_good, self._struck = steps, for_good, False

    def forget(self) -> None:
        self.left, self._struck = 0, False

    def _at_statement(self, _: object, cursor: DBAPICursor, *__: object) -> None:
        try:
            self._step()
        except Killed:
            # SQLAlchemy closes no cursor that a listener kept from its statement.
            cursor.close()
            raise

    def _step(self, *_: object) -> None:
        if self._struck and self.for_good:
            raise Killed
        if self.left:
            self.left -= 1
            if not self.left:
                self._struck = True
                raise Killed

    def close(self) -> None:
        event.remove(self._engine, "before_cursor_execute", self._at_statement)
        event.remove(self._engine, "commit", self._step)
