"""Erasing what stands on a row of a checklist, with its copies in reports and in what was typed."""

from pms_tracker.check.checklists import checklists, kept_rows
from pms_tracker.check.erasures import report_erasure
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.database import session
from pms_tracker.desk import kept_drafts
from pms_tracker.trail import copies, trail

ROW_FIELDS = ("note", "asked", "sample_how")


def holds(audit: Audit, row: ChecklistItem, field: str) -> bool:
    """Whether a row says something in a field, or once did and the trail still knows."""
    return field in ROW_FIELDS and bool(_said(audit, row, field))


def erase(audit: Audit, row: ChecklistItem, field: str, tombstone: str) -> None:
    """Put a tombstone in a field of a row, and wherever else its words stand.

    A finding filed from the row keeps what it states: that is erased on the finding.
    """
    said = _said(audit, row, field)
    if field == "note":
        report_erasure.erase_note(audit, row, said, tombstone)
    if getattr(row, field):
        setattr(row, field, tombstone)
    kept_rows.forget(audit.id, row.position)
    # Whoever has the row open is told that it changed, and does not send the words again.
    row.version += 1
    session.flush()
    trail.erase_values(checklists.name_of(audit, row), field)


def forget_typed(audit: Audit, row: ChecklistItem) -> None:
    """Forget what anybody typed about a row: on its own page, or on that of the whole checklist."""
    kept_drafts.drop_about([f"{audit.reference}/checklist/{row.position}"])
    kept_drafts.drop_with(f"/check/audits/{audit.reference}/checklist/", "row", str(row.position))


def _said(audit: Audit, row: ChecklistItem, field: str) -> set[str]:
    now = {getattr(row, field)} - {""}
    return now | copies.words(checklists.name_of(audit, row), [field])
