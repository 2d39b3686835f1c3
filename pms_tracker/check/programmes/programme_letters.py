"""What an audit programme has to say at once: which step, by when, never what is planned."""

from datetime import date

from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, Wording

PROGRAMME_ASKED = Wording(
    "programme_asked",
    N_("監査プログラムの承認をお願いします（%(reference)s）"),
    N_("監査プログラムが提出され、あなたの承認を待っています。"),
    duty="decide_programme",
)
PROGRAMME_APPROVED = Wording(
    "programme_approved",
    N_("監査プログラムが承認されました（%(reference)s）"),
    N_("監査プログラムが承認され、監査が計画されました。監査員のホームに予定日が表示されます。"),
)
PROGRAMME_SENT_BACK = Wording(
    "programme_sent_back",
    N_("監査プログラムが差し戻されました（%(reference)s）"),
    N_("監査プログラムが差し戻されました。理由は、記録のページに書かれています。"),
)


def asked(programme: Programme, due_on: date) -> Letter:
    """To the approver: the programme waits for your decision."""
    return Letter(PROGRAMME_ASKED, {"due_on": due_on}, programme.reference)


def approved(programme: Programme) -> Letter:
    """To those who wrote it: it was approved, and its audits are planned."""
    return Letter(PROGRAMME_APPROVED, {}, programme.reference)


def sent_back(programme: Programme) -> Letter:
    """To those who wrote it: it was sent back; the reason is on the page."""
    return Letter(PROGRAMME_SENT_BACK, {}, programme.reference)
