"""What check shows of itself on the overview: figures of findings and audits a person may see."""

from datetime import date

from sqlalchemy import Select, String, and_, func, select, type_coerce

from pms_tracker.check.audits import audits
from pms_tracker.check.findings import finding_figures, findings
from pms_tracker.check.rules.audit_rules import AuditState, FindingState
from pms_tracker.check.tables.audit_tables import Audit, Finding
from pms_tracker.database import Columns, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.references import Kind
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.plan_overview import of_year
from pms_tracker.tally import tallies

# What of findings is tallied by month.
FIGURES = (finding_figures.OF_UNIT, finding_figures.OF_REQUIREMENT)


def findings_since(viewer: Viewer, since: date) -> tallies.Amounts:
    """What the tallies of findings that a person may see are, found since the first day of a
    month: counted for who sees but few."""
    return finding_figures.counted(and_(findings.visible_to(viewer), Finding.found_on >= since))


def requirements_since(viewer: Viewer, since: date) -> Select[int]:
    """The requirements that these are of, as SQL."""
    if viewer.sees_all:
        return tallies.ids_of(finding_figures.OF_REQUIREMENT, since)
    return select(Finding.requirement_id).where(
        findings.visible_to(viewer),
        Finding.found_on >= since,
        Finding.state != FindingState.WITHDRAWN,
    )


def closed_within(viewer: Viewer, shown: Days) -> Select[int]:
    """How many audits that a person may see were closed within the days shown, as SQL."""
    closed = within((Audit.closed_on, shown))
    return select(func.count(Audit.id)).where(
        audits.visible_to(viewer), Audit.state == AuditState.CLOSED, *closed
    )


def planned_between(viewer: Viewer, first: date, last: date, limit: int) -> Columns:
    """Audits planned in a time and not called off, of more than `limit` those closed left out
    first."""
    planned = (
        of_year(
            Kind.AUDIT,
            id=Audit.id,
            fiscal_year=Audit.fiscal_year,
            number=Audit.number,
            title=Unit.name,
            planned_on=Audit.planned_on,
            done_on=Audit.held_on,
            state=type_coerce(Audit.state, String),
            of=func.count().over(),
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
    return select(planned.subquery())
