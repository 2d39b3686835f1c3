"""The first steps of an installation: what is there yet, read from the records, never stored."""

from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.check.tables.checklist_tables import ChecklistTemplate
from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.database import session
from pms_tracker.kernel.independence import AUDITING, MANAGEMENT, Role
from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.tables.people_tables import Membership, RoleGrant, Unit
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.plan.tables.policy_tables import Policy, RequirementSet
from pms_tracker.plan.tables.year_tables import AnnualPlan
from pms_tracker.reminders.rules.step_rules import Facts


def facts(on: date | None = None) -> Facts:
    """What is there on the day (today by default), in one statement."""
    day = on or clock.today()
    opened = or_(Unit.closed_on.is_(None), Unit.closed_on >= day)
    headed = exists().where(
        Membership.unit_id == Unit.id, Membership.is_head.is_(True), lasts(Membership, day)
    )
    columns = (
        select(func.count(Unit.id)).where(opened).scalar_subquery(),
        exists().where(Membership.is_head.is_(True), lasts(Membership, day)),
        _named(opened, ~headed),
        _named(opened, ~_auditable(day)),
        and_(*(_held(role, day) for role in (*MANAGEMENT, Role.AUDIT_MANAGER))),
        exists(select(Policy.id)),
        exists(select(Audit.id)),
        exists(select(Programme.id).where(Programme.state == PlanState.SUBMITTED)),
        exists(select(RequirementSet.id)),
        exists(select(AnnualPlan.id).where(AnnualPlan.state == PlanState.APPROVED)),
        exists(select(ChecklistTemplate.id)),
        exists(select(AnnualPlan.id).where(AnnualPlan.state == PlanState.SUBMITTED)),
    )
    named = [column.label(f"column_{place}") for place, column in enumerate(columns)]
    row = session.execute(select(*named)).one()
    headless, unaudited = (tuple(sorted((each or "").splitlines())) for each in row[2:4])
    return Facts(row[0], bool(row[1]), headless, unaudited, *(bool(each) for each in row[4:]))


def _named(*conditions: ColumnElement[bool]) -> ScalarSelect[str]:
    # A name is one line.
    return select(func.aggregate_strings(Unit.name, "\n")).where(*conditions).scalar_subquery()


def _held(role: Role, day: date) -> ColumnElement[bool]:
    return exists().where(RoleGrant.role == role, lasts(RoleGrant, day))


def _auditable(day: date) -> ColumnElement[bool]:
    """Somebody may audit the unit: an auditor of no management role who does not work in it."""
    auditor, manages, works = aliased(RoleGrant), aliased(RoleGrant), aliased(Membership)
    works_there = exists().where(
        works.person_id == auditor.person_id, works.unit_id == Unit.id, lasts(works, day)
    )
    runs_the_pms = exists().where(
        manages.person_id == auditor.person_id, manages.role.in_(MANAGEMENT), lasts(manages, day)
    )
    able = (
        select(literal(1))
        .select_from(auditor)
        .where(
            auditor.role.in_(AUDITING),
            lasts(auditor, day),
            # Named, for of themselves they would look at the nearest statement around them alone.
            ~works_there.correlate(Unit, auditor),
            ~runs_the_pms.correlate(auditor),
        )
    )
    return exists(able.correlate(Unit))
