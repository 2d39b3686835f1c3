"""Erasing what an audit says itself: its plan, its report and how it ended, signed copies too."""

from pms_tracker.approvals import approvals
from pms_tracker.check.erasures import report_erasure
from pms_tracker.check.reports import audit_reports
from pms_tracker.check.reports.report_content import WRITTEN
from pms_tracker.check.rules.audit_report_rules import Part
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.desk import kept_drafts
from pms_tracker.trail import copies, trail

PLANNED = ("objective", "scope", "method", "exception_reason", "extra_reason")
AUDIT_FIELDS = (*WRITTEN, "closing_note", *PLANNED, "reason")
# Reasons for sending a report back, and what the representative wants done (改善指示).
REASONS = ("reason", "instructions")
# Where an audit is planned, reported and called off, after its own address.
TYPED_AT = ("plan", "team", "day", "notice", "report", "cancel")


def holds(audit: Audit, field: str) -> bool:
    """Whether an audit says something in a field, or once did and report or trail still know."""
    if field in WRITTEN:
        draft, signed = audit_reports.of(audit.id), audit_reports.signed(audit.id)
        written = [getattr(draft, field)] if draft is not None else []
        return any([*written, *(row.content[Part.OPINION.value][field] for row in signed)])
    if field == "reason":
        decided = approvals.has_reasons(audit.reference)
        return decided or bool(copies.words(audit.reference, REASONS))
    return bool(getattr(audit, field) or copies.words(audit.reference, [field]))


def erase(audit: Audit, field: str, tombstone: str) -> None:
    """Put a tombstone in a field of an audit, its report, and each report that was signed."""
    # An audit that was received ends with its report's conclusion, in the same words.
    ended = audit.state is AuditState.CLOSED and field in {"conclusion", "closing_note"}
    for name in {"conclusion", "closing_note"} if ended else {field}:
        _erase(audit, name, tombstone)
    audit.version += 1
    session.flush()


def _erase(audit: Audit, field: str, tombstone: str) -> None:
    if field == "reason":
        approvals.replace_reasons(audit.reference, tombstone)
    elif field in WRITTEN:
        report_erasure.erase_written(audit, field, tombstone)
    else:
        report_erasure.erase_planned(audit, field, tombstone)
        if getattr(audit, field):
            setattr(audit, field, tombstone)
    for name in REASONS if field == "reason" else (field,):
        trail.erase_values(audit.reference, name)


def forget_typed(audit: Audit) -> None:
    """Forget what anybody typed of its plan or report; answers to its checklist stay."""
    kept_drafts.drop_about(f"{audit.reference}/{each}" for each in TYPED_AT)
