"""What a file would do to a register: its rows as they were read, and what becomes of each."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from pms_tracker.registers.fields import Value, Values
from pms_tracker.registers.imports.sheet_reading import SheetRows
from pms_tracker.registers.imports.sheet_rows import Doubt, SheetRow
from pms_tracker.sheets.sheet_lines import Trouble


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
    changed: tuple[str, ...] = ()
    where: str = ""
    doubts: tuple[Doubt, ...] = ()
    read: int = 0


@dataclass(frozen=True)
class Read:
    """What a row says by field, as far as it could be read, right or not."""

    row: SheetRow
    values: Values
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Plan:
    """What a whole file would do; with troubles, nothing. `sheet` is what was read of it,
    `left_out` what is not to be done of what was read with a guess. `silent` are the fields that
    new entries need and somebody may choose for all rows that do not say them, with how many."""

    lines: tuple[Line, ...]
    troubles: tuple[Trouble, ...]
    read: tuple[Read, ...]
    sheet: SheetRows
    left_out: tuple[Line, ...] = ()
    silent: Mapping[str, int] = field(default_factory=dict)

    @property
    def new(self) -> list[Line]:
        return [each for each in self.lines if each.entry is None]

    @property
    def changed(self) -> list[Line]:
        return [each for each in self.lines if each.entry and each.changed]

    @property
    def unchanged(self) -> list[Line]:
        return [each for each in self.lines if each.entry and not each.changed]

    @property
    def doubtful(self) -> list[Line]:
        """What was read with a guess, and would be entered or changed."""
        return [each for each in (*self.new, *self.changed) if each.doubts]

    @property
    def does_nothing(self) -> bool:
        return not (self.new or self.changed)

    @property
    def seal(self) -> str:
        """What tells this plan from another: whoever agreed to one did not agree to the other."""
        return hashlib.sha256(repr(self.lines).encode()).hexdigest()

    @property
    def sure(self) -> "Plan":
        """The same without what was read with a guess."""
        sure = tuple(each for each in self.lines if not each.doubts)
        return replace(self, lines=sure, left_out=tuple(self.doubtful))
