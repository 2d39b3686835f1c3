"""What a first report of an incident has to say at once, and again for as long as nobody takes it
on: a reference, a day, a fixed sentence."""

from datetime import date, timedelta

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.rules.incidents.incident_rules import AGAIN_AFTER
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import parse_reference
from pms_tracker.mail import outbox
from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, NUMBER, Fact, Wording
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.deciding import decisions

INCIDENT_REPORTED = Wording(
    "incident_reported",
    N_("事故が報告されました（%(reference)s）"),
    N_("個人情報に関わる事故が報告されました。すぐに内容を確かめ、広がりを止めてください。"),
    facts=(NUMBER, Fact(N_("気付いた日"), "known_on")),
)

INCIDENT_UNANSWERED = Wording(
    "incident_unanswered",
    N_("事故に、まだだれも対応していません（%(reference)s）"),
    N_(
        "事故の報告から%(hours)s時間たちましたが、まだだれも引き受けていません。"
        "記録を開き、「対応を引き受ける」を押してください。"
    ),
    facts=(NUMBER, Fact(N_("気付いた日"), "known_on")),
)

DECISION_ASKED = Wording(
    "incident_decision_asked",
    N_("事故についての判断の承認のお願い（%(reference)s）"),
    N_("事故についての判断が、承認待ちです。判断の内容を読み、承認するか差し戻してください。"),
    duty="decide_incident",
)
DECISION_SENT_BACK = Wording(
    "incident_decision_sent_back",
    N_("事故についての判断が差し戻されました（%(reference)s）"),
    N_("承認を求めた判断が差し戻されました。理由を読み、必要なら求め直してください。"),
    facts=(NUMBER,),
)
DECISION_LAPSED = Wording(
    "incident_decision_lapsed",
    N_("事故についての判断が無効になりました（%(reference)s）"),
    N_(
        "事故の内容が変わったため、承認済みか承認待ちの判断が無効になりました。"
        "報告の期限を確かめ、必要なら承認を求め直してください。"
    ),
    facts=(NUMBER, Fact(N_("気付いた日"), "known_on")),
)


def decision_asked(reference: str) -> Letter:
    """To whoever decides: what was asked waits."""
    due_on = decisions.due_on(clock.today())
    return Letter(DECISION_ASKED, {"due_on": due_on}, reference)


def decision_sent_back(reference: str) -> Letter:
    """To whoever asked: it came back."""
    return Letter(DECISION_SENT_BACK, {}, reference)


def _at_the_top(firm: Firm, by: Viewer | None) -> list[int]:
    """Whoever runs the PMS, the representative and their deputies; not whoever did it."""
    holders = (*firm.holders(Role.PRIVACY_MANAGER), *firm.holders(Role.REPRESENTATIVE))
    asked = firm.with_deputies(Eligible(tuple(dict.fromkeys(holders))))
    return [each for each in asked if by is None or each != by.person_id]


def tell_lapsed(reference: str, known_on: date, *, by: Viewer | None) -> None:
    """Tell at once that what was decided counts no more."""
    firm = Firm(clock.today())
    letter = Letter(DECISION_LAPSED, {"known_on": known_on}, reference)
    decisions.post(letter, _at_the_top(firm, by), firm)


def tell(reference: str, known_on: date, *, by: Viewer | None) -> None:
    """Tell whoever runs the PMS and the representative at once, and their deputies; not whoever
    reported it. They hear of it again, hours later, unless somebody takes it on."""
    firm = Firm(clock.today())
    told = _at_the_top(firm, by)
    decisions.post(Letter(INCIDENT_REPORTED, {"known_on": known_on}, reference), told, firm)
    for hours in AGAIN_AFTER:
        again = Letter(INCIDENT_UNANSWERED, {"known_on": known_on, "hours": hours}, reference)
        for person_id in told:
            outbox.post(again, firm.recipient(person_id), clock.now() + timedelta(hours=hours))


def is_answered(reference: str) -> bool:
    """Whether an incident was taken on, or anything else was done with it since it was reported."""
    of = parse_reference(reference)
    if of is None:
        return True
    its = Incident.fiscal_year == of.fiscal_year, Incident.number == of.number
    untouched = select(Incident.id).where(
        *its, Incident.version == 1, Incident.struck == "", Incident.closed_on.is_(None)
    )
    return session.scalar(untouched) is None
