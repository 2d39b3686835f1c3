"""Why the demo company holds what it holds: purposes as its policy states them, approved."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.registers import approving
from pms_tracker.do.registers import purpose_coverage
from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.tables.purpose_tables import PurposeOfUse
from pms_tracker.kernel.independence import Role

# Days from today on which they were drafted from the policy and approved: before the register was.
STATED, APPROVED = -408, -403


class PurposeActs:
    """How the purposes came to be in force."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        yield Act(days.open(STATED), Hour.FILE, self._state)
        yield Act(days.open(APPROVED), Hour.DECIDE, self._approve)

    def _state(self) -> None:
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        purpose_coverage.draft(purpose_coverage.candidates(by), by=by)
        approving.hand_in(PURPOSES, _every(), self._desk)

    def _approve(self) -> None:
        approving.approve(PURPOSES, _every(), self._desk)


def stated_in(marks: str) -> tuple[str, ...]:
    """The purposes that clauses with these last marks state, by reference."""
    return tuple(PURPOSES.name_of(each) for each in _every() if each.facts["clause"][-1] in marks)


def _every() -> Sequence[PurposeOfUse]:
    return session.scalars(select(PurposeOfUse).order_by(PurposeOfUse.id)).all()
