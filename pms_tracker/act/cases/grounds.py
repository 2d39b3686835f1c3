"""What a case is about: the findings it deals with, or what it states itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    case as case_when,
    func,
    literal,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.source_tables import CaseFinding, CaseStatement
from pms_tracker.check.audits import audits
from pms_tracker.check.findings import findings
from pms_tracker.check.rules.audit_rules import FindingState, Grade
from pms_tracker.check.tables.audit_tables import Audit, Finding
from pms_tracker.database import reference_of, session
from pms_tracker.kernel.references import Kind
from pms_tracker.people.firm.listings import for_all_alike, parameters
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.policies import mappings, requirements
from pms_tracker.plan.tables.policy_tables import Policy, Requirement
from pms_tracker.questions import Question, Text, as_text, cells_of


class AskedFor(NamedTuple):
    """The requirement that was not met."""

    id: int
    path: str
    text: str


class InAudit(NamedTuple):
    """The audit that found it."""

    id: int
    reference: str
    theme: str


class OfUnit(NamedTuple):
    """The unit whose case it is."""

    id: int
    name: str


@dataclass(frozen=True)
class Ground:
    """One nonconformity: requirement (known here, or a rule in words), fact, evidence (R5);
    `finding` names the finding that it was filed as, if an audit found it.

    `sees_finding` and `sees_audit` tell whether the reader may know of them; an owner need not.
    """

    requirement: AskedFor | None
    rule: str
    fact: str
    evidence: str
    grade: Grade
    found_on: date
    unit: OfUnit
    finding: str = ""
    audit: InAudit | None = None
    sees_finding: bool = False
    sees_audit: bool = False


def of_case(case: Case, viewer: Viewer) -> list[Ground]:
    """What a case is about, the finding it was opened by first, in one statement.

    A case that was merged into another still tells the finding it was opened by.
    """
    return of_cases([case], viewer)[case.id]


def of_cases(found: Sequence[Case], viewer: Viewer) -> dict[int, list[Ground]]:
    """What each of these cases is about, by id, in one statement."""
    return question(found, viewer).answer()


def question(found: Sequence[Case], viewer: Viewer) -> Question[dict[int, list[Ground]]]:
    """The same, to be read with what else is asked."""
    ids = [case.id for case in found]
    wanted: list[Text] = []
    if any(case.finding_id is None for case in found):
        wanted.append(_stated())
    if any(case.finding_id is not None for case in found):
        wanted.append(_of_audits(viewer))

    def made(*said: str) -> dict[int, list[Ground]]:
        told: dict[int, list[Ground]] = {each: [] for each in ids}
        for case_id, *cells in (row for text in said for row in cells_of(text)):
            told[case_id].append(_ground(*cells))
        return told

    return Question(tuple(wanted), {"cases": ids, **parameters(viewer)}, made)


# Stands for the cases in statements that are built once.
_CASES: BindParameter[int] = bindparam("cases", expanding=True)
_ASKED_FOR = (Requirement.id, Requirement.path, Requirement.text)
_UNIT = (Unit.id, Unit.name)


@cache
def _stated() -> Text:
    """What cases state themselves that no audit found."""
    of = CaseStatement
    return as_text(
        select(
            of.case_id, *_ASKED_FOR, of.rule, of.fact, of.evidence, of.grade, of.found_on, *_UNIT
        )
        .join(Case, Case.id == of.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(Requirement, Requirement.id == of.requirement_id)
        .where(of.case_id.in_(_CASES))
        .order_by(of.case_id)
    )


@for_all_alike
def _of_audits(viewer: Viewer) -> Text:
    """Findings beside the cases they stand in, or that they once opened, and which of them the
    viewer may see."""
    stands = select(CaseFinding.case_id, CaseFinding.finding_id).where(
        CaseFinding.case_id.in_(_CASES)
    )
    opened = select(Case.id, Case.finding_id).where(
        Case.id.in_(_CASES), Case.finding_id.is_not(None)
    )
    # Each is few rows by index; one condition for both would look at every finding there is.
    pairs = union(stands, opened).subquery()
    said = (literal("").label("rule"), Finding.fact, Finding.evidence, Finding.grade)
    return as_text(
        select(Case.id, *_ASKED_FOR, *said, Finding.found_on, *_UNIT)
        .select_from(pairs)
        .add_columns(reference_of(Kind.FINDING, Finding.fiscal_year, Finding.number), Audit.id)
        .add_columns(reference_of(Kind.AUDIT, Audit.fiscal_year, Audit.number), Audit.theme)
        .add_columns(findings.visible_to(viewer), audits.visible_to(viewer))
        .join(Case, Case.id == pairs.c.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .join(Finding, Finding.id == pairs.c.finding_id)
        .join(Audit, Audit.id == Finding.audit_id)
        .join(Requirement, Requirement.id == Finding.requirement_id)
        .order_by(Case.id, Finding.id != Case.finding_id, Finding.id)
    )


def _ground(*cells: Any) -> Ground:
    asked, said, found = cells[:3], cells[3:10], cells[10:]
    rule, fact, evidence, grade, found_on, *unit = said
    requirement = AskedFor._make(asked) if any(asked) else None
    told = (rule, fact, evidence, Grade(grade), date.fromisoformat(found_on), OfUnit._make(unit))
    if not found:
        return Ground(requirement, *told)
    finding, *audit, sees_finding, sees_audit = found
    sees = bool(sees_finding), bool(sees_audit)
    return Ground(requirement, *told, finding, InAudit._make(audit), *sees)


def findings_of(case_id: BindParameter[int]) -> Select[str]:
    """The names of the findings that a case deals with, or that it was opened by."""
    opened = select(Case.finding_id).where(Case.id == case_id)
    dealt = select(CaseFinding.finding_id).where(CaseFinding.case_id == case_id)
    named = reference_of(Kind.FINDING, Finding.fiscal_year, Finding.number)
    return select(named).where(Finding.id.in_(union_all(opened, dealt)))


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
