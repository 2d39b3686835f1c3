"""Whose turn it is: from rules and today's roles, kept on the case for lists and reminders."""

from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act import rules
from pms_tracker.act.dossier import Dossier
from pms_tracker.act.models import Case
from pms_tracker.database import session
from pms_tracker.kernel.due_dates import Deadline
from pms_tracker.mail import outbox
from pms_tracker.mail.outbox import Letter
from pms_tracker.people.calendar import business_calendar
from pms_tracker.people.firm import Firm


def pass_on(dossier: Dossier, due_on: date | None) -> None:
    """Give the turn to whoever takes the next step, due on a day (None once the case has ended)."""
    with session.no_autoflush:
        found = dossier.asked
    dossier.case.turn_of_id = found[0] if found else None
    dossier.case.turn_due_on = due_on


def tell(dossier: Dossier, letter: Letter) -> None:
    """Post a letter to whoever's turn it is."""
    outbox.post(letter, dossier.firm.recipient(dossier.case.turn_of_id))


def step_due_on(deadline: Deadline, start: date) -> date:
    return rules.step_due_on(deadline, start, business_calendar())


def hand_over() -> list[Case]:
    """Move turns away from people who left or lost their role; the cases this concerned."""
    firm = Firm(clock.today())
    moved = []
    open_cases = select(Case).where(Case.closed_on.is_(None))
    for case in session.scalars(open_cases.order_by(Case.id)).all():
        found = Dossier(case, firm).asked
        if case.turn_of_id not in found:
            case.turn_of_id = found[0] if found else None
            moved.append(case)
    session.flush()
    return moved
