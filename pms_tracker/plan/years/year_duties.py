"""What the year wants somebody to do: its planned duties, and decisions about it that wait."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from pms_tracker.database import Rows, session
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.deciding.decisions import Asked
from pms_tracker.plan.rules.year_rules import AmendmentState, PlanState
from pms_tracker.plan.tables.year_tables import AnnualAmendment, AnnualDuty, AnnualPlan
from pms_tracker.plan.years import year_results

DO, CONFIRM = "annual_duty", "confirm_duty"
DECIDE_PLAN, DECIDE_AMENDMENT = "decide_year_plan", "decide_amendment"
# Between the titles of duties of one person and day, which share a line.
BETWEEN = " / "


def due(
    of_today: Callable[[], Firm],
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
) -> Iterator[Duty]:
    """Duties of approved plans still to be done, by owner, or to be confirmed, by whoever is named
    for it; plans and amendments, by who decides.

    One statement, and the firm where a decision waits. What one person has to do on one day is one
    duty: the ledger of reminders knows it by record, person and day.
    """
    if reference is not None and reference.kind is not Kind.ANNUAL_PLAN:
        return
    rows = _rows(until, person_id, reference)
    together: dict[tuple[str, int, date], list[str]] = {}
    waiting: dict[tuple[str, str, date], tuple[int, ...]] = {}
    done: list[tuple[str, Any]] = []
    for row in rows:
        name = format_reference(Kind.ANNUAL_PLAN, row.fiscal_year, 1)
        if row.done_by_id is not None:
            done.append((name, row))
        elif row.planned_on is not None:
            titles = together.setdefault((name, row.owner_id, row.planned_on), [])
            titles.append(row.title)
        if row.state is PlanState.SUBMITTED:
            waiting[DECIDE_PLAN, name, row.submitted_on] = tuple(row.writer_ids)
        if row.proposed_by_id is not None:
            waiting[DECIDE_AMENDMENT, name, row.proposed_on] = (row.proposed_by_id,)
    for (name, owner_id, day), titles in together.items():
        yield Duty(DO, name, owner_id, day, title=BETWEEN.join(dict.fromkeys(titles)))
    if waiting or done:
        firm = of_today()
        found = (*_decisions(waiting, firm), *_confirmations(done, firm))
        yield from (
            duty for duty in found if duty.due_on <= until and person_id in {None, duty.person_id}
        )


def _rows(until: date, person_id: int | None, reference: Reference | None) -> Rows:
    planned = and_(AnnualDuty.done_on.is_(None), AnnualDuty.planned_on <= until)
    if person_id is not None:
        planned = and_(planned, AnnualDuty.owner_id == person_id)
    unconfirmed = and_(
        AnnualDuty.done_on.is_not(None),
        AnnualDuty.approver_id.is_not(None),
        AnnualDuty.reported_on.is_not(None),
        AnnualDuty.confirmed_on.is_(None),
    )
    to_do = and_(
        AnnualDuty.plan_id == AnnualPlan.id,
        AnnualPlan.state == PlanState.APPROVED,
        AnnualDuty.dropped.is_(False),
        or_(planned, unconfirmed),
    )
    waits = and_(
        AnnualAmendment.plan_id == AnnualPlan.id, AnnualAmendment.state == AmendmentState.SUBMITTED
    )
    statement = (
        select(AnnualPlan.fiscal_year, AnnualPlan.state, AnnualPlan.writer_ids)
        .add_columns(AnnualPlan.submitted_on, AnnualDuty.owner_id, AnnualDuty.planned_on)
        .add_columns(AnnualDuty.approver_id, AnnualDuty.done_by_id, AnnualDuty.reported_on)
        .add_columns(AnnualDuty.title, AnnualAmendment.proposed_by_id, AnnualAmendment.proposed_on)
        .outerjoin(AnnualDuty, to_do)
        .outerjoin(AnnualAmendment, waits)
        .where(
            or_(
                AnnualDuty.id.is_not(None),
                AnnualAmendment.id.is_not(None),
                AnnualPlan.state == PlanState.SUBMITTED,
            )
        )
        .order_by(AnnualDuty.planned_on, AnnualPlan.fiscal_year, AnnualDuty.position)
    )
    if reference is not None:
        one = AnnualPlan.fiscal_year == reference.fiscal_year
        statement = statement.where(one if reference.number == 1 else one & (AnnualPlan.id == 0))
    return session.execute(statement).all()


def _decisions(waiting: dict[tuple[str, str, date], tuple[int, ...]], firm: Firm) -> Iterator[Duty]:
    for (kind, name, asked_on), writers in waiting.items():
        taker = decisions.asked(decisions.approvers(firm, writers), firm)
        if taker is not None:
            due_on = decisions.due_on(asked_on)
            yield Duty(kind, name, taker.person_id, due_on, for_id=taker.for_id)


def _confirmations(done: list[tuple[str, Any]], firm: Firm) -> Iterator[Duty]:
    """Who is to confirm what was done; what one person confirms by one day is one duty."""
    together: dict[tuple[str, Asked, date], list[str]] = {}
    for name, row in done:
        hands = (row.owner_id, row.done_by_id)
        taker = decisions.asked(year_results.confirmers(row.approver_id, hands, firm), firm)
        if taker is not None:
            due_on = decisions.due_on(row.reported_on)
            together.setdefault((name, taker, due_on), []).append(row.title)
    for (name, taker, due_on), titles in together.items():
        whose = (taker.person_id, due_on)
        yield Duty(CONFIRM, name, *whose, title=BETWEEN.join(titles), for_id=taker.for_id)
