"""Rows as they stood before a second thought: kept for the minutes in which it may be undone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select

from pms_tracker import clock
from pms_tracker.check.rules.checklist_rules import MINUTES_TO_UNDO
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.check.tables.checklist_tables import ChecklistUndo
from pms_tracker.database import session
from pms_tracker.people.firm.people import Viewer

# Names what the row is; everything else is what it says.
_NAMES = ("id", "audit_id", "position", "version")


def stands(row: ChecklistItem) -> dict[str, Any]:
    """All that a row says, as JSON takes it."""
    said = {
        column.name: getattr(row, column.name)
        for column in ChecklistItem.__table__.columns
        if column.name not in _NAMES
    }
    at: datetime | None = said["answered_at"]
    return {**said, "answered_at": at.isoformat() if at else None}


def values(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What was kept, as a row takes it."""
    at = kept["answered_at"]
    return {**kept, "answered_at": datetime.fromisoformat(at) if at else None}


def keep(row: ChecklistItem, said: Mapping[str, Any], by: Viewer, *, version: int | None) -> None:
    """Keep what a row said; what was kept of it before, and of others too long, is forgotten."""
    now = clock.now()
    same = (ChecklistUndo.audit_id == row.audit_id) & (ChecklistUndo.position == row.position)
    session.execute(
        delete(ChecklistUndo).where(or_(same, ChecklistUndo.at < now - MINUTES_TO_UNDO))
    )
    session.add(
        ChecklistUndo(
            audit_id=row.audit_id,
            position=row.position,
            person_id=by.person_id,
            at=now,
            version=version,
            kept=dict(said),
        )
    )
    session.flush()


def forget(audit_id: int, position: int) -> None:
    """Forget what a row said before."""
    session.execute(
        delete(ChecklistUndo).where(
            ChecklistUndo.audit_id == audit_id, ChecklistUndo.position == position
        )
    )


def offered(audit: Audit, by: Viewer) -> Sequence[ChecklistUndo]:
    """What somebody may still bring back of a checklist, the latest first.

    A row that was written in since is not among it.
    """
    statement = (
        select(ChecklistUndo)
        .outerjoin(
            ChecklistItem,
            (ChecklistItem.audit_id == ChecklistUndo.audit_id)
            & (ChecklistItem.position == ChecklistUndo.position),
        )
        .where(
            ChecklistUndo.audit_id == audit.id,
            ChecklistUndo.person_id == by.person_id,
            ChecklistUndo.at >= clock.now() - MINUTES_TO_UNDO,
            ChecklistItem.version.is_not_distinct_from(ChecklistUndo.version),
        )
        .order_by(ChecklistUndo.at.desc(), ChecklistUndo.id.desc())
    )
    return session.scalars(statement).all()
