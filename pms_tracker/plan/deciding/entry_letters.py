"""What the approval of an entry of a register has to say at once; the rest is in the digest."""

from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, Wording

ENTRY_SENT_BACK = Wording(
    "entry_sent_back",
    N_("提出した内容が差し戻されました（%(reference)s）"),
    N_("提出した内容が差し戻されました。理由は、記録のページに書かれています。"),
)


def sent_back(reference: str) -> Letter:
    """To those who wrote it: it was sent back; the reason is on the page."""
    return Letter(ENTRY_SENT_BACK, {}, reference)
