"""Findings: filed straight from a checklist row, with requirement, fact and objective evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.check import audits, checklists, figures, rules
from pms_tracker.check.models import Audit, AuditTeamMember, ChecklistItem, Finding
from pms_tracker.check.rules import FINDING, FindingMove, FindingState, Grade
from pms_tracker.database import CAP, NEWEST, PAGE, Order, Rows, Sorts, equal, session, within
from pms_tracker.kernel.days import Days, refuse_future
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.kernel.search_text import fold, like_pattern, title_of
from pms_tracker.kernel.versions import check_version
from pms_tracker.people import people
from pms_tracker.people.models import Unit
from pms_tracker.people.people import Viewer
from pms_tracker.plan import mappings
from pms_tracker.plan.models import Requirement
from pms_tracker.tally import tallies
from pms_tracker.trail import trail
from pms_tracker.trail.numbers import next_number
from pms_tracker.trail.trail import Actor

SORTS: Sorts = {"number": Finding.id, "found": Finding.found_on, "unit": Finding.unit_id}


@dataclass(frozen=True)
class Observed:
    """What an auditor saw. `found_on` may lie in the past, never in the future."""

    grade: Grade
    fact: str
    evidence: str
    found_on: date


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Findings a person may know of.

    All for the top roles; an auditor those of own audits and earlier ones of the units they
    audit; a head those of the own units.
    """
    if viewer.sees_all:
        return true()
    own = aliased(Audit)
    audited = exists().where(
        own.id == AuditTeamMember.audit_id,
        own.unit_id == Finding.unit_id,
        AuditTeamMember.person_id == viewer.person_id,
        own.id >= Finding.audit_id,
    )
    return or_(audited, Finding.unit_id.in_(audits.headed_units(viewer)))


def record(audit: Audit, row: ChecklistItem, seen: Observed, *, by: Viewer) -> Finding:
    """File a finding from a checklist row; the row's result follows its grade (R5).

    Raises BadInput where fact or (for a nonconformity) evidence is missing, NotAllowed for
    anybody outside the audit team, RuleBroken for a day in the future or an audit that is over.
    """
    fact, evidence = seen.fact.strip(), seen.evidence.strip()
    rules.check_observed(seen.grade, fact, evidence)
    refuse_future(seen.found_on, clock.today())
    checklists.check_open(audit, by)
    year = people.fiscal_year_of(clock.today())
    finding = Finding(
        fiscal_year=year,
        number=next_number(Kind.FINDING, year),
        audit_id=audit.id,
        item_id=row.id,
        unit_id=audit.unit_id,
        requirement_id=row.requirement_id,
        grade=seen.grade,
        state=rules.first_state(seen.grade),
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
    tallies.moved([], figures.keys(finding))
    return finding


def by_reference(reference: Reference, *, seen_by: Viewer, for_update: bool = False) -> Finding:
    """Raises NotFound where there is no such finding or the person may not know of it."""
    statement = select(Finding).where(
        Finding.fiscal_year == reference.fiscal_year,
        Finding.number == reference.number,
        visible_to(seen_by),
    )
    if for_update:
        statement = statement.with_for_update()
    found = session.scalar(statement) if reference.kind is Kind.FINDING else None
    if found is None:
        raise NotFound("no_such_record", reference=str(reference))
    return found


def settle(finding: Finding, *, by: Actor) -> None:
    """The cause of a nonconformity is gone, as somebody else has seen."""
    _move(finding, FindingMove.SETTLE, by)


def withdraw(finding: Finding, *, reason: str, version: int, by: Viewer) -> None:
    """Take a finding back with a reason; the audit manager does, never the auditee."""
    check_version(finding, version)
    own_unit = finding.unit_id in by.unit_ids
    rules.check_withdrawal(by.roles, reason, own_unit=own_unit)
    changes = {"withdrawal": (finding.withdrawal or None, reason.strip())}
    finding.withdrawal = reason.strip()
    _move(finding, FindingMove.WITHDRAW, by.actor, changes)


def _move(
    finding: Finding,
    move: FindingMove,
    by: Actor,
    changes: Mapping[str, trail.Change] | None = None,
) -> None:
    after = FINDING.after(finding.state, move)
    told = {"state": (finding.state, after), **(changes or {})}
    counted = figures.keys(finding)
    finding.state = after
    finding.version += 1
    session.flush()
    trail.note(finding.reference, move, by=by, changes=told)
    tallies.moved(counted, figures.keys(finding))


@dataclass(frozen=True)
class Filter:
    """What a list of findings is narrowed to; `text` is found in fact and evidence.

    `found` is the run of days of finding; `standing` leaves out those that were withdrawn.
    """

    grade: Grade | None = None
    state: FindingState | None = None
    unit_id: int | None = None
    requirement_id: int | None = None
    found: Days | None = None
    standing: bool = False
    text: str = ""


def _narrowed(viewer: Viewer, wanted: Filter) -> Select[int]:
    statement = select(Finding.id).where(
        visible_to(viewer),
        *equal(
            (Finding.grade, wanted.grade),
            (Finding.state, wanted.state),
            (Finding.unit_id, wanted.unit_id),
            (Finding.requirement_id, wanted.requirement_id),
        ),
        *within((Finding.found_on, wanted.found)),
    )
    if wanted.standing:
        statement = statement.where(Finding.state != FindingState.WITHDRAWN)
    if wanted.text.strip():
        pattern = like_pattern(wanted.text)
        statement = statement.where(Finding.search_text.like(pattern, escape="!"))
    return statement


def listed(viewer: Viewer, wanted: Filter, order: Order = NEWEST, limit: int = PAGE) -> Rows:
    """One page of findings as column tuples, newest first unless told otherwise."""
    # The page's ids first: joining before the limit would cost as much as the whole list.
    ids = order.page(_narrowed(viewer, wanted), SORTS, limit)
    statement = (
        select(
            Finding.id,
            Finding.fiscal_year,
            Finding.number,
            Finding.title,
            Finding.unit_id,
            Unit.name.label("unit"),
            Requirement.path,
            Finding.grade,
            Finding.state,
            Finding.found_on,
        )
        .join(Unit, Unit.id == Finding.unit_id)
        .join(Requirement, Requirement.id == Finding.requirement_id)
        .where(Finding.id.in_(ids))
        .order_by(*order.clauses(SORTS))
    )
    return session.execute(statement).all()


def counted(viewer: Viewer, wanted: Filter) -> int:
    """How many findings there are, counted up to CAP + 1 and no further."""
    ids = _narrowed(viewer, wanted).limit(CAP + 1).subquery()
    return session.scalar(select(func.count()).select_from(ids)) or 0


def of_audit(audit_id: int) -> list[Finding]:
    """Every finding of an audit in order of filing."""
    return list(
        session.scalars(select(Finding).where(Finding.audit_id == audit_id).order_by(Finding.id))
    )


def audit_of(finding: Finding) -> Audit:
    """The audit that a finding was filed from."""
    return session.get_one(Audit, finding.audit_id)


def similar(finding_requirement_id: int, unit_id: int, viewer: Viewer) -> list[Finding]:
    """Findings of the same requirement or unit that the person may see, the newest five."""
    return list(
        session.scalars(
            select(Finding)
            .where(
                or_(Finding.requirement_id == finding_requirement_id, Finding.unit_id == unit_id),
                visible_to(viewer),
            )
            .order_by(Finding.id.desc())
            .limit(5)
        )
    )


def against_policy(policy_version_ids: list[int], viewer: Viewer) -> list[Finding]:
    """Open findings against clauses of these editions or what is mapped to them, newest first."""
    return list(
        session.scalars(
            select(Finding)
            .join(Requirement, Requirement.id == Finding.requirement_id)
            .where(
                mappings.asks_as(policy_version_ids),
                Finding.state == FindingState.OPEN,
                visible_to(viewer),
            )
            .order_by(Finding.id.desc())
            .limit(20)
        )
    )
