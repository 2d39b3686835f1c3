"""Fields of files that come with an entry: one among them, or all that it has."""

from dataclasses import dataclass
from typing import Any, ClassVar

from pms_tracker.registers.fields import Field, Value


@dataclass(frozen=True)
class File(Field):
    """One file among those of the entry, whose number there `column` has."""

    column: str

    in_sheet: ClassVar[bool] = False
    takes_files: ClassVar[bool] = True

    @property
    def kept_in(self) -> str:
        return self.column

    def of(self, row: Any) -> Value:
        return getattr(row, self.column)

    def put(self, row: Any, value: Value) -> None:
        setattr(row, self.column, value)


@dataclass(frozen=True)
class Files(Field):
    """Files of the entry: evidence under the entry's own name, and no column."""

    in_sheet: ClassVar[bool] = False
    takes_files: ClassVar[bool] = True

    def of(self, row: Any) -> Value:
        return None

    def put(self, row: Any, value: Value) -> None:
        """Files lie beside the row."""
