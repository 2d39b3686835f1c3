"""Whose turn it is: from rules and today's roles, kept on the case for lists and reminders."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, or_, select

from pms_tracker import clock
from pms_tracker.act.cases import case_figures, case_letters
from pms_tracker.act.cases.dossier import Dossier, dossiers
from pms_tracker.act.rules import case_rules
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.database import session
from pms_tracker.kernel.due_dates import Deadline
from pms_tracker.kernel.eligible import Eligible, next_holder
from pms_tracker.mail import outbox
from pms_tracker.people.changes import deputies
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.tally import tallies

# Cases that are read together, or handed over in one transaction.
AT_A_TIME = 500

# A turn that changes hands, and whose it is from now on.
Placed: TypeAlias = tuple[Case | CaseAction, int | None]


def pass_on(dossier: Dossier, due_on: date | None) -> None:
    """Give the turn to whoever takes the next step, due on a day (None once the case has ended)."""
    with session.no_autoflush:
        found = dossier.asked
        dossier.case.turn_of_id = found[0] if found else None
        dossier.case.turn_due_on = due_on
        if dossier.case.state not in case_rules.PLANNED:
            _pass_on_actions(dossier)


def _pass_on_actions(dossier: Dossier) -> None:
    for action in dossier.current.actions:
        if action.turn_of_id is not None:
            action.turn_of_id = None
    for action in dossier.actions_beside:
        asked = dossier.asked_for(dossier.doing_of(action))
        action.turn_of_id = asked[0] if asked else None


def tell(dossier: Dossier, letter: outbox.Letter) -> None:
    """Post a letter to whoever's turn it is."""
    outbox.post(letter, dossier.firm.recipient(dossier.case.turn_of_id))


def tell_further_owners(dossier: Dossier) -> None:
    """Each further owner hears of the first day on which something of theirs is due."""
    told = {dossier.case.turn_of_id}
    for action in dossier.actions_beside:
        if action.turn_of_id not in told:
            told.add(action.turn_of_id)
            letter = case_letters.action_approved(dossier.case, action.turn_due_on)
            outbox.post(letter, dossier.firm.recipient(action.turn_of_id))


def step_due_on(deadline: Deadline, start: date) -> date:
    return case_rules.step_due_on(deadline, start, business_calendar())


def hand_over(
    held_by: Collection[int] | None = None, case_ids: Collection[int] | None = None
) -> list[Case]:
    """Move turns away from people who left, lost their role, or are absent; and back to them.

    Looks at all open cases, at those whose turn these people have, or at these; says which it
    concerned.
    """
    conditions: list[ColumnElement[bool]] = []
    if held_by is not None:
        conditions.append(or_(Case.turn_of_id.in_(held_by), Case.id.in_(_with_actions_of(held_by))))
    if case_ids is not None:
        conditions.append(Case.id.in_(case_ids))
    moved = []
    for case, placed in _misplaced(*conditions):
        counted = case_figures.keys(case)
        for row, holder in placed:
            row.turn_of_id = holder
        tallies.moved(counted, case_figures.keys(case))
        moved.append(case)
    session.flush()
    return moved


def _with_actions_of(person_ids: Collection[int]) -> Select[int]:
    """Cases with an action, beside the soonest, that is the duty of one of these persons."""
    return (
        select(CaseRound.case_id)
        .join(CaseAction, CaseAction.round_id == CaseRound.id)
        .where(CaseAction.turn_of_id.in_(person_ids))
    )


def misplaced() -> list[int]:
    """The cases that `hand_over` would move, so that it looks at no others while it writes."""
    return [case.id for case, _placed in _misplaced()]


def _misplaced(*conditions: ColumnElement[bool]) -> Iterator[tuple[Case, list[Placed]]]:
    """Open cases with a turn that is not where it belongs today, and whose it is."""
    today = clock.today()
    firm, over = Firm(today), deputies.over(today)
    wanted = select(Case).where(Case.closed_on.is_(None), *conditions).order_by(Case.id)
    last = 0
    while some := session.scalars(wanted.where(Case.id > last).limit(AT_A_TIME)).all():
        last = some[-1].id
        for dossier in dossiers(some, firm):
            placed = [
                (row, holder)
                for row, step in dossier.turns
                if (holder := _holder(dossier, row, step, over)) != row.turn_of_id
            ]
            if placed:
                yield dossier.case, placed


def _holder(
    dossier: Dossier, row: Case | CaseAction, step: Eligible, over: Collection[tuple[int, int]]
) -> int | None:
    standing = dossier.firm.standing_in(step)
    return next_holder(row.turn_of_id, dossier.asked_for(step), standing, over)
