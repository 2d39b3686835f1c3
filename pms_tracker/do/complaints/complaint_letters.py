"""What a grave complaint has to say at once: a reference, a day, a fixed sentence."""

from datetime import date

from pms_tracker import clock
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.independence import Role
from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, NUMBER, Fact, Wording
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.deciding import decisions

GRAVE_COMPLAINT = Wording(
    "grave_complaint",
    N_("重大な苦情を受け付けました（%(reference)s）"),
    N_("重大な苦情を受け付けました。内容を確かめ、回答の方針を決めてください。"),
    facts=(NUMBER, Fact(N_("受付日"), "received_on")),
)


def tell(reference: str, received_on: date, *, by: Viewer | None) -> None:
    """Tell the representative and whoever runs the PMS at once, and their deputies; not whoever
    recorded it."""
    firm = Firm(clock.today())
    holders = (*firm.holders(Role.REPRESENTATIVE), *firm.holders(Role.PRIVACY_MANAGER))
    asked = firm.with_deputies(Eligible(tuple(dict.fromkeys(holders))))
    told = [each for each in asked if by is None or each != by.person_id]
    decisions.post(Letter(GRAVE_COMPLAINT, {"received_on": received_on}, reference), told, firm)
