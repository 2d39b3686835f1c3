"""What a report has to say at once: reference, due day and a fixed sentence, never content."""

from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.mail.outbox import Letter


def report_asked(audit: Audit) -> Letter:
    """To the audit manager: a signed report waits for your approval."""
    return Letter(
        "report_asked", {"due_on": audit.signature_due_on}, audit.reference, title=audit.theme
    )


def report_to_receive(audit: Audit) -> Letter:
    """To the representative: an audit report waits to be received."""
    return Letter(
        "report_to_receive", {"due_on": audit.signature_due_on}, audit.reference, title=audit.theme
    )


def report_sent_back(audit: Audit) -> Letter:
    """To the lead: the report was sent back; the reason is on the page."""
    return Letter(
        "report_sent_back", {"due_on": audit.signature_due_on}, audit.reference, title=audit.theme
    )


def report_received(audit: Audit) -> Letter:
    """To the team and the head of the unit: the report was received, the audit is closed."""
    return Letter("audit_report_received", {}, audit.reference, title=audit.theme)
