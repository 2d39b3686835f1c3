"""What may be erased of an audit itself, of a row of its checklist (3), or of a paper (P1)."""

from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.day import paper_sheets
from pms_tracker.check.erasures import audit_erasure, row_erasure
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm.people import Viewer

# How the name of a paper begins, where a row's is its number.
PAPER = "P"


def fields_of(part: str) -> tuple[str, ...]:
    """Which fields a part of an audit has; of a paper, only the scan is erased."""
    if not part:
        return audit_erasure.AUDIT_FIELDS
    return row_erasure.ROW_FIELDS if part.isdecimal() else ()


def check_known(reference: Reference, part: str, by: Viewer) -> None:
    """Raises NotFound for an audit the person may not know of, or a part that it does not have."""
    audit = audits.by_reference(reference, seen_by=by)
    if part.isdecimal():
        _row(audit, part)
    elif part:
        paper_sheets.sheet(audit, _number(part.removeprefix(PAPER)))


def holds(reference: Reference, part: str, field: str, by: Viewer) -> bool:
    """Whether an audit, or a part of it, says something in a field."""
    audit = audits.by_reference(reference, seen_by=by)
    if not part:
        return audit_erasure.holds(audit, field)
    return part.isdecimal() and row_erasure.holds(audit, _row(audit, part), field)


def erase(reference: Reference, part: str, field: str, tombstone: str, *, by: Viewer) -> None:
    """Erase a field of an audit, or of a row of it."""
    audit = audits.by_reference(reference, seen_by=by, for_update=True)
    if not part:
        audit_erasure.erase(audit, field, tombstone)
        return
    row_erasure.erase(audit, _row(audit, part, for_update=True), field, tombstone)


def forget_typed(reference: Reference, part: str, by: Viewer) -> None:
    """Forget what anybody typed about what something was erased of."""
    audit = audits.by_reference(reference, seen_by=by)
    if not part:
        audit_erasure.forget_typed(audit)
    elif part.isdecimal():
        row_erasure.forget_typed(audit, _row(audit, part))


def _row(audit: Audit, part: str, *, for_update: bool = False) -> ChecklistItem:
    return checklists.item(audit, _number(part), for_update=for_update)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise NotFound("no_such_record", reference=text)
    return int(text)
