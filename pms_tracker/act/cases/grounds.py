"""What a case is about: the findings it deals with, or what it states itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    case as case_when,
    func,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from pms_tracker import clock
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.source_tables import CaseFinding, CaseStatement
from pms_tracker.check.audits import audits
from pms_tracker.check.findings import findings
from pms_tracker.check.rules.audit_rules import FindingState, Grade
from pms_tracker.check.tables.audit_tables import Audit, Finding
from pms_tracker.database import READERS, Columns, session
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.policies import mappings, requirements
from pms_tracker.plan.tables.policy_tables import Policy, Requirement


@dataclass(frozen=True)
class Ground:
    """One nonconformity: requirement (known here, or a rule in words), fact, evidence (R5).

    `sees_finding` and `sees_audit` tell whether the reader may know of them; an owner need not.
    """

    requirement: Requirement | None
    rule: str
    fact: str
    evidence: str
    grade: Grade
    found_on: date
    unit: Unit
    finding: Finding | None = None
    audit: Audit | None = None
    sees_finding: bool = False
    sees_audit: bool = False


def of_case(case: Case, viewer: Viewer) -> list[Ground]:
    """What a case is about, the finding it was opened by first, in one statement.

    A case that was merged into another still tells the finding it was opened by.
    """
    return of_cases([case], viewer)[case.id]


def of_cases(found: Sequence[Case], viewer: Viewer) -> dict[int, list[Ground]]:
    """What each of these cases is about, by id, in one statement for either kind of them."""
    told: dict[int, list[Ground]] = {case.id: [] for case in found}
    own = [case.id for case in found if case.finding_id is None]
    if own:
        for said, requirement, unit in session.execute(_stated(), {"cases": own}):
            words = (said.fact, said.evidence, said.grade, said.found_on)
            told[said.case_id].append(Ground(requirement, said.rule, *words, unit))
    if len(own) < len(found):
        statement = _of_audits(viewer, clock.today())
        for case_id, *row in session.execute(statement, {"cases": list(told)}):
            told[case_id].append(_found(*row))
    return told


# Stands for the cases in statements that are built once.
_CASES: BindParameter[int] = bindparam("cases", expanding=True)


@cache
def _stated() -> Columns:
    """What cases state themselves that no audit found."""
    return (
        select(CaseStatement, Requirement, Unit)
        .join(Case, Case.id == CaseStatement.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(Requirement, Requirement.id == CaseStatement.requirement_id)
        .where(CaseStatement.case_id.in_(_CASES))
    )


@lru_cache(maxsize=READERS)
def _of_audits(viewer: Viewer, _today: date) -> Columns:
    """Findings beside the cases they stand in, or that they once opened: built once for each reader
    and day, since it says which of them they may see."""
    stands = select(CaseFinding.case_id, CaseFinding.finding_id).where(
        CaseFinding.case_id.in_(_CASES)
    )
    opened = select(Case.id, Case.finding_id).where(
        Case.id.in_(_CASES), Case.finding_id.is_not(None)
    )
    # Each is few rows by index; one condition for both would look at every finding there is.
    pairs = union(stands, opened).subquery()
    return (
        select(Case.id, Unit, Finding, Audit, Requirement)
        .select_from(pairs)
        .add_columns(findings.visible_to(viewer), audits.visible_to(viewer))
        .join(Case, Case.id == pairs.c.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .join(Finding, Finding.id == pairs.c.finding_id)
        .join(Audit, Audit.id == Finding.audit_id)
        .join(Requirement, Requirement.id == Finding.requirement_id)
        .order_by(Case.id, Finding.id != Case.finding_id, Finding.id)
    )


def _found(
    unit: Unit, finding: Finding, audit: Audit, requirement: Requirement, *sees: bool
) -> Ground:
    said = (finding.fact, finding.evidence, finding.grade, finding.found_on)
    return Ground(requirement, "", *said, unit, finding, audit, *sees)


def _held(case: Case) -> Select[int]:
    return select(CaseFinding.finding_id).where(CaseFinding.case_id == case.id)


def held(case: Case) -> list[Finding]:
    """The findings that a case deals with, in order of filing; none where no audit found it."""
    return list(
        session.scalars(select(Finding).where(Finding.id.in_(_held(case))).order_by(Finding.id))
    )


def still_open(case: Case) -> list[Finding]:
    """The findings that a case has still to settle."""
    return [each for each in held(case) if each.state is FindingState.OPEN]


def statement_of(case: Case) -> CaseStatement | None:
    """What a case states itself; None where an audit found it."""
    return session.get(CaseStatement, case.id)


def policy_of(case: Case) -> Policy:
    """The policy that answers for what a case is about: what is learned belongs in its inbox.

    Raises NotFound where there is no policy at all.
    """
    if case.finding_id is not None:
        return requirements.policy_of(session.get_one(Finding, case.finding_id).requirement_id)
    said = statement_of(case)
    return requirements.policy_of(said.requirement_id if said else None)


def grade_of(case_id: int | InstrumentedAttribute[int]) -> ColumnElement[Grade]:
    """The grade of a case in SQL: what it states, or else its gravest finding's."""
    heavy = case_when((Finding.grade == Grade.MAJOR, 0), (Finding.grade == Grade.MINOR, 2), else_=1)
    found = (
        select(Finding.grade)
        .join(CaseFinding, CaseFinding.finding_id == Finding.id)
        .where(CaseFinding.case_id == case_id)
        .order_by(heavy)
        .limit(1)
    )
    own = select(CaseStatement.grade).where(CaseStatement.case_id == case_id)
    return func.coalesce(own.scalar_subquery(), found.scalar_subquery())


def about(requirement_ids: mappings.Ids) -> CompoundSelect[int]:
    """Ids of the cases that are about one of these requirements, whatever they came of."""
    found = (
        select(CaseFinding.case_id)
        .join(Finding, Finding.id == CaseFinding.finding_id)
        .where(Finding.requirement_id.in_(requirement_ids))
    )
    stated = select(CaseStatement.case_id).where(CaseStatement.requirement_id.in_(requirement_ids))
    return union_all(found, stated)


def requirement_ids(case: Case) -> CompoundSelect[int]:
    """The requirements that a case is about; a rule that is only named in words is none."""
    found = select(Finding.requirement_id).where(Finding.id.in_(_held(case)))
    stated = select(CaseStatement.requirement_id).where(CaseStatement.case_id == case.id)
    return union_all(found, stated)


def pairs() -> CompoundSelect[int]:
    """Every case beside each requirement that it is about."""
    found = select(CaseFinding.case_id, Finding.requirement_id).join(
        Finding, Finding.id == CaseFinding.finding_id
    )
    stated = select(CaseStatement.case_id, CaseStatement.requirement_id).where(
        CaseStatement.requirement_id.is_not(None)
    )
    return union(found, stated)
