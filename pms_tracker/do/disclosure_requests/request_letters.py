"""What requests have to say at once: a reference, a day and a fixed sentence, and nobody's name."""

from collections.abc import Iterable
from datetime import date

from pms_tracker import clock
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, NUMBER, Fact, Wording
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.deciding import decisions

REQUEST_ARRIVED = Wording(
    "request_arrived",
    N_("開示等の請求が届きました（%(reference)s）"),
    N_("開示等の請求が登録されました。本人確認を始めてください。"),
    facts=(NUMBER, Fact(N_("届いた日"), "arrived_on")),
)
SEARCH_ASKED = Wording(
    "request_search_asked",
    N_("個人情報の有無の確認のお願い（%(reference)s）"),
    N_("開示等の請求について、あなたの部門が個人情報を持っているか確認し、回答してください。"),
    duty="search_for_request",
)
FOUND_OTHERWISE = Wording(
    "request_found_otherwise",
    N_("開示等の請求について、部門の回答が変わりました（%(reference)s）"),
    N_(
        "提出した回答案のもとになった、個人情報の有無についての部門の回答が変わりました。"
        "請求の記録で部門の回答を読み、本人への回答を改めるか確かめてください。"
    ),
    facts=(NUMBER,),
)
MATTER_ASKED = Wording(
    "request_matter_asked",
    N_("開示等の請求についての判断の承認のお願い（%(reference)s）"),
    N_(
        "開示等の請求の期限に関わる判断が、承認待ちです。理由を読み、承認するか差し戻してください。"
    ),
    duty="decide_person_request",
)
MATTER_SENT_BACK = Wording(
    "request_matter_sent_back",
    N_("開示等の請求についての判断が差し戻されました（%(reference)s）"),
    N_("承認を求めた判断が差し戻されました。理由を読み、必要なら求め直してください。"),
    facts=(NUMBER,),
)


def matter_asked(reference: str) -> Letter:
    """To whoever decides: what was asked waits."""
    return Letter(MATTER_ASKED, {"due_on": decisions.due_on(clock.today())}, reference)


def matter_sent_back(reference: str) -> Letter:
    """To whoever asked: it came back."""
    return Letter(MATTER_SENT_BACK, {}, reference)


def tell_arrival(reference: str, arrived_on: date, unit_id: int, *, by: Viewer | None) -> None:
    """Tell whoever runs the PMS and the desk at once, and their deputies; not who entered it."""
    _tell_at_once(Letter(REQUEST_ARRIVED, {"arrived_on": arrived_on}, reference), unit_id, by)


def tell_found_otherwise(reference: str, unit_id: int, *, by: Viewer) -> None:
    """The same of a unit that says otherwise once the answer was handed in."""
    _tell_at_once(Letter(FOUND_OTHERWISE, {}, reference), unit_id, by)


def _tell_at_once(letter: Letter, unit_id: int, by: Viewer | None) -> None:
    firm = Firm(clock.today())
    holders = [*firm.managers(), *firm.heads_of(unit_id)]
    asked = firm.with_deputies(Eligible(tuple(dict.fromkeys(holders))))
    told = [each for each in asked if by is None or each != by.person_id]
    decisions.post(letter, told, firm)


def ask_search(reference: str, due_on: date, answering: Iterable[int], firm: Firm) -> None:
    """To whoever answers for units: look for what is held."""
    letter = Letter(SEARCH_ASKED, {"due_on": due_on}, reference)
    decisions.post(letter, list(dict.fromkeys(answering)), firm)
