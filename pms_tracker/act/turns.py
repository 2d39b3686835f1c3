"""Whose turn it is: from rules and today's roles, kept on the case for lists and reminders."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import ColumnElement, select

from pms_tracker import clock
from pms_tracker.act import rules
from pms_tracker.act.dossier import Dossier, dossiers
from pms_tracker.act.models import Case
from pms_tracker.database import session
from pms_tracker.kernel.due_dates import Deadline
from pms_tracker.kernel.eligible import next_holder
from pms_tracker.mail import outbox
from pms_tracker.mail.outbox import Letter
from pms_tracker.people import deputies
from pms_tracker.people.calendar import business_calendar
from pms_tracker.people.firm import Firm

# Cases that are read together, or handed over in one transaction.
AT_A_TIME = 500


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


def hand_over(
    held_by: Collection[int] | None = None, case_ids: Collection[int] | None = None
) -> list[Case]:
    """Move turns away from people who left, lost their role, or are absent; and back to them.

    Looks at all open cases, at those whose turn these people have, or at these; says which it
    concerned.
    """
    conditions = []
    if held_by is not None:
        conditions.append(Case.turn_of_id.in_(held_by))
    if case_ids is not None:
        conditions.append(Case.id.in_(case_ids))
    moved = []
    for case, holder in _misplaced(*conditions):
        case.turn_of_id = holder
        moved.append(case)
    session.flush()
    return moved


def misplaced() -> list[int]:
    """The cases that `hand_over` would move, so that it looks at no others while it writes."""
    return [case.id for case, _holder in _misplaced()]


def _misplaced(*conditions: ColumnElement[bool]) -> Iterator[tuple[Case, int | None]]:
    """Open cases whose turn is not where it belongs today, and whose it is."""
    today = clock.today()
    firm, over = Firm(today), deputies.over(today)
    wanted = select(Case).where(Case.closed_on.is_(None), *conditions).order_by(Case.id)
    last = 0
    while some := session.scalars(wanted.where(Case.id > last).limit(AT_A_TIME)).all():
        last = some[-1].id
        for dossier in dossiers(some, firm):
            case, standing = dossier.case, firm.standing_in(dossier.step)
            holder = next_holder(case.turn_of_id, dossier.asked, standing, over)
            if holder != case.turn_of_id:
                yield case, holder
