"""What act wants somebody to do: the next step of each open case, by whoever's turn it is."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import literal, select

from pms_tracker.act import cases
from pms_tracker.act.models import Case
from pms_tracker.act.rules import CaseState
from pms_tracker.database import Columns, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.models import Unit
from pms_tracker.people.people import Viewer

KIND_OF_STATE = {
    CaseState.PLANNING: "plan_case",
    CaseState.SENT_BACK: "replan_case",
    CaseState.SUBMITTED: "decide_case",
    CaseState.DOING: "do_case",
    CaseState.REVIEWING: "judge_case",
}


def due(
    until: date, person_id: int | None = None, reference: Reference | None = None
) -> Iterator[Duty]:
    """Steps of open cases due until a day."""
    statement = _steps(until)
    if person_id is not None:
        statement = statement.where(Case.turn_of_id == person_id)
    if reference is not None:
        statement = statement.where(
            Case.fiscal_year == reference.fiscal_year,
            Case.number == reference.number,
            literal(reference.kind is Kind.CASE),
        )
    return _duties(statement)


def watched(viewer: Viewer, until: date, limit: int) -> Iterator[Duty]:
    """Steps that others owe on cases a person may see, soonest first."""
    others = Case.turn_of_id != viewer.person_id
    return _duties(_steps(until).where(others, cases.visible_to(viewer)).limit(limit))


def seen(viewer: Viewer, days: Days, limit: int) -> Iterator[Duty]:
    """Steps due within a run of days on cases a person may see, whoever owes them."""
    due_then = within((Case.turn_due_on, days))
    statement = _steps(days.last or date.max).where(*due_then, cases.visible_to(viewer))
    return _duties(statement.limit(limit))


def _steps(until: date) -> Columns:
    return (
        select(
            Case.fiscal_year,
            Case.number,
            Case.title,
            Case.state,
            Case.turn_of_id,
            Case.turn_due_on,
            Case.unit_id,
            Unit.name.label("unit"),
        )
        .join(Unit, Unit.id == Case.unit_id)
        .where(Case.turn_due_on <= until, Case.turn_of_id.is_not(None))
        .order_by(Case.turn_due_on, Case.id)
    )


def _duties(statement: Columns) -> Iterator[Duty]:
    for row in session.execute(statement):
        name = format_reference(Kind.CASE, row.fiscal_year, row.number)
        kind = KIND_OF_STATE[row.state]
        yield Duty(
            kind,
            name,
            row.turn_of_id,
            row.turn_due_on,
            title=row.title,
            unit=row.unit,
            unit_id=row.unit_id,
        )
