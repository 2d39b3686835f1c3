"""Whose turn it is: from rules and today's roles, kept on the case for lists and reminders."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act import rules
from pms_tracker.act.models import Case, CaseRound
from pms_tracker.act.rules import CaseState, Eligible, Parties
from pms_tracker.approvals import approvals
from pms_tracker.approvals.models import Decision
from pms_tracker.check.models import AuditTeamMember, Finding
from pms_tracker.database import session
from pms_tracker.kernel.due_dates import Deadline
from pms_tracker.kernel.independence import Candidate, Role
from pms_tracker.people import people
from pms_tracker.people.calendar import business_calendar


def rounds_of(case_id: int) -> list[CaseRound]:
    """Every round, the first one first."""
    return list(
        session.scalars(
            select(CaseRound).where(CaseRound.case_id == case_id).order_by(CaseRound.number)
        )
    )


def current_round(case: Case) -> CaseRound:
    return session.scalars(
        select(CaseRound).where(CaseRound.case_id == case.id, CaseRound.number == case.round)
    ).one()


def parties(case: Case, rounds: Sequence[CaseRound]) -> Parties:
    """Who had a hand in these rounds of the case."""
    audited = session.scalars(
        select(AuditTeamMember.person_id)
        .join(Finding, Finding.audit_id == AuditTeamMember.audit_id)
        .where(Finding.id == case.finding_id)
    )
    approved = [
        row.decided_by_id
        for row in approvals.decisions(case.reference)
        if row.decision is Decision.APPROVED and row.voided_at is None
    ]
    return Parties(
        writers=_ids(each.written_by_id for each in rounds),
        owners=_ids(each.owner_id for each in rounds),
        doers=_ids(each.done_by_id for each in rounds),
        auditors=frozenset(audited),
        approvers=frozenset(approved),
    )


def _ids(found: Iterable[int | None]) -> frozenset[int]:
    return frozenset(each for each in found if each is not None)


def approvers(case: Case) -> Eligible:
    return _eligible(rules.eligible_approvers, case)


def reviewers(case: Case) -> Eligible:
    return _eligible(rules.eligible_reviewers, case)


def _eligible(rule: Callable[[Collection[Candidate], Parties], Eligible], case: Case) -> Eligible:
    firm = people.candidates(clock.today())
    rounds = rounds_of(case.id)
    found = rule(firm, parties(case, rounds))
    # Rounds with other owners use a small firm up; then only the current round bars.
    return found if found.person_ids else rule(firm, parties(case, rounds[-1:]))


def planners(case: Case) -> tuple[int, ...]:
    """The heads of the unit; where it has none, the privacy manager and then the representative."""
    today = clock.today()
    return tuple(
        people.heads_of(case.unit_id, today)
        or people.holders(Role.PRIVACY_MANAGER, today)
        or people.holders(Role.REPRESENTATIVE, today)
    )


def takers(case: Case) -> tuple[int, ...]:
    """Who may take the next step, the one to be asked first; empty once the case has ended."""
    if case.state in (CaseState.PLANNING, CaseState.SENT_BACK):
        return planners(case)
    if case.state is CaseState.SUBMITTED:
        return approvers(case).person_ids
    if case.state is CaseState.DOING:
        owner = current_round(case).owner_id
        return (owner,) if owner is not None else ()
    if case.state is CaseState.REVIEWING:
        return reviewers(case).person_ids
    return ()


def pass_on(case: Case, due_on: date | None) -> None:
    """Give the turn to whoever takes the next step, due on a day (None once the case has ended)."""
    found = _asked(case)
    case.turn_of_id = found[0] if found else None
    case.turn_due_on = due_on


def _asked(case: Case) -> tuple[int, ...]:
    """Takers who can sign in, or the head for an owner who cannot; everybody where nobody can."""
    found = takers(case)
    able = people.who_sign_in(found)
    if not able and case.state is CaseState.DOING:
        able = people.who_sign_in(planners(case))
    return able or found


def step_due_on(deadline: Deadline, start: date) -> date:
    return rules.step_due_on(deadline, start, business_calendar())


def hand_over() -> list[Case]:
    """Move turns away from people who left or lost their role; the cases this concerned."""
    moved = []
    open_cases = select(Case).where(Case.closed_on.is_(None))
    for case in session.scalars(open_cases.order_by(Case.id)).all():
        found = _asked(case)
        if case.turn_of_id not in found:
            case.turn_of_id = found[0] if found else None
            moved.append(case)
    session.flush()
    return moved
