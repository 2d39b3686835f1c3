"""What a told or disputed finding wants somebody to do: to answer it, then to decide."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from pms_tracker.check.findings import findings
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.tables.audit_tables import Finding, FindingAnswer
from pms_tracker.database import Columns, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.trail import record_numbers

KIND_OF_STATE = {FindingState.TOLD: "answer_finding", FindingState.DISPUTED: "decide_dispute"}


def due(
    until: date, person_id: int | None = None, reference: Reference | None = None
) -> Iterator[Duty]:
    """Answers and decisions due until a day."""
    statement = _steps(until)
    if person_id is not None:
        statement = statement.where(FindingAnswer.turn_of_id == person_id)
    if reference is not None:
        its = record_numbers.named(reference, Kind.FINDING, Finding.fiscal_year, Finding.number)
        statement = statement.where(its)
    return _duties(statement)


def seen(viewer: Viewer, days: Days, limit: int) -> Iterator[Duty]:
    """Answers and decisions due within a run of days on findings a person may see."""
    due_then = within((FindingAnswer.turn_due_on, days))
    statement = _steps(days.last or date.max).where(*due_then, findings.visible_to(viewer))
    return _duties(statement.limit(limit))


def _steps(until: date) -> Columns:
    return (
        select(
            Finding.fiscal_year,
            Finding.number,
            Finding.title,
            Finding.state,
            Finding.unit_id,
            Unit.name.label("unit"),
            FindingAnswer.turn_of_id,
            FindingAnswer.turn_due_on,
        )
        .select_from(FindingAnswer)
        .join(Finding, Finding.id == FindingAnswer.finding_id)
        .join(Unit, Unit.id == Finding.unit_id)
        .where(FindingAnswer.turn_due_on <= until, FindingAnswer.turn_of_id.is_not(None))
        .order_by(FindingAnswer.turn_due_on, Finding.id)
    )


def _duties(statement: Columns) -> Iterator[Duty]:
    for row in session.execute(statement):
        yield Duty(
            KIND_OF_STATE[row.state],
            format_reference(Kind.FINDING, row.fiscal_year, row.number),
            row.turn_of_id,
            row.turn_due_on,
            title=row.title,
            unit=row.unit,
            unit_id=row.unit_id,
            audit=row.state is FindingState.DISPUTED,
            # Silence is an answer as soon as the day is over.
            lapses=row.state is FindingState.TOLD,
        )
