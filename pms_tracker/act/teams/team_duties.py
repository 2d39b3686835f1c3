"""What audit managers are to do about audits whose team is no longer independent: change it."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import ColumnElement, select

from pms_tracker import clock
from pms_tracker.act.teams import rechecks
from pms_tracker.check.rules.audit_plan_rules import replace_by
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import Rows, session
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.tables.people_tables import RoleGrant, Unit
from pms_tracker.trail import record_numbers

# Known here and not in check, since the work of people is.
REPLACE = "replace_auditor"


def due(
    until: date, person_id: int | None = None, reference: Reference | None = None
) -> Iterator[Duty]:
    """Teams to be changed until a day, for each audit manager."""
    today = clock.today()
    manages = select(RoleGrant.person_id).where(
        RoleGrant.role == Role.AUDIT_MANAGER, lasts(RoleGrant, today)
    )
    if person_id is not None:
        manages = manages.where(RoleGrant.person_id == person_id)
    conditions: list[ColumnElement[bool]] = [manages.exists()]
    if reference is not None:
        if reference.kind is not Kind.AUDIT:
            return
        conditions.append(
            record_numbers.named(reference, Kind.AUDIT, Audit.fiscal_year, Audit.number)
        )
    lost = rechecks.lost(*conditions)
    if not lost:
        return
    managers = session.scalars(manages.order_by(RoleGrant.person_id)).all()
    for audit, unit in _audits(lost):
        due_on = replace_by(audit.planned_on, today)
        if due_on <= until:
            for manager_id in managers:
                # No `unit_id`: the head of the audited unit is not to hear of it.
                yield Duty(REPLACE, audit.reference, manager_id, due_on, audit.theme, unit)


def _audits(ids: Collection[int]) -> Rows:
    return session.execute(
        select(Audit, Unit.name)
        .join(Unit, Unit.id == Audit.unit_id)
        .where(Audit.id.in_(ids))
        .order_by(Audit.planned_on, Audit.id)
    ).all()
