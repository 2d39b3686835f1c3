"""What reviews of the register have to say at once: a reference, a day and a fixed sentence."""

from datetime import date

from pms_tracker.do.tables.ledger_review_tables import LedgerReview
from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, Wording

LEDGER_REVIEW_ASKED = Wording(
    "ledger_review_asked",
    N_("個人情報管理台帳の見直しのお願い（%(reference)s）"),
    N_("あなたの部門の個人情報について、台帳のとおりかどうかを1件ずつ確かめてください。"),
    duty="answer_ledger_review",
)
LEDGER_PART_ANSWERED = Wording(
    "ledger_part_answered",
    N_("台帳の見直しの回答が届きました（%(reference)s）"),
    N_("部門から、個人情報管理台帳の見直しの回答が提出されました。"),
    duty="confirm_ledger_review",
)
LEDGER_PART_SENT_BACK = Wording(
    "ledger_part_sent_back",
    N_("台帳の見直しの回答が差し戻されました（%(reference)s）"),
    N_("台帳の見直しの回答が差し戻されました。理由は、回答のページに書かれています。"),
    duty="answer_ledger_review",
)


def asked(review: LedgerReview) -> Letter:
    """To whoever answers for units: look at each entry that they hold."""
    return Letter(LEDGER_REVIEW_ASKED, {"due_on": review.due_on}, review.reference)


def answered(review: LedgerReview, due_on: date) -> Letter:
    """To the privacy manager: a unit has answered."""
    return Letter(LEDGER_PART_ANSWERED, {"due_on": due_on}, review.reference)


def sent_back(review: LedgerReview) -> Letter:
    """To those who wrote it: the answer came back; the reason is on its page."""
    return Letter(LEDGER_PART_SENT_BACK, {"due_on": review.due_on}, review.reference)
