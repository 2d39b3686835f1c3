"""The same again: cases alike within two years, as a management review is told of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select, tuple_

from pms_tracker.act import cause_rules, grounds, review_rules
from pms_tracker.act.models import Case, CaseRound
from pms_tracker.act.rules import CaseState
from pms_tracker.database import Rows, session
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.models import Unit
from pms_tracker.plan.models import Requirement

# Repeats that minutes list; there are few, or the review has other worries.
MOST = 100
# What makes two cases alike: the unit and the requirement.
PAIRS = grounds.pairs().subquery("pairs")
ALIKE = (Case.unit_id, PAIRS.c.requirement_id)


def repeats(until: date) -> list[dict[str, Any]]:
    """Cases of one requirement in one unit, more than one opened within 24 months until a day, and
    which of them had the same cause."""
    rows = _alike(
        and_(
            Case.opened_on.between(cause_rules.looked_at_since(until), until),
            Case.state != CaseState.WITHDRAWN,
        )
    )
    words = {(row.unit_id, row.requirement_id): (row.unit, row.path) for row in rows}
    named = (
        (
            (row.unit_id, row.requirement_id),
            format_reference(Kind.CASE, row.fiscal_year, row.number),
        )
        for row in rows
    )
    return [
        {
            "unit": words[alike][0],
            "requirement": words[alike][1],
            "unit_id": alike[0],
            "requirement_id": alike[1],
            "references": names,
            "causes": _causes(row for row in rows if (row.unit_id, row.requirement_id) == alike),
        }
        for alike, names in review_rules.repeated(named)
    ]


def _causes(alike: Iterable[Row[*tuple[Any, ...]]]) -> list[dict[str, Any]]:
    """The causes that more than one of these cases had, by their latest plan."""
    named = (
        (row.cause_category, format_reference(Kind.CASE, row.fiscal_year, row.number))
        for row in alike
        if row.cause_category is not None
    )
    return [
        {"cause": cause.value, "references": names} for cause, names in review_rules.repeated(named)
    ]


def _alike(recent: ColumnElement[bool]) -> Rows:
    """Recent cases that another recent one is like, by unit and requirement."""
    twice = (
        select(*ALIKE)
        .join(PAIRS, PAIRS.c.case_id == Case.id)
        .where(recent)
        .group_by(*ALIKE)
        .having(func.count() > 1)
        .limit(MOST)
    )
    return session.execute(
        select(Case.fiscal_year, Case.number, *ALIKE, Unit.name.label("unit"), Requirement.path)
        .add_columns(CaseRound.cause_category)
        .join(CaseRound, and_(CaseRound.case_id == Case.id, CaseRound.number == Case.round))
        .join(PAIRS, PAIRS.c.case_id == Case.id)
        .join(Unit, Unit.id == Case.unit_id)
        .join(Requirement, Requirement.id == PAIRS.c.requirement_id)
        .where(recent, tuple_(*ALIKE).in_(twice))
        .order_by(Unit.position, Unit.id, Requirement.id, Case.id)
    ).all()
