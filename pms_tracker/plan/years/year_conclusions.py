"""Duties of a year that a record shows done: concluded with its decision, open again without it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.plan.rules.year_rules import AnnualKind, PlanState
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.trail import trail


def of_kinds(kinds: Collection[AnnualKind], fiscal_year: int) -> list[AnnualDuty]:
    """The duties of these kinds in the approved plan of a year, in the order of their days."""
    return list(
        session.scalars(
            select(AnnualDuty)
            .join(AnnualPlan, AnnualPlan.id == AnnualDuty.plan_id)
            .where(
                AnnualPlan.fiscal_year == fiscal_year,
                AnnualPlan.state == PlanState.APPROVED,
                AnnualDuty.kind.in_(kinds),
                AnnualDuty.dropped.is_(False),
            )
            .order_by(AnnualDuty.planned_on, AnnualDuty.id)
        )
    )


def conclude(duty: AnnualDuty, done_on: date, by_id: int, shown_by: str) -> None:
    """Record that a duty was done, unless it was recorded before.

    `shown_by` is the reference of the record that was decided on that day. Nobody confirms it
    again: who decided on the record did.
    """
    if duty.done_on is not None:
        return
    duty.done_on, duty.done_by_id, duty.result = done_on, by_id, shown_by
    duty.reported_on = clock.today()
    duty.confirmed_on = None if duty.approver_id is None else done_on
    _note(duty, "duty_done", {"done_on": (None, done_on), "result": (None, shown_by)})


def open_again(duty: AnnualDuty, shown_by: str) -> None:
    """Take back what a record showed, since its decision is void; what people reported stays."""
    if duty.done_on is None or duty.reports or duty.result != shown_by:
        return
    before = duty.done_on
    duty.done_on = duty.done_by_id = duty.reported_on = duty.confirmed_on = None
    duty.result = ""
    _note(duty, "duty_open_again", {"done_on": (before, None), "result": (shown_by, None)})


def _note(duty: AnnualDuty, move: str, changes: dict[str, trail.Change]) -> None:
    session.flush()
    plan = session.get_one(AnnualPlan, duty.plan_id)
    told: dict[str, trail.Change] = {"title": (None, duty.title), **changes}
    trail.note(
        format_reference(Kind.ANNUAL_PLAN, plan.fiscal_year, 1), move, by=trail.SYSTEM, changes=told
    )
