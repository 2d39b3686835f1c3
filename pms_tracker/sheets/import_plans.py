"""What a file would do to what is there, as its preview says it; and what of that was agreed to.

Whoever reads a kind of file makes of its rows lines of a plan. What is taken is what was seen, or
nothing: plans are known by their seal.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, Self, TypeVar

from pms_tracker.kernel.errors import RuleBroken, Stale
from pms_tracker.sheets.sheet_lines import Trouble


class Planned(Protocol):
    """What becomes of one row: something new, or what changes of something that is there."""

    @property
    def is_new(self) -> bool: ...

    @property
    def changes(self) -> Collection[Any]: ...

    @property
    def is_guessed(self) -> bool:
        """Whether anything of it was read with a guess."""


Line = TypeVar("Line", bound=Planned)
Read = TypeVar("Read")


@dataclass(frozen=True)
class FilePlan(Generic[Line, Read]):
    """What a whole file would do; with troubles, nothing. `sheet` is what was read of it,
    `left_out` what is not to be done of what was read with a guess."""

    lines: tuple[Line, ...]
    troubles: tuple[Trouble, ...]
    sheet: Read
    left_out: tuple[Line, ...] = ()

    @property
    def new(self) -> list[Line]:
        return [each for each in self.lines if each.is_new]

    @property
    def changed(self) -> list[Line]:
        return [each for each in self.lines if not each.is_new and each.changes]

    @property
    def unchanged(self) -> list[Line]:
        return [each for each in self.lines if not each.is_new and not each.changes]

    @property
    def guessed(self) -> list[Line]:
        """What was read with a guess, and would be entered or changed."""
        return [each for each in (*self.new, *self.changed) if each.is_guessed]

    @property
    def does_nothing(self) -> bool:
        return not (self.new or self.changed)

    @property
    def sure(self) -> Self:
        """The same without what was read with a guess."""
        sure = tuple(each for each in self.lines if not each.is_guessed)
        return replace(self, lines=sure, left_out=tuple(self.guessed))

    @property
    def seal(self) -> str:
        """What tells this plan from another: whoever agreed to one did not agree to the other."""
        return hashlib.sha256(repr(self.lines).encode()).hexdigest()

    def agreed(self, seal: str, *, guessed: bool) -> Self:
        """What whoever saw the plan with this seal agreed to; without `guessed`, what was read for
        sure of it.

        Raises Stale where a row is wrong or would do something else than was seen, RuleBroken
        where there is nothing to do.
        """
        if self.troubles or self.seal != seal:
            raise Stale("import_changed_meanwhile")
        if self.does_nothing:
            raise RuleBroken("nothing_to_import")
        agreed = self if guessed else self.sure
        if agreed.does_nothing:
            raise RuleBroken("only_guesses")
        return agreed


class Untaken(Exception):
    """Rows that were right by themselves were refused as they were taken: nothing is to be kept."""

    def __init__(self, troubles: tuple[Trouble, ...]) -> None:
        super().__init__(troubles)
        self.troubles = troubles


def in_order(troubles: Collection[Trouble], pages: Collection[object]) -> tuple[Trouble, ...]:
    """What is wrong with a file: by its lines, unless several sheets have lines of one number."""
    by_line = sorted(troubles, key=lambda each: each.line)
    return tuple(troubles if len(pages) > 1 else by_line)
