"""Cases from any source (発生源): opened by the managers, answered to an examiner, withdrawn."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.cases import cases
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.rules import case_rules, source_rules
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.source_tables import CaseStatement, Examination
from pms_tracker.check.rules import grade_rules
from pms_tracker.check.rules.audit_rules import Grade, check_observed
from pms_tracker.database import session
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import RuleBroken, check_version
from pms_tracker.kernel.search_text import fold, title_of
from pms_tracker.people.firm import company_profile, people
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.plan.policies import requirements
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Stated:
    """A nonconformity that no audit found; the requirement is one known here, or in words."""

    source: source_rules.Source
    unit_id: int
    fact: str
    evidence: str
    found_on: date
    requirement_id: int | None = None
    rule: str = ""
    grade: Grade = Grade.NONCONFORMITY


@dataclass(frozen=True)
class Examined:
    """Which examination raised it, and by when it wants an answer (None: three months later)."""

    examined_on: date
    examiner: str = ""
    item: str = ""
    answer_due_on: date | None = None


def open_case(stated: Stated, examined: Examined | None = None, *, by: people.Viewer) -> Case:
    """Open a case that is no audit's and ask the head of the unit for a plan.

    Raises NotAllowed for anybody but the two managers, BadInput where requirement, fact or
    evidence is missing, RuleBroken for a day in the future.
    """
    source_rules.check_opener(by.roles)
    source_rules.check_opened(stated.source, stated.grade)
    grade_rules.check_offered(stated.grade, company_profile.parts())
    source_rules.check_stated(stated.requirement_id, stated.rule)
    check_observed(stated.grade, stated.fact, stated.evidence)
    refuse_future(stated.found_on, clock.today())
    source_rules.check_dated(stated.source, examined.examined_on if examined else None)
    people.unit(stated.unit_id)
    if stated.requirement_id is not None:
        requirements.by_id(stated.requirement_id)
    case = _start(stated, by)
    if examined is not None and stated.source is source_rules.Source.EXAMINATION:
        _examine(case, examined)
    return case


def _start(stated: Stated, by: people.Viewer) -> Case:
    fact, evidence, rule = stated.fact.strip(), stated.evidence.strip(), stated.rule.strip()
    case = Case(
        fiscal_year=people.fiscal_year_of(stated.found_on),
        source=stated.source,
        unit_id=stated.unit_id,
        title=title_of(fact),
        search_text=fold(f"{fact} {evidence}"),
    )
    changes: dict[str, trail.Change] = {
        "source": (None, stated.source),
        "grade": (None, stated.grade),
        "fact": (None, fact),
        "evidence": (None, evidence),
    }
    cases.start(
        case, grade=stated.grade, requirement_id=stated.requirement_id, by=by.actor, changes=changes
    )
    session.add(
        CaseStatement(
            case_id=case.id,
            requirement_id=stated.requirement_id,
            rule=rule,
            fact=fact,
            evidence=evidence,
            grade=stated.grade,
            found_on=stated.found_on,
            opened_by_id=by.person_id,
        )
    )
    session.flush()
    return case


def _examine(case: Case, examined: Examined) -> None:
    due_on = source_rules.answer_due_on(
        examined.examined_on, examined.answer_due_on, clock.today(), business_calendar()
    )
    session.add(
        Examination(
            case_id=case.id,
            examined_on=examined.examined_on,
            examiner=examined.examiner.strip(),
            item=examined.item.strip(),
            answer_due_on=due_on,
        )
    )
    session.flush()


def examination_of(case: Case, *, for_update: bool = False) -> Examination | None:
    """The examination that raised what a case is about, if one did."""
    if case.source is not source_rules.Source.EXAMINATION:
        return None
    statement = select(Examination).where(Examination.case_id == case.id)
    return session.scalar(statement.with_for_update() if for_update else statement)


def examinations(case_ids: Collection[int]) -> dict[int, Examination]:
    """The examinations that raised what these cases are about, by case."""
    found = session.scalars(select(Examination).where(Examination.case_id.in_(case_ids)))
    return {each.case_id: each for each in found}


def answer(case: Case, answered_on: date, *, version: int, by: people.Viewer) -> None:
    """Record that the examiner was answered; the managers do.

    Raises RuleBroken for a case of no examination, one answered already, or a day before the
    examination or in the future.
    """
    check_version(case, version)
    source_rules.check_opener(by.roles)
    found = examination_of(case, for_update=True)
    if found is None:
        raise RuleBroken("no_examination")
    if found.answered_on is not None:
        raise RuleBroken("answered_already")
    source_rules.check_answered(found.examined_on, answered_on, clock.today())
    found.answered_on, found.answered_by_id = answered_on, by.person_id
    case.version += 1
    session.flush()
    changes: dict[str, trail.Change] = {"answered_on": (None, answered_on)}
    trail.note(case.reference, "examiner_answered", by=by.actor, changes=changes)


def drop(case: Case, *, reason: str, version: int, by: people.Viewer) -> None:
    """Withdraw a case that no audit opened, with a reason; never by the unit it is about.

    Raises NotAllowed for anybody but who may, RuleBroken without a reason or for an audit's case.
    """
    check_version(case, version)
    if case.finding_id is not None:
        raise RuleBroken("audits_case")
    dossier = Dossier(case)
    source_rules.check_dropping(by.person_id, droppers(dossier), reason)
    case_rules.CASE.after(case.state, case_rules.CaseMove.WITHDRAW)
    case.withdrawal = reason.strip()
    changes: dict[str, trail.Change] = {"withdrawal": (None, case.withdrawal)}
    cases.move(dossier, case_rules.CaseMove.WITHDRAW, by=by.actor, due_on=None, changes=changes)


def droppers(dossier: Dossier) -> Eligible:
    """Who may withdraw a case that no audit opened."""
    return source_rules.eligible_droppers(dossier.firm.candidates, dossier.case.unit_id)
