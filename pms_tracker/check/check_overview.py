"""What check shows of itself on the overview: figures of findings and audits a person may see."""

from datetime import date

from sqlalchemy import and_, func, select

from pms_tracker.check.audits import audits
from pms_tracker.check.findings import finding_figures, findings
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.check.tables.audit_tables import Audit, Finding
from pms_tracker.database import Rows, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.tally import tallies


def findings_since(viewer: Viewer, since: date) -> tallies.Amounts:
    """Findings that a person may see, found since the first day of a month.

    Who sees all is shown the tallies; for others, who see few, their own are counted.
    """
    if viewer.sees_all:
        return tallies.read({finding_figures.OF_UNIT: since, finding_figures.OF_REQUIREMENT: since})
    return finding_figures.counted(and_(findings.visible_to(viewer), Finding.found_on >= since))


def closed_within(viewer: Viewer, shown: Days) -> int:
    """How many audits that a person may see were closed within the days shown."""
    closed = within((Audit.closed_on, shown))
    statement = select(func.count(Audit.id)).where(
        audits.visible_to(viewer), Audit.state == AuditState.CLOSED, *closed
    )
    return session.scalar(statement) or 0


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
