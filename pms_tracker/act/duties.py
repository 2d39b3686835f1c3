"""What act wants somebody to do: the next step of each open case, by whoever's turn it is."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, case, literal, select

from pms_tracker.act.models import Case
from pms_tracker.act.rules import CaseState
from pms_tracker.database import Columns, Rows, reference_of, session
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.models import Unit

KIND_OF_STATE = {
    CaseState.PLANNING: "plan_case",
    CaseState.SENT_BACK: "replan_case",
    CaseState.SUBMITTED: "decide_case",
    CaseState.ENDORSED: "decide_case",
    CaseState.DOING: "do_case",
    CaseState.CONFIRMING: "confirm_case",
    CaseState.REVIEWING: "judge_case",
    CaseState.CLOSING: "close_case",
}
# What a case's duty is called, so that SQL can look it up where it was spoken of.
KIND = case(KIND_OF_STATE, value=Case.state)
REFERENCE = reference_of(Kind.CASE, Case.fiscal_year, Case.number)


def due(
    until: date, person_id: int | None = None, reference: Reference | None = None
) -> Iterator[Duty]:
    """Steps of open cases due until a day."""
    statement = due_steps(until)
    if person_id is not None:
        statement = statement.where(Case.turn_of_id == person_id)
    if reference is not None:
        statement = of_record(statement, reference)
    return as_duties(statement)


def of_record(statement: Columns, reference: Reference) -> Columns:
    """The same for one case alone; nothing for a record that is none."""
    return statement.where(
        Case.fiscal_year == reference.fiscal_year,
        Case.number == reference.number,
        literal(reference.kind is Kind.CASE),
    )


def sieved(condition: ColumnElement[bool]) -> Iterator[Duty]:
    """Steps of cases for which a condition holds that names their due days; in no order."""
    # Without a last day, which would lead SQLite to walk all days there are.
    return as_duties(_steps().where(Case.turn_of_id.is_not(None), condition))


def due_days(until: date) -> Rows:
    """Each kind of step with each day until a day on which such steps are due."""
    days = select(KIND.label("kind"), Case.turn_due_on.label("due_on")).where(*_due(until))
    return session.execute(days.distinct()).all()


def _due(until: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Case.turn_due_on <= until, Case.turn_of_id.is_not(None)


def due_steps(until: date) -> Columns:
    """Steps of open cases due until a day, soonest first, in the order of `as_duties`."""
    return _steps().where(*_due(until)).order_by(Case.turn_due_on, Case.id)


def _steps() -> Columns:
    """In the order of `as_duties`."""
    return (
        select(KIND, REFERENCE, Case.turn_of_id, Case.turn_due_on, Case.title, Unit.name)
        .add_columns(Case.unit_id)
        .join(Unit, Unit.id == Case.unit_id)
    )


def as_duties(statement: Columns) -> Iterator[Duty]:
    """The duties that the rows of a statement are."""
    for kind, name, person_id, due_on, title, unit, unit_id in session.execute(statement):
        yield Duty(kind, name, person_id, due_on, title, unit, unit_id=unit_id)
