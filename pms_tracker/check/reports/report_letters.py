"""What a report has to say at once: reference, due day and a fixed sentence, never content."""

from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, Wording

REPORT_ASKED = Wording(
    "report_asked",
    N_("監査報告書の承認をお願いします（%(reference)s）"),
    N_("監査報告書に監査員が署名し、あなたの承認を待っています。"),
    duty="approve_report",
)
REPORT_TO_RECEIVE = Wording(
    "report_to_receive",
    N_("監査報告書の受領をお願いします（%(reference)s）"),
    N_("監査報告書が届いています。あなたの受領を待っています。"),
    duty="receive_report",
)
REPORT_SENT_BACK = Wording(
    "report_sent_back",
    N_("監査報告書が差し戻されました（%(reference)s）"),
    N_("監査報告書が差し戻されました。理由は、報告書のページに書かれています。"),
    duty="finish_audit",
)
AUDIT_REPORT_RECEIVED = Wording(
    "audit_report_received",
    N_("監査報告書が受領されました（%(reference)s）"),
    N_("監査報告書を代表者が受領し、監査は終了しました。"),
)


def report_asked(audit: Audit) -> Letter:
    """To the audit manager: a signed report waits for your approval."""
    return Letter(
        REPORT_ASKED, {"due_on": audit.signature_due_on}, audit.reference, title=audit.theme
    )


def report_to_receive(audit: Audit) -> Letter:
    """To the representative: an audit report waits to be received."""
    return Letter(
        REPORT_TO_RECEIVE, {"due_on": audit.signature_due_on}, audit.reference, title=audit.theme
    )


def report_sent_back(audit: Audit) -> Letter:
    """To the lead: the report was sent back; the reason is on the page."""
    return Letter(
        REPORT_SENT_BACK, {"due_on": audit.signature_due_on}, audit.reference, title=audit.theme
    )


def report_received(audit: Audit) -> Letter:
    """To the team and the head of the unit: the report was received, the audit is closed."""
    return Letter(AUDIT_REPORT_RECEIVED, {}, audit.reference, title=audit.theme)
