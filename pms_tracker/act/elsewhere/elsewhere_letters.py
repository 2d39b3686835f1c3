"""What questions to other units have to say at once: a reference and a fixed sentence."""

from datetime import date

from pms_tracker.act.tables.case_tables import Case
from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, Wording

ELSEWHERE_ASKED = Wording(
    "elsewhere_asked",
    N_("水平展開への回答のお願い（%(reference)s）"),
    N_(
        "ほかの部門の是正処置から、あなたの部門への質問があります。同じことがないかを確かめてください。"
    ),
    duty="answer_elsewhere",
)
ELSEWHERE_FOUND = Wording(
    "elsewhere_found",
    N_("水平展開で「該当あり」の回答があります（%(reference)s）"),
    N_(
        "水平展開で聞かれた部門から、「該当あり」の回答がありました。是正処置を始めるかどうかを決めてください。"
    ),
)


def asked(case: Case, due_on: date) -> Letter:
    """To the head of a unit: please say whether the same is found with you."""
    return Letter(ELSEWHERE_ASKED, {"due_on": due_on}, case.reference, title=case.title)


def found(case: Case) -> Letter:
    """To the privacy manager: another unit found the same with itself."""
    return Letter(ELSEWHERE_FOUND, {}, case.reference, title=case.title)
