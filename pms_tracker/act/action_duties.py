"""What act wants of people, further actions included: each owner hears of their own."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import and_, or_, select, union_all

from pms_tracker.act import cases, duties
from pms_tracker.act.action_models import CaseAction
from pms_tracker.act.duties import KIND, REFERENCE
from pms_tracker.act.models import Case, CaseRound
from pms_tracker.database import Columns, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Reference
from pms_tracker.people.models import Unit
from pms_tracker.people.people import Viewer


def due(
    until: date, person_id: int | None = None, reference: Reference | None = None
) -> Iterator[Duty]:
    """Steps of open cases and further actions due until a day, in one statement."""
    steps, beside = duties.due_steps(until), further_until(until)
    if person_id is not None:
        steps = steps.where(Case.turn_of_id == person_id)
        beside = beside.where(CaseAction.turn_of_id == person_id)
    if reference is not None:
        steps, beside = (duties.of_record(each, reference) for each in (steps, beside))
    return _both(steps, beside)


def watched(viewer: Viewer, until: date, limit: int) -> Iterator[Duty]:
    """What others owe on cases a person may see, soonest first."""
    sees, mine = cases.visible_to(viewer), viewer.person_id
    steps = duties.due_steps(until).where(Case.turn_of_id != mine, sees)
    beside = further_until(until).where(CaseAction.turn_of_id != mine, sees)
    return _both(steps, beside, limit)


def seen(viewer: Viewer, days: Days, limit: int) -> Iterator[Duty]:
    """What is due within a run of days on cases a person may see, whoever owes it."""
    sees, until = cases.visible_to(viewer), days.last or date.max
    steps = duties.due_steps(until).where(*within((Case.turn_due_on, days)), sees)
    beside = further_until(until).where(*within((CaseAction.turn_due_on, days)), sees)
    return _both(steps, beside, limit)


def further(until: date) -> Iterator[Duty]:
    """Further actions alone."""
    return duties.as_duties(further_until(until))


def further_until(until: date) -> Columns:
    """Further actions due until a day, in the columns of `duties.due_steps`."""
    return _further().where(CaseAction.turn_due_on <= until)


def _further() -> Columns:
    """One row for each person and day of a case, unless the case's own turn says the same."""
    # A person's two actions of one day are one duty: one line at home, one reminder.
    apart = or_(
        Case.turn_of_id.is_(None),
        CaseAction.turn_of_id != Case.turn_of_id,
        CaseAction.turn_due_on != Case.turn_due_on,
    )
    latest = and_(CaseRound.case_id == Case.id, CaseRound.number == Case.round)
    return (
        select(KIND, REFERENCE, CaseAction.turn_of_id, CaseAction.turn_due_on)
        .add_columns(Case.title, Unit.name, Case.unit_id)
        .select_from(CaseAction)
        .join(CaseRound, CaseRound.id == CaseAction.round_id)
        .join(Case, latest)
        .join(Unit, Unit.id == Case.unit_id)
        .where(CaseAction.turn_of_id.is_not(None), apart)
        .distinct()
    )


def _both(steps: Columns, beside: Columns, limit: int | None = None) -> Iterator[Duty]:
    first = steps.limit(limit) if limit is not None else steps
    # A compound's parts bear no order of their own on SQLite; each is a selection from one.
    each = [select(part.subquery()) for part in (first, beside)]
    both = union_all(*each).subquery()
    columns = list(both.c)
    ordered = select(*columns).order_by(columns[3], columns[1])
    return duties.as_duties(ordered.limit(limit) if limit is not None else ordered)
