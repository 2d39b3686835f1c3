"""The same again: cases alike within two years, as a management review is told of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select, tuple_

from pms_tracker.act.cases import grounds
from pms_tracker.act.rules import cause_rules, management_rules
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.database import Rows, session
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.policies import mappings
from pms_tracker.plan.tables.policy_tables import Requirement

# Repeats that minutes list; there are few, or the review has other worries.
MOST = 100
# What makes two cases alike: the unit and the requirement, whatever its edition.
PAIRS = grounds.pairs().subquery("pairs")
ALIKE = (Case.unit_id, mappings.family(Requirement), Requirement.path)


def repeats(until: date) -> list[dict[str, Any]]:
    """Cases of one requirement in one unit, more than one opened within 24 months until a day, and
    which of them had the same cause."""
    rows = _alike(
        and_(
            Case.opened_on.between(cause_rules.looked_at_since(until), until),
            Case.state != CaseState.WITHDRAWN,
        )
    )
    # The newest edition stands for all of them: a list narrowed to it shows every case.
    newest = {_alike_of(row): row for row in sorted(rows, key=lambda row: row.requirement_id)}
    named = dict.fromkeys((_alike_of(row), _name(row)) for row in rows)
    return [
        {
            "unit": newest[alike].unit,
            "requirement": newest[alike].path,
            "unit_id": newest[alike].unit_id,
            "requirement_id": newest[alike].requirement_id,
            "references": names,
            "causes": _causes(row for row in rows if _alike_of(row) == alike),
        }
        for alike, names in management_rules.repeated(named)
    ]


def _alike_of(row: Row[*tuple[Any, ...]]) -> tuple[int, str, str]:
    return row.unit_id, row.family, row.path


def _name(row: Row[*tuple[Any, ...]]) -> str:
    return format_reference(Kind.CASE, row.fiscal_year, row.number)


def _causes(alike: Iterable[Row[*tuple[Any, ...]]]) -> list[dict[str, Any]]:
    """The causes that more than one of these cases had, by their latest plan."""
    named = dict.fromkeys(
        (row.cause_category, _name(row)) for row in alike if row.cause_category is not None
    )
    return [
        {"cause": cause.value, "references": names}
        for cause, names in management_rules.repeated(named)
    ]


def _alike(recent: ColumnElement[bool]) -> Rows:
    """Recent cases that another recent one is like, by unit and requirement."""
    twice = (
        select(*ALIKE)
        .join(PAIRS, PAIRS.c.case_id == Case.id)
        .join(Requirement, Requirement.id == PAIRS.c.requirement_id)
        .where(recent)
        .group_by(*ALIKE)
        .having(func.count(Case.id.distinct()) > 1)
        .limit(MOST)
    )
    return session.execute(
        select(Case.fiscal_year, Case.number, Case.unit_id, Unit.name.label("unit"))
        .add_columns(PAIRS.c.requirement_id, Requirement.path, ALIKE[1].label("family"))
        .add_columns(CaseRound.cause_category)
        .join(CaseRound, and_(CaseRound.case_id == Case.id, CaseRound.number == Case.round))
        .join(PAIRS, PAIRS.c.case_id == Case.id)
        .join(Unit, Unit.id == Case.unit_id)
        .join(Requirement, Requirement.id == PAIRS.c.requirement_id)
        .where(recent, tuple_(*ALIKE).in_(twice))
        .order_by(Unit.position, Unit.id, Requirement.id, Case.id)
    ).all()
