"""What heirs are told at once: from whom they took over, and how many things; never which."""

from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, Way, Wording, counted

HANDED_OVER = Wording(
    "handed_over",
    N_("引き継ぎのお知らせ：%(whose)sさんから"),
    (
        (
            N_("%(by)sさんが、%(whose)sさんの仕事をあなたに引き継ぎました。"),
            counted("引き継いだもの：%(num)d件"),
        ),
    ),
    facts=(),
    next=(N_("期限のあるものは、ホームの「対応が必要なもの」に表示されます。"),),
    way=Way(N_("ホームを開く"), "/"),
)


def handed_over(whose: str, count: int, *, by: str) -> Letter:
    """To an heir: so many things are theirs now."""
    return Letter(HANDED_OVER, {"whose": whose, "num": count, "by": by})
