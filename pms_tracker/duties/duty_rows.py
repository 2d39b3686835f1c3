"""Kept duties as rows of `KeptRow`, in SQL for any `today`: those that show, and whose they are."""

from sqlalchemy import ColumnElement, Date, and_, bindparam, or_, select

from pms_tracker.database import Columns
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.kernel.duty import Holder
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.standing import lasts, manages
from pms_tracker.people.tables.people_tables import RoleGrant, Unit

TODAY = bindparam("today", type_=Date)
_TOLD = (
    *(KeptDuty.id, KeptDuty.record_id, KeptDuty.reference, KeptDuty.kind, KeptDuty.due_on),
    *(KeptDuty.parties, KeptDuty.title, KeptDuty.unit_id),
    Unit.name.label("unit"),
)


def showing() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        or_(KeptDuty.first_on.is_(None), KeptDuty.first_on <= TODAY),
        or_(KeptDuty.last_on.is_(None), KeptDuty.last_on >= TODAY),
    )


def of_persons() -> Columns:
    return (
        select(*_TOLD, KeptDuty.person_id)
        .outerjoin(Unit, Unit.id == KeptDuty.unit_id)
        .where(KeptDuty.person_id.is_not(None))
    )


def of_offices_and_rules() -> Columns:
    """A row for each who holds the office today; of a rule's, one without a person."""
    in_office = or_(
        and_(KeptDuty.holder == Holder.MANAGER, manages(TODAY)),
        and_(
            KeptDuty.holder == Holder.AUDIT_MANAGER,
            RoleGrant.role == Role.AUDIT_MANAGER,
            lasts(RoleGrant, TODAY),
        ),
    )
    return (
        select(*_TOLD, RoleGrant.person_id)
        .outerjoin(Unit, Unit.id == KeptDuty.unit_id)
        .outerjoin(RoleGrant, in_office)
        .where(
            KeptDuty.person_id.is_(None),
            or_(KeptDuty.holder == Holder.RULE, RoleGrant.person_id.is_not(None)),
        )
    )
