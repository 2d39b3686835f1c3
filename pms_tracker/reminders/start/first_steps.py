"""The first steps of an installation: what is there yet, read from the records, never stored."""

from dataclasses import replace
from datetime import date
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from pms_tracker import clock, locale_in_use
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.check.tables.checklist_tables import ChecklistTemplate
from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.kernel.independence import AUDITING, MANAGEMENT, Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.tables.people_tables import Membership, Proposal, RoleGrant, Unit
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.plan.tables.policy_tables import Policy, RequirementSet
from pms_tracker.plan.tables.year_tables import AnnualPlan
from pms_tracker.questions import Question, Text, as_text, cells_of
from pms_tracker.reminders.rules.step_rules import Facts, Step

# Steps that are there by a custom: to others nothing is offered to begin with.
STEPS_OF = {Step.LEDGER: Custom.PERSONAL_INFORMATION_ACT, Step.QUESTIONS: Custom.PRIVACY_MARK}
# Stands for the day in a statement that is built once.
_DAY = sa.bindparam("day", type_=sa.Date)


def facts(on: date | None = None) -> Facts:
    """What is there on the day (today by default), in one statement."""
    return question(on or clock.today()).answer()


def question(on: date) -> Question[Facts]:
    """The same, to be read with what else is asked."""
    return Question((_statement(),), {"day": on}, _facts)


def _facts(said: str) -> Facts:
    (cells,) = cells_of(said)
    headless, unaudited = (tuple(sorted((each or "").splitlines())) for each in cells[2:4])
    flags = (bool(each) for each in cells[4:])
    found = Facts(cells[0], bool(cells[1]), headless, unaudited, *flags)
    # What the company never meets is no step of its way.
    return replace(
        found,
        ledger=found.ledger or not locale_in_use.has(STEPS_OF[Step.LEDGER]),
        questions=found.questions or not locale_in_use.has(STEPS_OF[Step.QUESTIONS]),
    )


@cache
def _statement() -> Text:
    """Built once: every home of those who take part asks it."""
    opened = sa.or_(Unit.closed_on.is_(None), Unit.closed_on >= _DAY)
    headed = sa.exists().where(
        Membership.unit_id == Unit.id, Membership.is_head.is_(True), lasts(Membership, _DAY)
    )
    peopled = sa.exists().where(Membership.unit_id == Unit.id, lasts(Membership, _DAY))
    columns = (
        sa.select(sa.func.count(Unit.id)).where(opened).scalar_subquery(),
        sa.exists().where(Membership.is_head.is_(True), lasts(Membership, _DAY)),
        _named(opened, ~headed),
        _named(opened, ~_auditable()),
        sa.and_(*(_held(role) for role in (*MANAGEMENT, Role.AUDIT_MANAGER))),
        sa.exists(sa.select(Policy.id)),
        sa.exists(sa.select(Audit.id)),
        sa.exists(sa.select(Programme.id).where(Programme.state == PlanState.SUBMITTED)),
        sa.exists(sa.select(RequirementSet.id)),
        sa.exists(sa.select(AnnualPlan.id).where(AnnualPlan.state == PlanState.APPROVED)),
        sa.exists(sa.select(ChecklistTemplate.id)),
        sa.exists(sa.select(AnnualPlan.id).where(AnnualPlan.state == PlanState.SUBMITTED)),
        sa.exists(sa.select(PersonalInformation.id).where(PersonalInformation.struck == "")),
        sa.exists(sa.select(Proposal.id).where(Proposal.decided_at.is_(None))),
        ~sa.exists(sa.select(Unit.id).where(opened, ~peopled)),
    )
    told = (column.label(f"column_{place}") for place, column in enumerate(columns))
    return as_text(sa.select(*told))


def _named(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[str]:
    # A name is one line.
    return (
        sa.select(sa.func.aggregate_strings(Unit.name, "\n")).where(*conditions).scalar_subquery()
    )


def _held(role: Role) -> sa.ColumnElement[bool]:
    return sa.exists().where(RoleGrant.role == role, lasts(RoleGrant, _DAY))


def _auditable() -> sa.ColumnElement[bool]:
    """Somebody may audit the unit: an auditor of no management role who does not work in it."""
    auditor, manages, works = aliased(RoleGrant), aliased(RoleGrant), aliased(Membership)
    works_there = sa.exists().where(
        works.person_id == auditor.person_id, works.unit_id == Unit.id, lasts(works, _DAY)
    )
    runs_the_pms = sa.exists().where(
        manages.person_id == auditor.person_id, manages.role.in_(MANAGEMENT), lasts(manages, _DAY)
    )
    able = (
        sa.select(sa.literal(1))
        .select_from(auditor)
        .where(
            auditor.role.in_(AUDITING),
            lasts(auditor, _DAY),
            # Named, for of themselves they would look at the nearest statement around them alone.
            ~works_there.correlate(Unit, auditor),
            ~runs_the_pms.correlate(auditor),
        )
    )
    return sa.exists(able.correlate(Unit))
