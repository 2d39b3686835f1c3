"""What the year wants somebody to do: its planned duties, and decisions about it that wait."""

from collections.abc import Callable, Iterator
from datetime import date

from sqlalchemy import and_, or_, select

from pms_tracker.database import Rows, session
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.firm import Firm
from pms_tracker.plan import years
from pms_tracker.plan.year_models import AnnualAmendment, AnnualDuty, AnnualPlan
from pms_tracker.plan.year_rules import AmendmentState, PlanState

DO, DECIDE_PLAN, DECIDE_AMENDMENT = "annual_duty", "decide_year_plan", "decide_amendment"
# Between the titles of duties of one person and day, which share a line.
BETWEEN = " / "


def due(
    of_today: Callable[[], Firm],
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
) -> Iterator[Duty]:
    """Duties of approved plans still to be done, by owner; plans and amendments, by who decides.

    One statement, and the firm where a decision waits. What one person has to do on one day is one
    duty: the ledger of reminders knows it by record, person and day.
    """
    if reference is not None and reference.kind is not Kind.ANNUAL_PLAN:
        return
    rows = _rows(until, person_id, reference)
    together: dict[tuple[str, int, date], list[str]] = {}
    waiting: dict[tuple[str, str, date], tuple[int, ...]] = {}
    for row in rows:
        name = format_reference(Kind.ANNUAL_PLAN, row.fiscal_year, 1)
        if row.planned_on is not None:
            titles = together.setdefault((name, row.owner_id, row.planned_on), [])
            titles.append(row.title)
        if row.state is PlanState.SUBMITTED:
            waiting[DECIDE_PLAN, name, row.submitted_on] = tuple(row.writer_ids)
        if row.proposed_by_id is not None:
            waiting[DECIDE_AMENDMENT, name, row.proposed_on] = (row.proposed_by_id,)
    for (name, owner_id, day), titles in together.items():
        yield Duty(DO, name, owner_id, day, title=BETWEEN.join(dict.fromkeys(titles)))
    if waiting:
        found = _decisions(waiting, of_today())
        yield from (
            duty for duty in found if duty.due_on <= until and person_id in {None, duty.person_id}
        )


def _rows(until: date, person_id: int | None, reference: Reference | None) -> Rows:
    to_do = and_(
        AnnualDuty.plan_id == AnnualPlan.id,
        AnnualPlan.state == PlanState.APPROVED,
        AnnualDuty.done_on.is_(None),
        AnnualDuty.dropped.is_(False),
        AnnualDuty.planned_on <= until,
    )
    if person_id is not None:
        to_do = and_(to_do, AnnualDuty.owner_id == person_id)
    waits = and_(
        AnnualAmendment.plan_id == AnnualPlan.id, AnnualAmendment.state == AmendmentState.SUBMITTED
    )
    statement = (
        select(AnnualPlan.fiscal_year, AnnualPlan.state, AnnualPlan.writer_ids)
        .add_columns(AnnualPlan.submitted_on, AnnualDuty.owner_id, AnnualDuty.planned_on)
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
    """Who may decide is asked, those who can sign in before others; for an exception one is."""
    for (kind, name, asked_on), writers in waiting.items():
        eligible = years.approvers(firm, writers)
        asked = firm.who_sign_in(eligible.person_ids) or eligible.person_ids
        due_on = years.decision_due_on(asked_on)
        for person_id in asked[:1] if eligible.by_exception else asked:
            yield Duty(kind, name, person_id, due_on)
