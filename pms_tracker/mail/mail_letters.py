"""What mail has to say of itself."""

from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, Way, Wording

TEST = Wording(
    "test",
    N_("テストメール"),
    N_(
        "このメールが届いていれば、PMS Tracker からのお知らせは届きます。何もする必要はありません。"
    ),
    facts=(),
    way=Way(N_("PMS Tracker を開く"), ""),
)


def trial() -> Letter:
    """To whoever tries out whether letters arrive."""
    return Letter(TEST)
