"""What check shows of itself on the overview: figures of findings and audits a person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, or_, select

from pms_tracker.check import audit_lists, audits, figures, findings
from pms_tracker.check.models import Audit, Finding
from pms_tracker.check.rules import IN_HAND, AuditState
from pms_tracker.database import Rows, session, within
from pms_tracker.kernel.days import Days, Due
from pms_tracker.people.models import Unit
from pms_tracker.people.people import Viewer
from pms_tracker.tally import tallies
from pms_tracker.tally.tallies import Amounts


def findings_since(viewer: Viewer, since: date) -> Amounts:
    """Findings that a person may see, found since the first day of a month.

    Who sees all is shown the tallies; for others, who see few, their own are counted.
    """
    if viewer.sees_all:
        return tallies.read({figures.OF_UNIT: since, figures.OF_REQUIREMENT: since})
    return figures.counted(and_(findings.visible_to(viewer), Finding.found_on >= since))


@dataclass(frozen=True)
class Standing:
    """How many audits are late with their next step, due soon, due later, and closed."""

    late: int
    soon: int
    later: int
    closed: int


def standing(viewer: Viewer, today: date, shown: Days) -> Standing:
    """Audits that a person may see: the open ones of today, and those closed in the days shown."""
    is_open = Audit.state.in_(IN_HAND)
    closed = and_(Audit.state == AuditState.CLOSED, *within((Audit.closed_on, shown)))
    dues = [audit_lists.due_within(due.days(today)) for due in Due]
    counts = [func.count(case((each, 1))) for each in (*dues, closed)]
    statement = select(*counts).where(audits.visible_to(viewer), or_(is_open, closed))
    found: Sequence[int] = session.execute(statement).one()
    return Standing(*found)


def planned_between(viewer: Viewer, first: date, last: date, limit: int) -> Rows:
    """Audits planned in a time and not called off, those not closed first, by planned day.

    `of` is how many there are in all.
    """
    statement = (
        select(
            Audit.fiscal_year,
            Audit.number,
            Audit.state,
            Audit.planned_on,
            Audit.held_on,
            Unit.name.label("unit"),
            func.count().over().label("of"),
        )
        .join(Unit, Unit.id == Audit.unit_id)
        .where(
            audits.visible_to(viewer),
            Audit.planned_on.between(first, last),
            Audit.state != AuditState.CANCELLED,
        )
        .order_by(Audit.state == AuditState.CLOSED, Audit.planned_on, Audit.id)
        .limit(limit)
    )
    return session.execute(statement).all()
