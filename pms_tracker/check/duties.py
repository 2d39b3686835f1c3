"""What check wants somebody to do: carry out planned audits and finish those under way."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import literal, select, union_all

from pms_tracker.check.models import Audit, AuditTeamMember
from pms_tracker.check.rules import AuditState
from pms_tracker.database import Columns, session
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.models import Unit

CARRY_OUT = "carry_out_audit"
FINISH = "finish_audit"

# A checklist is finished within a fortnight of the audit day: calendar days, closed days count.
DAYS_TO_FINISH = timedelta(days=14)


def due(
    until: date, person_id: int | None = None, reference: Reference | None = None
) -> Iterator[Duty]:
    """Audits to carry out or to finish until a day, for each auditor of their teams."""
    columns = (
        Audit.fiscal_year,
        Audit.number,
        Audit.theme,
        Audit.unit_id,
        Unit.name.label("unit"),
        AuditTeamMember.person_id,
    )
    planned = select(literal(CARRY_OUT).label("kind"), *columns, Audit.planned_on.label("day"))
    begun = select(literal(FINISH), *columns, Audit.held_on)
    planned = planned.where(Audit.state == AuditState.PLANNED, Audit.planned_on <= until)
    begun = begun.where(
        Audit.state == AuditState.UNDER_WAY, Audit.held_on <= until - DAYS_TO_FINISH
    )
    both = [_narrowed(half, person_id, reference) for half in (planned, begun)]
    for row in session.execute(union_all(*both)):
        name = format_reference(Kind.AUDIT, row.fiscal_year, row.number)
        day = row.day + (DAYS_TO_FINISH if row.kind == FINISH else timedelta())
        yield Duty(
            row.kind,
            name,
            row.person_id,
            day,
            title=row.theme,
            unit=row.unit,
            unit_id=row.unit_id,
        )


def _narrowed(half: Columns, person_id: int | None, reference: Reference | None) -> Columns:
    joined = half.join(AuditTeamMember, AuditTeamMember.audit_id == Audit.id).join(
        Unit, Unit.id == Audit.unit_id
    )
    if person_id is not None:
        joined = joined.where(AuditTeamMember.person_id == person_id)
    if reference is not None:
        joined = joined.where(
            Audit.fiscal_year == reference.fiscal_year,
            Audit.number == reference.number,
            literal(reference.kind is Kind.AUDIT),
        )
    return joined
