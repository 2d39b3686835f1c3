"""What a finding's hearing has to say at once: reference, due day and a fixed sentence."""

from pms_tracker.check.tables.audit_tables import Finding, FindingAnswer
from pms_tracker.mail.outbox import Letter


def finding_told(finding: Finding, answer: FindingAnswer) -> Letter:
    """To the auditee: a nonconformity was filed against your unit; confirm or dispute it."""
    return Letter(
        "finding_told", {"due_on": answer.turn_due_on}, finding.reference, title=finding.title
    )


def ruling_asked(finding: Finding, answer: FindingAnswer) -> Letter:
    """To whoever decides: the auditee disputes a nonconformity."""
    return Letter(
        "ruling_asked", {"due_on": answer.turn_due_on}, finding.reference, title=finding.title
    )


def dispute_ruled(finding: Finding) -> Letter:
    """To whoever disputed: it was decided; how stands on the record alone."""
    return Letter("dispute_ruled", {}, finding.reference, title=finding.title)
