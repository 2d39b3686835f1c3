"""Figures of act: open cases by age and due day, and how long the closed ones took."""

from collections import Counter
from datetime import date

from sqlalchemy import ColumnElement, func, select, true

from pms_tracker.act.models import Case
from pms_tracker.act.rules import CaseState
from pms_tracker.check import figures as check_figures
from pms_tracker.database import session
from pms_tracker.tally import tallies
from pms_tracker.tally.tallies import Amounts, Key
from pms_tracker.trail import trail

OPEN, CLOSED = "open_case", "closed_case"


def keys(case: Case) -> list[Key]:
    """What a case counts under; a withdrawn one under nothing.

    While open: the day it was opened (its ordinal) and the day its step is due. Once closed: the
    days it took, and the month it was closed in, which the first day stands for.
    """
    if case.state is CaseState.WITHDRAWN:
        return []
    return _keys(case.opened_on, case.turn_due_on, case.closed_on)


def _keys(opened_on: date, turn_due_on: date | None, closed_on: date | None) -> list[Key]:
    if closed_on is not None:
        took = (closed_on - opened_on).days
        return [Key(CLOSED, took, "", closed_on.replace(day=1))]
    return [Key(OPEN, opened_on.toordinal(), "", turn_due_on)] if turn_due_on is not None else []


def counted(condition: ColumnElement[bool]) -> Amounts:
    """What the tallies of all cases that satisfy a condition are, from the cases alone."""
    like = (Case.opened_on, Case.turn_due_on, Case.closed_on)
    statement = (
        select(*like, func.count())
        .where(Case.state != CaseState.WITHDRAWN, condition)
        .group_by(*like)
    )
    found: Amounts = Counter()
    for opened_on, turn_due_on, closed_on, amount in session.execute(statement):
        found.update(dict.fromkeys(_keys(opened_on, turn_due_on, closed_on), amount))
    return found


def all_counted() -> Amounts:
    """What the whole table of tallies must say, check's included; no other phase keeps any."""
    return check_figures.counted(true()) + counted(true())


def rebuild() -> None:
    """Put a count of all records in the place of the tallies.

    In line with all writers: whoever changed a record and has not committed yet writes what it
    moved after this.
    """
    trail.head_row()
    tallies.replace(all_counted())
