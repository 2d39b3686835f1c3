"""State machines as tables: buttons, documents, guards and tests are read from the same rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from pms_tracker.kernel.errors import RuleBroken

State = TypeVar("State", bound=StrEnum)
Move = TypeVar("Move", bound=StrEnum)


@dataclass(frozen=True)
class Workflow(Generic[State, Move]):
    """Which move leads from which state to which; what is not in the table is refused."""

    name: str
    start: State
    table: Mapping[tuple[State, Move], State]

    def after(self, state: State, move: Move) -> State:
        """The state a move leads to.

        Raises RuleBroken("move_not_possible") where the table has no such row.
        """
        try:
            return self.table[state, move]
        except KeyError:
            raise RuleBroken("move_not_possible", state=state, move=move) from None

    def allows(self, state: State, move: Move) -> bool:
        return (state, move) in self.table

    def ends(self) -> tuple[State, ...]:
        """States that no move leaves."""
        sources = {source for (source, _move) in self.table}
        targets = dict.fromkeys(self.table.values())
        return tuple(state for state in targets if state not in sources)

    def rows(self) -> Iterator[tuple[State, Move, State]]:
        for (source, move), target in self.table.items():
            yield source, move, target
