"""What act wants somebody to do: steps of open cases, further actions, and what reviews want."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import (
    ColumnElement,
    String,
    case,
    cast,
    null,
    select,
    union_all,
)

from pms_tracker.act.cases import cases
from pms_tracker.act.management import review_duties
from pms_tracker.act.plans import action_duties
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import Columns, Rows, reference_of, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.trail import record_numbers

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
        yield from _duties(action_duties.further(until))
        yield from _duties(_soonest(until))
        return
    steps = _steps().add_columns(cast(null(), String), cast(null(), String)).where(*_due(until))
    if person_id is not None:
        steps = steps.where(Case.turn_of_id == person_id)
    if reference is not None:
        its = record_numbers.named(reference, Kind.CASE, Case.fiscal_year, Case.number)
        steps = steps.where(its)
    further = action_duties.further(until, person_id, reference)
    further = further.add_columns(cast(null(), String), cast(null(), String))
    every = union_all(*review_duties.halves(person_id, reference), steps, further)
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


def further(until: date) -> Iterator[Duty]:
    """Further actions alone, each a duty of its owner."""
    return _duties(action_duties.further(until))


def due_days(until: date) -> Rows:
    """Each kind of step with each day until a day on which such steps are due."""
    days = select(KIND.label("kind"), Case.turn_due_on.label("due_on")).where(*_due(until))
    return session.execute(days.distinct()).all()


def watched(viewer: Viewer, until: date, limit: int) -> Iterator[Duty]:
    """Steps and further actions that others owe on cases a person may see, soonest first."""
    sees, mine = cases.visible_to(viewer), viewer.person_id
    steps = _soonest(until).where(Case.turn_of_id != mine, sees)
    further = action_duties.further(until).where(CaseAction.turn_of_id != mine, sees)
    return _both(steps.limit(limit), further, limit)


def seen(viewer: Viewer, days: Days, limit: int) -> Iterator[Duty]:
    """Steps and further actions due within a run of days on cases a person may see."""
    sees, until = cases.visible_to(viewer), days.last or date.max
    steps = _soonest(until).where(*within((Case.turn_due_on, days)), sees)
    due_then = within((CaseAction.turn_due_on, days))
    return _both(steps.limit(limit), action_duties.further(until).where(*due_then, sees), limit)


def further_seen(viewer: Viewer) -> Iterator[Duty]:
    """Further actions alone, of cases a person may see."""
    return _duties(action_duties.further(date.max).where(cases.visible_to(viewer)))


def _both(steps: Columns, further: Columns, limit: int) -> Iterator[Duty]:
    # A compound's parts bear no order of their own on SQLite; each is a selection from one.
    every = union_all(*(select(part.subquery()) for part in (steps, further))).subquery()
    columns = list(every.c)
    return _duties(select(*columns).order_by(columns[3], columns[1]).limit(limit))


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
