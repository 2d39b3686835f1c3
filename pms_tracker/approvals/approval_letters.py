"""What sign-offs have to say at once: reference and a fixed sentence, never content."""

from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, NUMBER, Fact, Way, Wording

PAPER_ENTERED = Wording(
    "paper_entered",
    N_("あなたの名前で決定が入力されました（%(reference)s）"),
    N_("書面によるあなたの決定が、ほかの人によって入力されました。"),
    facts=(NUMBER, Fact(N_("決定日"), "decided_on")),
    next=(
        N_(
            "だれが何を入力したかを確かめてください。あなたの決定でなければ、そこから異議を申し立てると無効になります。"
        ),
    ),
    way=Way(N_("入力された決定を確かめる"), "/in-your-name/%(number)s"),
)
PAPER_CONTESTED = Wording(
    "paper_contested",
    N_("書面による決定が無効になりました（%(reference)s）"),
    N_(
        "%(named)sさんが、自分の名前で入力された書面による決定に異議を申し立てました。この決定は無効です。"
    ),
    facts=(NUMBER,),
    next=(N_("記録を開いて、理由と現在の状態を確かめてください。"),),
)
DECISION_TAKEN_BACK = Wording(
    "decision_taken_back",
    N_("決定が取り消されました（%(reference)s）"),
    N_(
        "%(decided_by)sさんが、いまお知らせした決定を取り消しました。前のメールの内容は、なかったものとしてください。"
    ),
    facts=(NUMBER,),
)


def entered_in_your_name(row: Approval) -> Letter:
    """To whoever is named on a stamped paper: somebody entered it; say so if it was not yours."""
    values = {"number": row.id, "decided_on": row.decided_on}
    return Letter(PAPER_ENTERED, values, row.reference)


def paper_contested(row: Approval, named: str) -> Letter:
    """To whoever typed it in and the privacy manager: it is void, for it was not theirs."""
    return Letter(PAPER_CONTESTED, {"named": named}, row.reference)


def decision_taken_back(reference: str, name: str) -> Letter:
    """To whoever was told of a decision: it counts no more."""
    return Letter(DECISION_TAKEN_BACK, {"decided_by": name}, reference)
