"""Figures of act: open cases by age and due day, days per step, in time, effective, and again."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select, true

from pms_tracker.act.cases.measures import DAYS
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.measure_rules import STEP_OF, Step
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.findings import finding_figures
from pms_tracker.database import session
from pms_tracker.tally import tallies
from pms_tracker.trail import trail

OPEN, CLOSED = "open_case", "closed_case"
OPEN_OF_UNIT, OPEN_OF_PERSON, OPEN_IN_STEP = "open_case_of_unit", "open_case_of_person", "open_step"
CLOSED_OF_UNIT = "closed_case_of_unit"
OPENED, STEP, DONE, JUDGED = "opened_case", "case_step", "done_case", "judged_case"
AGAIN_OF_UNIT, AGAIN_OF_REQUIREMENT = "case_again_of_unit", "case_again_of_requirement"
AGAIN_OF_CAUSE = "case_again_of_cause"
# What is open now, whenever it was begun.
OF_NOW = (OPEN, OPEN_OF_UNIT, OPEN_OF_PERSON, OPEN_IN_STEP)
# What is counted by the month that it happened in.
OF_MONTHS = (
    *(CLOSED, CLOSED_OF_UNIT, OPENED, STEP, DONE, JUDGED),
    *(AGAIN_OF_UNIT, AGAIN_OF_REQUIREMENT, AGAIN_OF_CAUSE),
)
# Whose number is a unit's.
OF_UNITS = (OPEN_OF_UNIT, CLOSED_OF_UNIT, OPENED, DONE, JUDGED, AGAIN_OF_UNIT)
ON_TIME, LATE, EFFECTIVE, INEFFECTIVE = "on_time", "late", "effective", "ineffective"

# All that decides what a case counts under.
LIKE = (
    *(Case.state, Case.unit_id, Case.grade, Case.opened_on, Case.turn_due_on, Case.closed_on),
    *(Case.turn_of_id, Case.step_began_on),
    *DAYS.values(),
    *(Case.done_on, Case.on_time, Case.first_judged_on, Case.first_effective),
    *(Case.again_requirement_id, Case.again_cause),
)


def keys(case: Case) -> list[tallies.Key]:
    """What a case counts under; a withdrawn one under nothing.

    While open: the day it was opened (its ordinal), its grade and the day its step is due; and more
    (`_of_open`) that tells where it waits and for how long, whatever became of its due day. Once
    closed: the days it took, its unit, and the days each step took. All else by unit (repeats by
    requirement and by cause too) and the month it happened in, which the first day stands for.
    """
    return list(_keys(case))


def _keys(case: Any) -> Iterator[tallies.Key]:
    if case.state is CaseState.WITHDRAWN:
        return
    if case.closed_on is not None:
        yield from _of_closed(case, _month(case.closed_on))
    elif case.turn_due_on is not None:
        yield from _of_open(case)
    opened = _month(case.opened_on)
    yield tallies.Key(OPENED, case.unit_id, "", opened)
    yield from _of_repeat(case, opened)
    if case.done_on is not None:
        word = ON_TIME if case.on_time else LATE
        yield tallies.Key(DONE, case.unit_id, word, _month(case.done_on))
    if case.first_judged_on is not None:
        word = EFFECTIVE if case.first_effective else INEFFECTIVE
        yield tallies.Key(JUDGED, case.unit_id, word, _month(case.first_judged_on))


def _of_open(case: Any) -> Iterator[tallies.Key]:
    """Unit and person by the day of the step, and as a word the state and the day of opening; the
    step by the day it began (its ordinal) and that of opening."""
    opened = case.opened_on.isoformat()
    yield tallies.Key(OPEN, case.opened_on.toordinal(), case.grade.value, case.turn_due_on)
    yield tallies.Key(OPEN_OF_UNIT, case.unit_id, f"{case.state.value} {opened}", case.turn_due_on)
    if case.turn_of_id is not None:
        yield tallies.Key(OPEN_OF_PERSON, case.turn_of_id, opened, case.turn_due_on)
    step = STEP_OF[case.state].value
    yield tallies.Key(OPEN_IN_STEP, case.step_began_on.toordinal(), step, case.opened_on)


def _of_closed(case: Any, month: date) -> Iterator[tallies.Key]:
    yield tallies.Key(CLOSED, (case.closed_on - case.opened_on).days, "", month)
    yield tallies.Key(CLOSED_OF_UNIT, case.unit_id, "", month)
    for step in Step:
        yield tallies.Key(STEP, getattr(case, DAYS[step].key), step.value, month)


def _of_repeat(case: Any, month: date) -> Iterator[tallies.Key]:
    """What a repeat counts under: the one place that says by what repeats are told apart.

    The same requirement in the same unit is one as soon as it is opened; the same cause of it, once
    a plan names it.
    """
    if case.again_requirement_id is not None:
        yield tallies.Key(AGAIN_OF_UNIT, case.unit_id, "", month)
        yield tallies.Key(AGAIN_OF_REQUIREMENT, case.again_requirement_id, "", month)
    if case.again_cause is not None:
        yield tallies.Key(AGAIN_OF_CAUSE, 0, case.again_cause.value, month)


def _month(day: date) -> date:
    return day.replace(day=1)


def counted(condition: ColumnElement[bool]) -> tallies.Amounts:
    """What the tallies of all cases that satisfy a condition are, from the cases alone."""
    statement = select(*LIKE, func.count().label("amount")).where(condition).group_by(*LIKE)
    found: tallies.Amounts = Counter()
    for row in session.execute(statement):
        found.update(dict.fromkeys(_keys(row), row.amount))
    return found


def all_counted() -> tallies.Amounts:
    """What the whole table of tallies must say, check's included; no other phase keeps any."""
    return finding_figures.counted(true()) + counted(true())


def rebuild() -> None:
    """Put a count of all records in the place of the tallies.

    In line with all writers: whoever changed a record and has not committed yet writes what it
    moved after this.
    """
    trail.head_row()
    tallies.replace(all_counted())
