"""Further actions as duties: each owner hears of their own, beside the case's own next step."""

from datetime import date

from sqlalchemy import and_, literal, or_, select

from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.database import Columns, reference_of
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.tables.people_tables import Unit

# What is still to be done of an approved plan, whichever action of it.
DO = "do_case"


def further(
    until: date, person_id: int | None = None, reference: Reference | None = None
) -> Columns:
    """Further actions due until a day, in the columns that steps of cases have.

    One row for each person and day of a case, unless the case's own turn says the same.
    """
    # A person's two actions of one day are one duty: one line at home, one reminder.
    apart = or_(
        Case.turn_of_id.is_(None),
        CaseAction.turn_of_id != Case.turn_of_id,
        CaseAction.turn_due_on != Case.turn_due_on,
    )
    found = _actions().where(CaseAction.turn_due_on <= until, apart)
    if person_id is not None:
        found = found.where(CaseAction.turn_of_id == person_id)
    if reference is not None:
        found = found.where(
            Case.fiscal_year == reference.fiscal_year,
            Case.number == reference.number,
            literal(value=reference.kind is Kind.CASE),
        )
    return found


def _actions() -> Columns:
    latest = and_(CaseRound.case_id == Case.id, CaseRound.number == Case.round)
    named = reference_of(Kind.CASE, Case.fiscal_year, Case.number)
    return (
        select(literal(DO).label("kind"), named.label("reference"))
        .add_columns(CaseAction.turn_of_id, CaseAction.turn_due_on)
        .add_columns(Case.title, Unit.name, Case.unit_id)
        .select_from(CaseAction)
        .join(CaseRound, CaseRound.id == CaseAction.round_id)
        .join(Case, latest)
        .join(Unit, Unit.id == Case.unit_id)
        .where(CaseAction.turn_of_id.is_not(None))
        .distinct()
    )
