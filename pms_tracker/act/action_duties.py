"""Further actions as duties: each owner hears of their own, beside the case's own next step."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import and_, func, or_, select

from pms_tracker.act import cases
from pms_tracker.act.action_models import CaseAction
from pms_tracker.act.duties import KIND_OF_STATE, REFERENCE
from pms_tracker.act.models import Case, CaseRound
from pms_tracker.act.rules import CaseState
from pms_tracker.database import Columns, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.models import Unit
from pms_tracker.people.people import Viewer


def due(
    until: date, person_id: int | None = None, reference: Reference | None = None
) -> Iterator[Duty]:
    """Further actions due until a day, those of one person and day on a case in one."""
    if reference is not None and reference.kind is not Kind.CASE:
        return
    statement = _actions().where(CaseAction.turn_due_on <= until)
    if person_id is not None:
        statement = statement.where(CaseAction.turn_of_id == person_id)
    if reference is not None:
        named = Case.fiscal_year == reference.fiscal_year, Case.number == reference.number
        statement = statement.where(*named)
    yield from _duties(statement)


def watched(viewer: Viewer, until: date, limit: int) -> Iterator[Duty]:
    """Further actions that others owe on cases a person may see, soonest first."""
    others = CaseAction.turn_of_id != viewer.person_id, CaseAction.turn_due_on <= until
    return _duties(_actions().where(*others, cases.visible_to(viewer)).limit(limit))


def seen(viewer: Viewer, days: Days, limit: int) -> Iterator[Duty]:
    """Further actions due within a run of days on cases a person may see."""
    due_then = within((CaseAction.turn_due_on, days))
    return _duties(_actions().where(*due_then, cases.visible_to(viewer)).limit(limit))


def _actions() -> Columns:
    """One row for each person and day of a case, unless the case's own turn says the same."""
    # A person's two actions of one day are one duty: one line at home, one reminder.
    apart = or_(
        Case.turn_of_id.is_(None),
        CaseAction.turn_of_id != Case.turn_of_id,
        CaseAction.turn_due_on != Case.turn_due_on,
    )
    latest = and_(CaseRound.case_id == Case.id, CaseRound.number == Case.round)
    return (
        select(REFERENCE.label("name"), CaseAction.turn_of_id, CaseAction.turn_due_on)
        .add_columns(Case.title, Unit.name.label("unit"), Case.unit_id, func.min(CaseAction.id))
        .join(CaseRound, CaseRound.id == CaseAction.round_id)
        .join(Case, latest)
        .join(Unit, Unit.id == Case.unit_id)
        .where(CaseAction.turn_of_id.is_not(None), Case.state == CaseState.DOING, apart)
        .group_by(Case.id, Unit.name, CaseAction.turn_of_id, CaseAction.turn_due_on)
        .order_by(CaseAction.turn_due_on, Case.id)
    )


def _duties(statement: Columns) -> Iterator[Duty]:
    kind = KIND_OF_STATE[CaseState.DOING]
    for name, person_id, due_on, title, unit, unit_id, _id in session.execute(statement):
        yield Duty(kind, name, person_id, due_on, title, unit, unit_id=unit_id)
