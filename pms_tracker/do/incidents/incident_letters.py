"""What a first report of an incident has to say at once: a reference, a day, a fixed sentence."""

from datetime import date

from pms_tracker import clock
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.independence import Role
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


def tell(reference: str, known_on: date, *, by: Viewer | None) -> None:
    """Tell whoever runs the PMS and the representative at once, and their deputies; not whoever
    reported it."""
    firm = Firm(clock.today())
    holders = (*firm.holders(Role.PRIVACY_MANAGER), *firm.holders(Role.REPRESENTATIVE))
    asked = firm.with_deputies(Eligible(tuple(dict.fromkeys(holders))))
    told = [each for each in asked if by is None or each != by.person_id]
    decisions.post(Letter(INCIDENT_REPORTED, {"known_on": known_on}, reference), told, firm)
