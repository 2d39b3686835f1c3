"""What a finding's hearing has to say at once: reference, due day and a fixed sentence."""

from pms_tracker.check.tables.audit_tables import Finding, FindingAnswer
from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, Wording

FINDING_TOLD = Wording(
    "finding_told",
    N_("監査所見の確認をお願いします（%(reference)s）"),
    N_(
        "あなたの部門に、不適合の監査所見が記録されました。期限までに回答がないときは、確認されたものとして扱います。"
    ),
    duty="answer_finding",
)
RULING_ASKED = Wording(
    "ruling_asked",
    N_("異議の決定をお願いします（%(reference)s）"),
    N_("監査所見に、異議が申し立てられました。"),
    duty="decide_dispute",
)
DISPUTE_RULED = Wording(
    "dispute_ruled",
    N_("異議への決定をお知らせします（%(reference)s）"),
    N_("監査所見への異議が決定されました。決定とその根拠は、記録のページに書かれています。"),
)


def finding_told(finding: Finding, answer: FindingAnswer) -> Letter:
    """To the auditee: a nonconformity was filed against your unit; confirm or dispute it."""
    return Letter(
        FINDING_TOLD, {"due_on": answer.turn_due_on}, finding.reference, title=finding.title
    )


def ruling_asked(finding: Finding, answer: FindingAnswer) -> Letter:
    """To whoever decides: the auditee disputes a nonconformity."""
    return Letter(
        RULING_ASKED, {"due_on": answer.turn_due_on}, finding.reference, title=finding.title
    )


def dispute_ruled(finding: Finding) -> Letter:
    """To whoever disputed: it was decided; how stands on the record alone."""
    return Letter(DISPUTE_RULED, {}, finding.reference, title=finding.title)
