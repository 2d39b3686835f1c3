"""What may be erased of an audit: of its report, of a row of its checklist (3), of a paper (P1)."""

from pms_tracker.check import audits, checklists, row_erasure, sheets
from pms_tracker.check.models import Audit, ChecklistItem
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Reference
from pms_tracker.people.people import Viewer

# How the name of a paper begins, where a row's is its number.
PAPER = "P"


def fields_of(part: str) -> tuple[str, ...]:
    """Which fields a part of an audit has; of a paper, only the scan is erased."""
    return row_erasure.ROW_FIELDS if part.isdecimal() else ()


def check_known(reference: Reference, part: str, by: Viewer) -> None:
    """Raises NotFound for an audit the person may not know of, or a part that it does not have."""
    audit = audits.by_reference(reference, seen_by=by)
    if part.isdecimal():
        _row(audit, part)
    elif part:
        sheets.sheet(audit, _number(part.removeprefix(PAPER)))


def holds(reference: Reference, part: str, field: str, by: Viewer) -> bool:
    """Whether a part of an audit says something in a field."""
    audit = audits.by_reference(reference, seen_by=by)
    return part.isdecimal() and row_erasure.holds(audit, _row(audit, part), field)


def erase(reference: Reference, part: str, field: str, tombstone: str, *, by: Viewer) -> None:
    """Erase a field of a part of an audit."""
    audit = audits.by_reference(reference, seen_by=by, for_update=True)
    row_erasure.erase(audit, _row(audit, part, for_update=True), field, tombstone)


def forget_typed(reference: Reference, part: str, by: Viewer) -> None:
    """Forget what anybody typed about a part that something was erased of."""
    audit = audits.by_reference(reference, seen_by=by)
    if part.isdecimal():
        row_erasure.forget_typed(audit, _row(audit, part))


def _row(audit: Audit, part: str, *, for_update: bool = False) -> ChecklistItem:
    return checklists.item(audit, _number(part), for_update=for_update)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise NotFound("no_such_record", reference=text)
    return int(text)
