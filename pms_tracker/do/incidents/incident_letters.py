"""What a first report of an incident has to say at once, and again for as long as nobody takes it
on: a reference, a day, a fixed sentence."""

from datetime import date, timedelta

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.rules.incident_rules import AGAIN_AFTER
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


def tell(reference: str, known_on: date, *, by: Viewer | None) -> None:
    """Tell whoever runs the PMS and the representative at once, and their deputies; not whoever
    reported it. They hear of it again, hours later, unless somebody takes it on."""
    firm = Firm(clock.today())
    holders = (*firm.holders(Role.PRIVACY_MANAGER), *firm.holders(Role.REPRESENTATIVE))
    asked = firm.with_deputies(Eligible(tuple(dict.fromkeys(holders))))
    told = [each for each in asked if by is None or each != by.person_id]
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
    untouched = select(Incident.id).where(*its, Incident.version == 1, Incident.struck == "")
    return session.scalar(untouched) is None
