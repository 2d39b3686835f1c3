"""Whose turn it is: from rules and today's roles, kept on the case for lists and reminders."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act import deputy_rules, rules
from pms_tracker.act.dossier import Dossier
from pms_tracker.act.models import Case
from pms_tracker.database import session
from pms_tracker.kernel.due_dates import Deadline
from pms_tracker.mail import outbox
from pms_tracker.mail.outbox import Letter
from pms_tracker.people import deputies
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


def hand_over(held_by: Collection[int] | None = None) -> list[Case]:
    """Move turns away from people who left, lost their role, or are absent; and back to them.

    Looks at all open cases, or at those whose turn these people have; says which it concerned.
    """
    today = clock.today()
    firm, over = Firm(today), deputies.over(today)
    statement = select(Case).where(Case.closed_on.is_(None)).order_by(Case.id)
    if held_by is not None:
        statement = statement.where(Case.turn_of_id.in_(held_by))
    moved = []
    for case in session.scalars(statement).all():
        dossier = Dossier(case, firm)
        standing = dossier.standing_in(dossier.step)
        holder = deputy_rules.next_holder(case.turn_of_id, dossier.asked, standing, over)
        if holder != case.turn_of_id:
            case.turn_of_id = holder
            moved.append(case)
    session.flush()
    return moved
