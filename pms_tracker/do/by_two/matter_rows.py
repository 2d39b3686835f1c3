"""Rows of what is decided by two: read, and lapsed with what they rest on."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import and_, or_, select

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.database import session
from pms_tracker.do.by_two.matter_tables import Decided
from pms_tracker.do.rules.matter_rules import MATTER, DecisionMove, DecisionState
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM

Of = TypeVar("Of", bound=Decided)


def every(table: type[Of], row: Any) -> Sequence[Of]:
    """All that was asked of an entry, the newest first."""
    its = select(table).where(table.entry_id == row.id)
    return session.scalars(its.order_by(table.id.desc())).all()


def standing(table: type[Of], row: Any) -> Sequence[Of]:
    """What of an entry is decided, or waits to be, the oldest first."""
    # Facts that became others stand in the entry itself.
    approved = and_(table.state == DecisionState.APPROVED, table.matter != table.EASED)
    its = table.entry_id == row.id, or_(table.state == DecisionState.WAITING, approved)
    return session.scalars(select(table).where(*its).order_by(table.id)).all()


def standing_of(table: type[Of], row: Any, matter: StrEnum) -> Of | None:
    """What was decided of a matter, or waits to be."""
    return next((each for each in standing(table, row) if each.matter is matter), None)


def lapse(called: str, decided: Decided, *, by: Viewer | None) -> bool:
    """Have what was asked of an entry count no more; whether it was approved before."""
    counted = decided.state is DecisionState.APPROVED
    decided.state = MATTER.after(decided.state, DecisionMove.LAPSE)
    decided.lapsed_on = clock.today()
    decided.version += 1
    if counted:
        approvals.void(called, decided.step)
    session.flush()
    changes: dict[str, trail.Change] = {"matter": (decided.matter, None)}
    trail.note(called, DecisionMove.LAPSE, by=by.actor if by else SYSTEM, changes=changes)
    return counted


def first_waiting(table: type[Decided], ids: Iterable[int]) -> dict[int, tuple[date, int]]:
    """Of entries the first decision that waits: since when, and who asked for it."""
    its = table.entry_id.in_(list(ids)), table.state == DecisionState.WAITING
    columns = table.entry_id, table.asked_on, table.asked_by_id
    found = session.execute(select(*columns).where(*its).order_by(table.id.desc()))
    return {number: (asked_on, asked_by_id) for number, asked_on, asked_by_id in found}


def undecided(table: type[Decided]) -> Iterable[int]:
    """The entries of which a decision waits."""
    waits = table.state == DecisionState.WAITING
    return session.scalars(select(table.entry_id).where(waits))


def replace_reasons(
    table: type[Decided], row: Any, tombstone: str, only: Collection[str] | None = None
) -> None:
    """Put a tombstone where it stands why something was asked; `only` these words."""
    for each in every(table, row):
        if each.reason and (only is None or each.reason in only):
            each.reason = tombstone
    session.flush()
