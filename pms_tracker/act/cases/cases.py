"""Corrective action cases: opened from any source, planned, approved, done, judged by another."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.act.cases import case_figures, case_letters, measures, turns
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.rules import case_rules
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.act.tables.source_tables import CaseFinding
from pms_tracker.check.audits import audits
from pms_tracker.check.rules.audit_rules import Grade, check_withdrawal
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember, Finding
from pms_tracker.database import session
from pms_tracker.kernel.errors import check_version
from pms_tracker.kernel.references import Kind, Reference, parse_reference
from pms_tracker.kernel.search_text import fold
from pms_tracker.people.firm.listings import Numbered
from pms_tracker.people.firm.people import Viewer
from pms_tracker.tally import tallies
from pms_tracker.trail import record_numbers, trail

# Under names of their own: all of these may be part of what is asked.
_AUDIT, _FINDING, _SHARED = aliased(Audit), aliased(Finding), aliased(CaseFinding)
_ROUND, _ACTION = aliased(CaseRound), aliased(CaseAction)


def visible_to(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Cases a person may know of: all for the top roles; a head those of own units; whoever owns
    one or has the turn; an auditor those of the units they audit."""
    if viewer.sees_all:
        return sa.true()
    me = viewer.person_id
    owned = sa.exists().where(
        _ROUND.case_id == Case.id,
        _ACTION.round_id == _ROUND.id,
        sa.or_(_ACTION.held_by(me), _ACTION.turn_of_id == me),
    )
    audited = sa.exists().where(
        _AUDIT.id == AuditTeamMember.audit_id,
        _AUDIT.unit_id == Case.unit_id,
        AuditTeamMember.person_id == me,
        _SHARED.case_id == Case.id,
        _FINDING.id == _SHARED.finding_id,
        _AUDIT.id >= _FINDING.audit_id,
    )
    # What is told soonest comes first: it is asked of every case until a page is full.
    headed = Case.unit_id.in_(audits.headed_units(viewer))
    return sa.or_(Case.turn_of_id == me, headed, audited, owned)


by_reference = Numbered(Case, Kind.CASE, visible_to).by_reference


def locked(ids: Collection[int], *, seen_by: Viewer) -> list[Case]:
    """Those of these cases that the person may know of, locked in order of opening.

    As they stand once they are held, whoever read one of them before.
    """
    found = sa.select(Case).where(Case.id.in_(ids), visible_to(seen_by)).order_by(Case.id)
    held = found.with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(held))


def knows(reference: Reference, viewer: Viewer) -> bool:
    """Whether a person may know of a case."""
    its = record_numbers.named(reference, Kind.CASE, Case.fiscal_year, Case.number)
    return session.scalar(sa.select(Case.id).where(its, visible_to(viewer))) is not None


def known_among(references: Collection[str], viewer: Viewer) -> set[str]:
    """Those of these references that are cases the person may know of, in one statement."""
    named = (parse_reference(each) for each in references)
    wanted = [(each.fiscal_year, each.number) for each in named if each and each.kind is Kind.CASE]
    if not wanted:
        return set()
    its = sa.tuple_(Case.fiscal_year, Case.number).in_(wanted)
    found = session.scalars(sa.select(Case).where(its, visible_to(viewer)))
    return {each.reference for each in found}


def of_finding(finding_id: int) -> Case | None:
    """The case that a finding is dealt with in."""
    return session.scalar(
        sa.select(Case)
        .join(CaseFinding, CaseFinding.case_id == Case.id)
        .where(CaseFinding.finding_id == finding_id)
    )


def beside_finding(finding_id: int, viewer: Viewer) -> tuple[Case | None, bool]:
    """The case that a finding is dealt with in, and whether a person may know of it."""
    row = session.execute(
        sa.select(Case, visible_to(viewer))
        .join(CaseFinding, CaseFinding.case_id == Case.id)
        .where(CaseFinding.finding_id == finding_id)
    ).one_or_none()
    return (row[0], row[1]) if row else (None, False)


def open_for(finding: Finding, *, by: trail.Actor) -> Case:
    """Open the case of a nonconformity that stands and ask the head of the unit for a plan."""
    case = Case(
        fiscal_year=finding.fiscal_year,
        finding_id=finding.id,
        unit_id=finding.unit_id,
        title=finding.title,
        search_text=fold(finding.fact),
    )
    start(
        case,
        grade=finding.grade,
        requirement_id=finding.requirement_id,
        by=by,
        changes={"finding": (None, finding.reference)},
    )
    return case


def start(
    case: Case,
    *,
    grade: Grade,
    requirement_id: int | None,
    by: trail.Actor,
    changes: dict[str, trail.Change],
    part_of: Case | None = None,
) -> None:
    """Enter a case whose year, unit and words are given, with its first round; ask for a plan.

    What was part of another case keeps its days: nothing is won by splitting one. Its findings
    are moved by whoever splits it.
    """
    today = clock.today()
    case.number = record_numbers.next_number(Kind.CASE, case.fiscal_year)
    case.state, case.opened_on = case_rules.CASE.start, part_of.opened_on if part_of else today
    measures.begin(case, grade, requirement_id)
    dossier, due_on = Dossier(case), turns.step_due_on(case_rules.TO_PLAN, today)
    turns.pass_on(dossier, part_of.turn_due_on if part_of else due_on)
    session.add(case)
    session.flush()
    session.add(CaseRound(case_id=case.id, number=1))
    if case.finding_id is not None and part_of is None:
        session.add(CaseFinding(finding_id=case.finding_id, case_id=case.id))
    session.flush()
    trail.note(case.reference, "opened", by=by, changes=changes)
    tallies.moved([], case_figures.keys(case))
    turns.tell(dossier, case_letters.plan_asked(case))


def move(
    dossier: Dossier,
    made: case_rules.CaseMove,
    *,
    by: trail.Actor,
    due_on: date | None,
    changes: dict[str, trail.Change] | None = None,
) -> None:
    """Make a move of the table, pass the turn on and note it; refused where no such row is."""
    after = case_rules.CASE.after(dossier.case.state, made)
    put(dossier, after, made, by=by, due_on=due_on, changes=changes)


def put(
    dossier: Dossier,
    after: case_rules.CaseState,
    made: str,
    *,
    by: trail.Actor,
    due_on: date | None,
    changes: dict[str, trail.Change] | None = None,
) -> None:
    """Put a case into a state that the table, or a decision that is void, leads to."""
    case = dossier.case
    told: dict[str, trail.Change] = {"state": (case.state, after), **(changes or {})}
    counted = case_figures.keys(case)
    measures.take(dossier, after)
    case.state = after
    case.version += 1
    case.closed_on = clock.today() if due_on is None else None
    turns.pass_on(dossier, due_on)
    session.flush()
    trail.note(case.reference, made, by=by, changes=told)
    tallies.moved(counted, case_figures.keys(case))


def withdraw(case: Case, *, reason: str, version: int, by: Viewer) -> None:
    """End a case without action, with a reason; never by the unit it is about."""
    check_version(case, version)
    check_withdrawal(by.roles, reason, own_unit=case.unit_id in by.unit_ids)
    case.withdrawal = reason.strip()
    changes: dict[str, trail.Change] = {"withdrawal": (None, case.withdrawal)}
    move(Dossier(case), case_rules.CaseMove.WITHDRAW, by=by.actor, due_on=None, changes=changes)
