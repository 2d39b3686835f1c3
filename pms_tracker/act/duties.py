"""What act wants somebody to do: the next step of each open case, and what reviews want."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import (
    ColumnElement,
    String,
    case,
    cast,
    literal,
    null,
    select,
    union_all,
)

from pms_tracker.act import cases, review_duties
from pms_tracker.act.models import Case
from pms_tracker.act.rules import CaseState
from pms_tracker.database import Columns, Rows, reference_of, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import Firm
from pms_tracker.people.models import Unit
from pms_tracker.people.people import Viewer

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
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
    firm: Firm | None = None,
) -> Iterator[Duty]:
    """What management reviews want, and steps of open cases due until a day.

    In one statement for a person or a record; for all, cases are read on from the soonest, as far
    as whoever asks reads them. The firm is read where minutes wait to be signed: `firm`, if
    whoever asks has read it.
    """
    if person_id is None and reference is None:
        yield from review_duties.due(until, firm=firm)
        yield from _duties(_soonest(until))
        return
    steps = _steps().add_columns(cast(null(), String), cast(null(), String)).where(*_due(until))
    if person_id is not None:
        steps = steps.where(Case.turn_of_id == person_id)
    if reference is not None:
        steps = steps.where(
            Case.fiscal_year == reference.fiscal_year,
            Case.number == reference.number,
            literal(reference.kind is Kind.CASE),
        )
    every = union_all(*review_duties.halves(person_id, reference), steps)
    of_reviews = []
    for row in session.execute(every.order_by("due_on", "reference")):
        if row.kind in review_duties.KINDS:
            of_reviews.append(row)
        else:
            yield _duty(*row[:7])
    yield from review_duties.told(of_reviews, until, person_id, firm)


def sieved(condition: ColumnElement[bool]) -> Iterator[Duty]:
    """Steps of cases for which a condition holds that names their due days; in no order."""
    # Without a last day, which would lead SQLite to walk all days there are.
    return _duties(_steps().where(Case.turn_of_id.is_not(None), condition))


def due_days(until: date) -> Rows:
    """Each kind of step with each day until a day on which such steps are due."""
    days = select(KIND.label("kind"), Case.turn_due_on.label("due_on")).where(*_due(until))
    return session.execute(days.distinct()).all()


def watched(viewer: Viewer, until: date, limit: int) -> Iterator[Duty]:
    """Steps that others owe on cases a person may see, soonest first."""
    others = Case.turn_of_id != viewer.person_id
    return _duties(_soonest(until).where(others, cases.visible_to(viewer)).limit(limit))


def seen(viewer: Viewer, days: Days, limit: int) -> Iterator[Duty]:
    """Steps due within a run of days on cases a person may see, whoever owes them."""
    due_then = within((Case.turn_due_on, days))
    statement = _soonest(days.last or date.max).where(*due_then, cases.visible_to(viewer))
    return _duties(statement.limit(limit))


def _due(until: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Case.turn_due_on <= until, Case.turn_of_id.is_not(None)


def _soonest(until: date) -> Columns:
    return _steps().where(*_due(until)).order_by(Case.turn_due_on, Case.id)


def _steps() -> Columns:
    """In the order of `_duties`."""
    return (
        select(KIND, REFERENCE, Case.turn_of_id, Case.turn_due_on, Case.title, Unit.name)
        .add_columns(Case.unit_id)
        .join(Unit, Unit.id == Case.unit_id)
    )


def _duties(statement: Columns) -> Iterator[Duty]:
    return (_duty(*row) for row in session.execute(statement))


def _duty(
    kind: str, name: str, person_id: int, due_on: date, title: str, unit: str, unit_id: int
) -> Duty:
    return Duty(kind, name, person_id, due_on, title, unit, unit_id=unit_id)
