"""Corrective action cases: opened from any source, planned, approved, done, judged by another."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    exists,
    func,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.act import figures, letters, rules, turns
from pms_tracker.act.dossier import Dossier
from pms_tracker.act.models import Case, CaseRound
from pms_tracker.act.rules import CASE, CaseMove, CaseState
from pms_tracker.act.source_models import CaseFinding, CaseStatement
from pms_tracker.act.source_rules import Source
from pms_tracker.check import audits
from pms_tracker.check.models import Audit, AuditTeamMember, Finding
from pms_tracker.check.rules import check_withdrawal
from pms_tracker.database import CAP, NEWEST, PAGE, Order, Rows, Sorts, equal, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.kernel.search_text import fold, like_pattern
from pms_tracker.kernel.versions import check_version
from pms_tracker.people import people
from pms_tracker.people.models import Person, Unit
from pms_tracker.people.people import Viewer
from pms_tracker.tally import tallies
from pms_tracker.trail import trail
from pms_tracker.trail.numbers import next_number
from pms_tracker.trail.trail import Actor

SORTS: Sorts = {
    "number": Case.id,
    "due": Case.turn_due_on,
    "opened": Case.opened_on,
    "unit": Case.unit_id,
}


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Cases a person may know of: all for the top roles; a head those of own units; whoever owns
    one or has the turn; an auditor those of the units they audit."""
    if viewer.sees_all:
        return true()
    me = viewer.person_id
    audit, finding, shared = aliased(Audit), aliased(Finding), aliased(CaseFinding)
    owned = exists().where(CaseRound.case_id == Case.id, CaseRound.owner_id == me)
    audited = exists().where(
        audit.id == AuditTeamMember.audit_id,
        audit.unit_id == Case.unit_id,
        AuditTeamMember.person_id == me,
        shared.case_id == Case.id,
        finding.id == shared.finding_id,
        audit.id >= finding.audit_id,
    )
    return or_(Case.turn_of_id == me, owned, audited, Case.unit_id.in_(audits.headed_units(viewer)))


def by_reference(reference: Reference, *, seen_by: Viewer, for_update: bool = False) -> Case:
    """Raises NotFound where there is no such case or the person may not know of it."""
    statement = select(Case).where(
        Case.fiscal_year == reference.fiscal_year,
        Case.number == reference.number,
        visible_to(seen_by),
    )
    if for_update:
        statement = statement.with_for_update()
    found = session.scalar(statement) if reference.kind is Kind.CASE else None
    if found is None:
        raise NotFound("no_such_record", reference=str(reference))
    return found


def locked(ids: Collection[int], *, seen_by: Viewer) -> list[Case]:
    """Those of these cases that the person may know of, locked in order of opening."""
    found = select(Case).where(Case.id.in_(ids), visible_to(seen_by)).order_by(Case.id)
    return list(session.scalars(found.with_for_update()))


def knows(reference: Reference, viewer: Viewer) -> bool:
    """Whether a person may know of a case."""
    named = Case.fiscal_year == reference.fiscal_year, Case.number == reference.number
    return session.scalar(select(Case.id).where(*named, visible_to(viewer))) is not None


def of_finding(finding_id: int) -> Case | None:
    """The case that a finding is dealt with in."""
    return session.scalar(
        select(Case)
        .join(CaseFinding, CaseFinding.case_id == Case.id)
        .where(CaseFinding.finding_id == finding_id)
    )


def open_for(finding: Finding, *, by: Actor) -> Case:
    """Open the case of a nonconformity that stands and ask the head of the unit for a plan."""
    case = Case(
        finding_id=finding.id,
        unit_id=finding.unit_id,
        title=finding.title,
        search_text=fold(finding.fact),
    )
    start(case, by=by, changes={"finding": (None, finding.reference)})
    return case


def start(
    case: Case, *, by: Actor, changes: dict[str, trail.Change], part_of: Case | None = None
) -> None:
    """Enter a case whose unit and words are given, with its first round, and ask for a plan.

    What was part of another case keeps its days: nothing is won by splitting one. Its findings
    are moved by whoever splits it.
    """
    today = clock.today()
    case.fiscal_year = people.fiscal_year_of(today)
    case.number = next_number(Kind.CASE, case.fiscal_year)
    case.state, case.opened_on = CASE.start, part_of.opened_on if part_of else today
    dossier, due_on = Dossier(case), turns.step_due_on(rules.TO_PLAN, today)
    turns.pass_on(dossier, part_of.turn_due_on if part_of else due_on)
    session.add(case)
    session.flush()
    session.add(CaseRound(case_id=case.id, number=1))
    if case.finding_id is not None and part_of is None:
        session.add(CaseFinding(finding_id=case.finding_id, case_id=case.id))
    session.flush()
    trail.note(case.reference, "opened", by=by, changes=changes)
    tallies.moved([], figures.keys(case))
    turns.tell(dossier, letters.plan_asked(case))


def move(
    dossier: Dossier,
    made: CaseMove,
    *,
    by: Actor,
    due_on: date | None,
    changes: dict[str, trail.Change] | None = None,
) -> None:
    """Make a move of the table, pass the turn on and note it; refused where no such row is."""
    case = dossier.case
    after = CASE.after(case.state, made)
    told: dict[str, trail.Change] = {"state": (case.state, after), **(changes or {})}
    counted = figures.keys(case)
    case.state = after
    case.version += 1
    if due_on is None:
        case.closed_on = clock.today()
    turns.pass_on(dossier, due_on)
    session.flush()
    trail.note(case.reference, made, by=by, changes=told)
    tallies.moved(counted, figures.keys(case))


def withdraw(case: Case, *, reason: str, version: int, by: Viewer) -> None:
    """End a case without action, with a reason; never by the unit it is about."""
    check_version(case, version)
    check_withdrawal(by.roles, reason, own_unit=case.unit_id in by.unit_ids)
    case.withdrawal = reason.strip()
    changes: dict[str, trail.Change] = {"withdrawal": (None, case.withdrawal)}
    move(Dossier(case), CaseMove.WITHDRAW, by=by.actor, due_on=None, changes=changes)


@dataclass(frozen=True)
class Filter:
    """What a list of cases is narrowed to.

    `owner_id` owns the action of the latest round; `due` is the run of days the next step is due
    in, so it leaves out what has ended, as `open` does; `closed` asks for cases that were closed
    then, and withdrawn ones only together with that state.
    """

    state: CaseState | None = None
    source: Source | None = None
    unit_id: int | None = None
    turn_of_id: int | None = None
    owner_id: int | None = None
    requirement_id: int | None = None
    due: Days | None = None
    opened: Days | None = None
    closed: Days | None = None
    open: bool = False
    text: str = ""


def about(requirement_id: int) -> CompoundSelect[int]:
    """Ids of the cases that are about a requirement, whatever they came of."""
    found = (
        select(CaseFinding.case_id)
        .join(Finding, Finding.id == CaseFinding.finding_id)
        .where(Finding.requirement_id == requirement_id)
    )
    stated = select(CaseStatement.case_id).where(CaseStatement.requirement_id == requirement_id)
    return union_all(found, stated)


def _narrowed(viewer: Viewer, wanted: Filter) -> Select[int]:
    statement = select(Case.id).where(
        visible_to(viewer),
        *equal(
            (Case.state, wanted.state),
            (Case.source, wanted.source),
            (Case.unit_id, wanted.unit_id),
            (Case.turn_of_id, wanted.turn_of_id),
        ),
        *within(
            (Case.turn_due_on, wanted.due),
            (Case.opened_on, wanted.opened),
            (Case.closed_on, wanted.closed),
        ),
    )
    if wanted.owner_id is not None:
        owned = select(CaseRound.case_id, CaseRound.number).where(
            CaseRound.owner_id == wanted.owner_id
        )
        statement = statement.where(tuple_(Case.id, Case.round).in_(owned))
    if wanted.requirement_id is not None:
        statement = statement.where(Case.id.in_(about(wanted.requirement_id)))
    if wanted.open:
        statement = statement.where(Case.state.not_in(CASE.ends()))
    if wanted.closed is not None and wanted.state is None:
        statement = statement.where(Case.state == CaseState.CLOSED)
    if wanted.text.strip():
        pattern = like_pattern(wanted.text)
        statement = statement.where(Case.search_text.like(pattern, escape="!"))
    return statement


def listed(viewer: Viewer, wanted: Filter, order: Order = NEWEST, limit: int = PAGE) -> Rows:
    """One page of cases as column tuples, newest first unless told otherwise."""
    ids = order.page(_narrowed(viewer, wanted), SORTS, limit)
    statement = (
        select(
            Case.id,
            Case.fiscal_year,
            Case.number,
            Case.title,
            Case.unit_id,
            Unit.name.label("unit"),
            Case.state,
            Case.source,
            Case.round,
            Person.name.label("turn_of"),
            Case.turn_due_on,
            Case.opened_on,
        )
        .join(Unit, Unit.id == Case.unit_id)
        .outerjoin(Person, Person.id == Case.turn_of_id)
        .where(Case.id.in_(ids))
        .order_by(*order.clauses(SORTS))
    )
    return session.execute(statement).all()


def owners(viewer: Viewer) -> Rows:
    """Who owns the action of a case the person may know of: id and name, in order of reading.

    Whoever sees all is asked by person, everybody else by the newest CAP cases they see: both
    stay small however many cases there are.
    """
    if viewer.sees_all:
        owns: ColumnElement[bool] = exists().where(CaseRound.owner_id == Person.id)
    else:
        seen = select(Case.id).where(visible_to(viewer)).order_by(Case.id.desc()).limit(CAP)
        owned = select(CaseRound.owner_id).where(CaseRound.case_id.in_(seen))
        owns = Person.id.in_(owned)
    statement = select(Person.id, Person.name).where(owns).order_by(Person.reading, Person.id)
    return session.execute(statement.limit(CAP)).all()


def counted(viewer: Viewer, wanted: Filter) -> int:
    """How many cases there are, counted up to CAP + 1 and no further."""
    ids = _narrowed(viewer, wanted).limit(CAP + 1).subquery()
    return session.scalar(select(func.count()).select_from(ids)) or 0
