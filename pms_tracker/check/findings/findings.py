"""Findings: filed straight from a checklist row, with requirement, fact and objective evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, bindparam, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.findings import finding_figures
from pms_tracker.check.rules import audit_rules, dispute_rules, grade_rules
from pms_tracker.check.tables.audit_tables import (
    Audit,
    AuditTeamMember,
    ChecklistItem,
    Finding,
    FindingAnswer,
)
from pms_tracker.database import Rows, read, session
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.errors import RuleBroken, check_version
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.search_text import fold, title_of
from pms_tracker.people.firm import company_profile
from pms_tracker.people.firm.listings import Numbered
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.tables.policy_tables import Requirement
from pms_tracker.tally import tallies
from pms_tracker.trail import record_numbers, trail


@dataclass(frozen=True)
class Observed:
    """What an auditor saw. `found_on` may lie in the past, never in the future."""

    grade: audit_rules.Grade
    fact: str
    evidence: str
    found_on: date


# Under names of their own: both tables may be part of what is asked.
_AUDIT, _ANSWER = aliased(Audit), aliased(FindingAnswer)


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Findings a person may know of.

    All for the top roles; an auditor those of own audits and earlier ones of the units they
    audit, one from outside those of own audits alone; a head those of the own units; whoever has
    to answer or decide, or did.
    """
    if viewer.sees_all:
        return true()
    outside = Role.EXTERNAL_AUDITOR in viewer.roles
    # Their last audit of each unit, or each of them: looked up once for all findings.
    own = (
        select(_AUDIT.unit_id, func.max(_AUDIT.id).label("last"))
        .join(AuditTeamMember, AuditTeamMember.audit_id == _AUDIT.id)
        .where(AuditTeamMember.person_id == viewer.person_id)
        .group_by(_AUDIT.unit_id, *((_AUDIT.id,) if outside else ()))
        .cte()
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    audited = exists().where(
        own.c.unit_id == Finding.unit_id,
        own.c.last == Finding.audit_id if outside else own.c.last >= Finding.audit_id,
    )
    heard = exists().where(
        _ANSWER.finding_id == Finding.id,
        or_(
            _ANSWER.turn_of_id == viewer.person_id,
            _ANSWER.answered_by_id == viewer.person_id,
            _ANSWER.ruled_by_id == viewer.person_id,
        ),
    )
    # What is told soonest comes first: it is asked of every finding until a page is full.
    return or_(Finding.unit_id.in_(audits.headed_units(viewer)), audited, heard)


def record(audit: Audit, row: ChecklistItem, seen: Observed, *, by: Viewer) -> Finding:
    """File a finding from a checklist row; the row's result follows its grade (R5).

    Raises BadInput where fact or (for a nonconformity) evidence is missing or the grade is not
    offered, NotAllowed for anybody outside the audit team, RuleBroken for a day in the future or an
    audit that is over.
    """
    parts = company_profile.parts()
    grade_rules.check_offered(seen.grade, parts)
    fact, evidence = seen.fact.strip(), seen.evidence.strip()
    audit_rules.check_observed(seen.grade, fact, evidence)
    refuse_future(seen.found_on, clock.today())
    checklists.check_open(audit, by)
    # Filed in April, it still is a finding of the audit of March.
    finding = Finding(
        fiscal_year=audit.fiscal_year,
        number=record_numbers.next_number(Kind.FINDING, audit.fiscal_year),
        audit_id=audit.id,
        item_id=row.id,
        unit_id=audit.unit_id,
        requirement_id=row.requirement_id,
        grade=seen.grade,
        state=dispute_rules.state_when_filed(seen.grade, parts),
        title=title_of(fact),
        fact=fact,
        evidence=evidence,
        found_on=seen.found_on,
        recorded_at=clock.now(),
        recorded_by_id=by.person_id,
        search_text=fold(f"{fact} {evidence}"),
    )
    session.add(finding)
    session.flush()
    checklists.follow_findings(audit, row, by)
    changes = {"grade": (None, seen.grade), "fact": (None, fact), "evidence": (None, evidence)}
    trail.note(finding.reference, "filed", by=by.actor, changes=changes)
    tallies.moved([], finding_figures.keys(finding))
    return finding


by_reference = Numbered(Finding, Kind.FINDING, visible_to).by_reference


def settle(finding: Finding, *, by: trail.Actor) -> None:
    """The cause of a nonconformity is gone, as somebody else has seen."""
    move(finding, audit_rules.FindingMove.SETTLE, by)


def withdraw(finding: Finding, *, reason: str, version: int, by: Viewer) -> None:
    """Take a finding back with a reason; the audit manager does, never the auditee.

    Raises RuleBroken while a dispute about it waits for its decision.
    """
    check_version(finding, version)
    dispute_rules.check_withdrawable(finding.state)
    own_unit = finding.unit_id in by.unit_ids
    audit_rules.check_withdrawal(by.roles, reason, own_unit=own_unit)
    changes = {"withdrawal": (finding.withdrawal or None, reason.strip())}
    finding.withdrawal = reason.strip()
    move(finding, audit_rules.FindingMove.WITHDRAW, by.actor, changes)


def move(
    finding: Finding,
    made: audit_rules.FindingMove,
    by: trail.Actor,
    changes: Mapping[str, trail.Change] | None = None,
) -> None:
    """Make a move of the table and note it; refused where no such row is."""
    _put(finding, audit_rules.FINDING.after(finding.state, made), made, by, changes)


def open_again(finding: Finding, made: str, *, by: trail.Actor) -> None:
    """A settled nonconformity is open again, since the closing of its case is void."""
    _put(finding, audit_rules.FindingState.OPEN, made, by)


def _put(
    finding: Finding,
    after: audit_rules.FindingState,
    made: str,
    by: trail.Actor,
    changes: Mapping[str, trail.Change] | None = None,
) -> None:
    told = {"state": (finding.state, after), **(changes or {})}
    counted = finding_figures.keys(finding)
    finding.state = after
    finding.version += 1
    session.flush()
    trail.note(finding.reference, made, by=by, changes=told)
    tallies.moved(counted, finding_figures.keys(finding))


def check_adds(finding: Finding, by: Viewer) -> None:
    """Its auditors add files to a finding until it is withdrawn; raises NotAllowed, RuleBroken."""
    audit_rules.check_auditor(by.person_id, audits.team_ids(finding.audit_id))
    if finding.state is audit_rules.FindingState.WITHDRAWN:
        raise RuleBroken("finding_withdrawn")


def of_audit(audit_id: int) -> Rows:
    """Every finding of an audit in order of filing: column tuples."""
    return read(_OF_AUDIT, {"audit_id": audit_id})


# Built once: the page of every audit asks it.
_OF_AUDIT = (
    select(Finding.id, Finding.fiscal_year, Finding.number)
    .add_columns(Finding.grade, Finding.title, Finding.state)
    .where(Finding.audit_id == bindparam("audit_id", type_=Integer))
    .order_by(Finding.id)
)


def around(finding: Finding, viewer: Viewer) -> Row[*tuple[Any, ...]]:
    """What a finding's page shows beside it, in one statement.

    Its audit, unit and requirement, how its auditee was heard (None where nobody was asked), and
    the reference of the `risk` whose measure its row asked about, "" for none.
    `sees_audit` tells whether the reader may know of the audit; one of a later audit need not.
    """
    return session.execute(
        select(Audit, Unit, Requirement, FindingAnswer)
        .add_columns(audits.visible_to(viewer).label("sees_audit"), ChecklistItem.risk)
        .select_from(Finding)
        .join(ChecklistItem, ChecklistItem.id == Finding.item_id)
        .join(Audit, Audit.id == Finding.audit_id)
        .join(Unit, Unit.id == Finding.unit_id)
        .join(Requirement, Requirement.id == Finding.requirement_id)
        .outerjoin(FindingAnswer, FindingAnswer.finding_id == Finding.id)
        .where(Finding.id == finding.id)
    ).one()
