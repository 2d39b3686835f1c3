"""Questions to other units as duties: each of whoever answers for the unit, derived day by day."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, literal, select

from pms_tracker.act.elsewhere.elsewhere_questions import answering, asked_of
from pms_tracker.act.rules.elsewhere_rules import ANSWERED_IN
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.elsewhere_tables import CaseElsewhere
from pms_tracker.database import Columns
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Unit

ANSWER = "answer_elsewhere"


def waiting(*conditions: ColumnElement[bool]) -> Columns:
    """Units that have not answered yet, in the columns of `source_duties`."""
    return (
        select(literal(ANSWER).label("kind"), Case.fiscal_year, Case.number, Case.title)
        .add_columns(Unit.name.label("unit"), CaseElsewhere.due_on.label("due_on"))
        .add_columns(CaseElsewhere.unit_id.label("of_id"), CaseElsewhere.unit_id.label("unit_id"))
        .select_from(CaseElsewhere)
        .join(Case, Case.id == CaseElsewhere.case_id)
        .join(Unit, Unit.id == CaseElsewhere.unit_id)
        .where(
            CaseElsewhere.answered_on.is_(None),
            # What an earlier edition of the plan asked is asked no more.
            CaseElsewhere.submission == Case.submissions,
            Case.state.in_(ANSWERED_IN),
            *conditions,
        )
    )


def told(rows: Iterable[Row[*tuple[Any, ...]]], firm: Firm) -> Iterable[Duty]:
    """The duties; who answers for several units of a case has one for each due day."""
    found: dict[tuple[str, int, Any], Duty] = {}
    for row in rows:
        name = format_reference(Kind.CASE, row.fiscal_year, row.number)
        for asked in asked_of(firm, row.of_id)[:1]:
            for_id = firm.principal(asked, answering(firm, row.of_id))
            key = name, asked, row.due_on
            known = found.get(key)
            if known is not None:
                found[key] = replace(known, unit=f"{known.unit}、{row.unit}")
                continue
            found[key] = Duty(
                *(ANSWER, name, asked, row.due_on, row.title, row.unit),
                unit_id=row.of_id,
                for_id=for_id,
            )
    return found.values()
