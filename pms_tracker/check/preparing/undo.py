"""Bringing back what was taken back: a cleared result, a question taken out; noted in the trail."""

from sqlalchemy import func, select

from pms_tracker.check.checklists import checklists, kept_rows
from pms_tracker.check.preparing import checklist_preparing
from pms_tracker.check.rules import checklist_rules
from pms_tracker.check.rules.audit_rules import Result
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.check.tables.checklist_tables import ChecklistUndo
from pms_tracker.database import session
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail


def bring_back(audit: Audit, position: int, *, by: Viewer) -> ChecklistItem:
    """Let a row stand again as it did before, within the minutes that there are for it.

    Raises RuleBroken where these are over, somebody else did it or the row was written in since,
    and as clearing a result or removing a question does.
    """
    found = next((each for each in kept_rows.offered(audit, by) if each.position == position), None)
    if found is None:
        raise RuleBroken("nothing_to_undo")
    row = _row(audit, found, by) if found.version is None else _result(audit, found, by)
    kept_rows.forget(audit.id, position)
    session.flush()
    return row


def _result(audit: Audit, found: ChecklistUndo, by: Viewer) -> ChecklistItem:
    checklists.check_open(audit, by)
    row = checklists.item(audit, found.position, for_update=True)
    for name, value in kept_rows.values(found.kept).items():
        setattr(row, name, value)
    row.version += 1
    session.flush()
    changes: dict[str, trail.Change] = {"result": (Result.NOT_YET, row.result)}
    if row.note:
        changes["note"] = (None, row.note)
    trail.note(checklists.name_of(audit, row), "result_restored", by=by.actor, changes=changes)
    return row


def _row(audit: Audit, found: ChecklistUndo, by: Viewer) -> ChecklistItem:
    checklist_preparing.check_may(audit, by)
    said = kept_rows.values(found.kept)
    there = select(func.count()).where(ChecklistItem.audit_id == audit.id)
    checklist_rules.check_room(session.scalar(there) or 0, 1)
    again = there.where(
        ChecklistItem.requirement_id == said["requirement_id"],
        ChecklistItem.question == said["question"],
        ChecklistItem.earlier_finding_id.is_not_distinct_from(said["earlier_finding_id"]),
    )
    if session.scalar(again):
        raise RuleBroken("asked_already")
    row = ChecklistItem(audit_id=audit.id, position=found.position, **said)
    session.add(row)
    session.flush()
    changes: dict[str, trail.Change] = {"question": (None, row.question or None)}
    trail.note(checklists.name_of(audit, row), "row_restored", by=by.actor, changes=changes)
    return row
