"""What a file would do to a register: its rows as they were read, and what becomes of each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from pms_tracker.registers.fields import Value, Values
from pms_tracker.registers.imports.sheet_reading import SheetRows
from pms_tracker.registers.imports.sheet_rows import Doubt, SheetRow
from pms_tracker.sheets.import_plans import FilePlan


@dataclass(frozen=True)
class Entry:
    """An entry as it stands, for rows that name it."""

    id: int
    values: Values
    version: int = 0


@dataclass(frozen=True)
class Standing:
    """What there is already: entries by what they are called, which values are the same as one
    that is there, and entries with what they are called by title and unit."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    known: Collection[tuple[Value, ...]] = ()
    titled: Mapping[tuple[Value, ...], tuple[str, Entry]] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """What becomes of one row: of `entry`, the fields that change; without one, all of a new.
    `where` is the row, as people find it where sheets have names. `doubts` are the columns that
    were read with a guess; `read` is its place among rows read."""

    line: int
    values: Values
    called: str = ""
    entry: Entry | None = None
    changes: tuple[str, ...] = ()
    where: str = ""
    doubts: tuple[Doubt, ...] = ()
    read: int = 0

    @property
    def is_new(self) -> bool:
        return self.entry is None

    @property
    def is_guessed(self) -> bool:
        return bool(self.doubts)


@dataclass(frozen=True)
class Read:
    """What a row says by field, as far as it could be read, right or not."""

    row: SheetRow
    values: Values
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Plan(FilePlan[Line, SheetRows]):
    """What a whole file would do to a register. `unsaid` is what entries need and somebody may
    choose: of how many rows, by field and what they say of it that nobody knows, or nothing."""

    read: tuple[Read, ...] = ()
    unsaid: Mapping[tuple[str, str], int] = field(default_factory=dict)
