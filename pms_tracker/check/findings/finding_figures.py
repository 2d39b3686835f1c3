"""Figures of check: how many findings of each grade a unit and a requirement have, by month."""

from collections import Counter
from datetime import date

from sqlalchemy import ColumnElement, func, select

from pms_tracker.check.rules.audit_rules import FindingState, Grade
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.tally.tallies import Amounts, Key

OF_UNIT, OF_REQUIREMENT = "finding_of_unit", "finding_of_requirement"


def keys(finding: Finding) -> list[Key]:
    """What a finding counts under: its unit and its requirement; nothing once withdrawn."""
    if finding.state is FindingState.WITHDRAWN:
        return []
    return _keys(finding.unit_id, finding.requirement_id, finding.grade, finding.found_on)


def _keys(unit_id: int, requirement_id: int, grade: Grade, found_on: date) -> list[Key]:
    # By months, which their first day stands for: so rows grow with time, not with findings.
    month = found_on.replace(day=1)
    return [
        Key(OF_UNIT, unit_id, grade.value, month),
        Key(OF_REQUIREMENT, requirement_id, grade.value, month),
    ]


def counted(condition: ColumnElement[bool]) -> Amounts:
    """What the tallies of all findings that satisfy a condition are, from the findings alone."""
    like = (Finding.unit_id, Finding.requirement_id, Finding.grade, Finding.found_on)
    statement = (
        select(*like, func.count())
        .where(Finding.state != FindingState.WITHDRAWN, condition)
        .group_by(*like)
    )
    found: Amounts = Counter()
    for unit_id, requirement_id, grade, found_on, amount in session.execute(statement):
        found.update(dict.fromkeys(_keys(unit_id, requirement_id, grade, found_on), amount))
    return found
