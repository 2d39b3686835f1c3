"""Whose turn it is: from rules and today's roles, kept on the case for lists and reminders."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, or_, select

from pms_tracker import clock
from pms_tracker.act.cases import case_figures, case_letters
from pms_tracker.act.cases.dossier import Dossier, dossiers
from pms_tracker.act.rules import case_rules
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound, RoundWriter
from pms_tracker.act.tables.source_tables import CaseFinding
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.check.tables.audit_tables import AuditTeamMember, Finding
from pms_tracker.database import Columns, reference_of, session
from pms_tracker.kernel.due_dates import Deadline
from pms_tracker.kernel.eligible import Eligible, next_holder
from pms_tracker.kernel.references import Kind
from pms_tracker.mail import outbox
from pms_tracker.people.changes import deputies
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.questions import beside, cells_of, day_in
from pms_tracker.tally import tallies

# Cases that are read together, or handed over in one transaction.
AT_A_TIME = 500
IN_PORTIONS = {"yield_per": AT_A_TIME}
# Ways in which persons had a hand in cases that are open at a time.
SITUATIONS = 10_000

# A turn that changes hands, and whose it is from now on.
Placed: TypeAlias = tuple[Case | CaseAction, int | None]


def pass_on(dossier: Dossier, due_on: date | None) -> None:
    """Give the turn to whoever takes the next step, due on a day (None once the case has ended)."""
    with session.no_autoflush:
        found = dossier.asked
        dossier.case.turn_of_id = found[0] if found else None
        dossier.case.turn_due_on = due_on
        if dossier.case.state not in case_rules.PLANNED:
            _pass_on_actions(dossier)


def _pass_on_actions(dossier: Dossier) -> None:
    for action in dossier.current.actions:
        if action.turn_of_id is not None:
            action.turn_of_id = None
    for action in dossier.actions_beside:
        asked = dossier.asked_for(dossier.doing_of(action))
        action.turn_of_id = asked[0] if asked else None


def tell(dossier: Dossier, letter: outbox.Letter) -> None:
    """Post a letter to whoever's turn it is."""
    outbox.post(letter, dossier.firm.recipient(dossier.case.turn_of_id))


def tell_further_owners(dossier: Dossier) -> None:
    """Each further owner hears of the first day on which something of theirs is due."""
    told = {dossier.case.turn_of_id}
    for action in dossier.actions_beside:
        if action.turn_of_id not in told:
            told.add(action.turn_of_id)
            letter = case_letters.action_approved(dossier.case, action.turn_due_on)
            outbox.post(letter, dossier.firm.recipient(action.turn_of_id))


def step_due_on(deadline: Deadline, start: date) -> date:
    return case_rules.step_due_on(deadline, start, business_calendar())


def hand_over(
    held_by: Collection[int] | None = None, case_ids: Collection[int] | None = None
) -> list[Case]:
    """Move turns away from people who left, lost their role, or are absent; and back to them.

    Looks at all open cases, at those whose turn these people have, or at these; says which it
    concerned.
    """
    conditions: list[ColumnElement[bool]] = []
    if held_by is not None:
        conditions.append(or_(Case.turn_of_id.in_(held_by), Case.id.in_(_with_actions_of(held_by))))
    if case_ids is not None:
        conditions.append(Case.id.in_(case_ids))
    moved = []
    for case, placed in _misplaced(*conditions):
        counted = case_figures.keys(case)
        for row, holder in placed:
            row.turn_of_id = holder
        tallies.moved(counted, case_figures.keys(case))
        moved.append(case)
    session.flush()
    return moved


def _with_actions_of(person_ids: Collection[int]) -> Select[int]:
    """Cases with an action, beside the soonest, that is the duty of one of these persons."""
    return (
        select(CaseRound.case_id)
        .join(CaseAction, CaseAction.round_id == CaseRound.id)
        .where(CaseAction.turn_of_id.in_(person_ids))
    )


def misplaced() -> list[int]:
    """The cases that `hand_over` would move, so that it looks at no others while it writes.

    All open cases are looked at in one statement, one after the other; how many times the same
    persons had the same hands in one, it is judged once.
    """
    today = clock.today()
    firm, over = Firm(today), deputies.over(today)

    @lru_cache(maxsize=SITUATIONS)
    def moves(*situation: Any) -> bool:
        return bool(_placed(_like(situation, firm), over))

    session.flush()
    reads = session.connection().execute
    with reads(_situations(), {}, execution_options=IN_PORTIONS) as every:
        return [case_id for case_id, *situation in every if moves(*situation)]


@cache
def _situations() -> Columns:
    """Open cases with all that decides whose turn it is, as `_like` takes it."""
    action, of_round = CaseAction, CaseRound.case_id == Case.id
    same = Approval.reference == reference_of(Kind.CASE, Case.fiscal_year, Case.number)
    rounds = select(
        *(CaseRound.number, CaseRound.done_on.is_not(None)),
        *(CaseRound.reviewed_by_id, CaseRound.reviewed_for_id),
    )
    actions = select(
        *(CaseRound.number, action.turn_due_on, action.position, action.action != ""),
        *(action.owner_id, action.heir_id, action.done_by_id, action.done_for_id),
        *(action.done_on.is_not(None), action.turn_of_id),
    ).join(CaseRound, CaseRound.id == action.round_id)
    writers = select(CaseRound.number, RoundWriter.writer_id).join(
        CaseRound, CaseRound.id == RoundWriter.round_id
    )
    auditors = (
        select(AuditTeamMember.person_id)
        .join(Finding, Finding.audit_id == AuditTeamMember.audit_id)
        .join(CaseFinding, CaseFinding.finding_id == Finding.id)
    )
    decisions = select(
        *(Approval.step, Approval.decision, Approval.decided_by_id, Approval.for_id)
    ).where(same, Approval.voided_at.is_(None))
    return (
        select(Case.id, Case.state, Case.unit_id, Case.round, Case.turn_of_id)
        .add_columns(
            beside(rounds.where(of_round)).label("rounds"),
            beside(actions.where(of_round)).label("actions"),
            beside(writers.where(of_round)).label("writers"),
            beside(auditors.where(CaseFinding.case_id == Case.id)).label("auditors"),
            beside(decisions).label("decisions"),
        )
        .where(Case.closed_on.is_(None))
        .order_by(Case.id)
    )


def _like(situation: Sequence[Any], firm: Firm) -> Dossier:
    """A case in which the same persons had the same hands; it is kept nowhere."""
    state, unit_id, number, turn_of_id, *told = situation
    rounds, actions, writers, auditors, decisions = (cells_of(each or "") for each in told)
    case = Case(state=state, unit_id=unit_id, round=number, turn_of_id=turn_of_id)
    made = {
        each: CaseRound(
            number=each,
            done_on=date.min if done else None,
            reviewed_by_id=reviewed_by_id,
            reviewed_for_id=reviewed_for_id,
            writers=[RoundWriter(writer_id=who) for of, who in sorted(writers) if of == each],
        )
        for each, done, reviewed_by_id, reviewed_for_id in sorted(rounds)
    }
    for of, due_on, position, is_planned, *persons, done, turn in sorted(
        actions, key=itemgetter(2)
    ):
        names = dict(
            zip(("owner_id", "heir_id", "done_by_id", "done_for_id"), persons, strict=True)
        )
        made[of].actions.append(
            CaseAction(
                position=position,
                action="…" if is_planned else "",
                turn_due_on=day_in(due_on),
                done_on=date.min if done else None,
                turn_of_id=turn,
                **names,
            )
        )
    dossier = Dossier(case, firm)
    dossier.know_rounds(list(made.values()), frozenset(person_id for (person_id,) in auditors))
    dossier.know(
        [
            Approval(step=step, decision=Decision(decision), decided_by_id=by_id, for_id=for_id)
            for step, decision, by_id, for_id in decisions
        ]
    )
    return dossier


def _misplaced(*conditions: ColumnElement[bool]) -> Iterator[tuple[Case, list[Placed]]]:
    """Open cases with a turn that is not where it belongs today, and whose it is."""
    today = clock.today()
    firm, over = Firm(today), deputies.over(today)
    wanted = select(Case).where(Case.closed_on.is_(None), *conditions).order_by(Case.id)
    last = 0
    while some := session.scalars(wanted.where(Case.id > last).limit(AT_A_TIME)).all():
        last = some[-1].id
        for dossier in dossiers(some, firm):
            if placed := _placed(dossier, over):
                yield dossier.case, placed


def _placed(dossier: Dossier, over: Collection[tuple[int, int]]) -> list[Placed]:
    """The turns of a case that are not where they belong today."""
    return [
        (row, holder)
        for row, step in dossier.turns
        if (holder := _holder(dossier, row, step, over)) != row.turn_of_id
    ]


def _holder(
    dossier: Dossier, row: Case | CaseAction, step: Eligible, over: Collection[tuple[int, int]]
) -> int | None:
    standing = dossier.firm.standing_in(step)
    return next_holder(row.turn_of_id, dossier.asked_for(step), standing, over)
