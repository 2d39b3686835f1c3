"""What plan shows of itself on the overview: reviews of policies, and duties of the year; and in
which form every phase says what a year has planned."""

from datetime import date
from typing import Any, NamedTuple, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from pms_tracker.database import Columns
from pms_tracker.kernel.references import Kind
from pms_tracker.plan.policies import policies
from pms_tracker.plan.rules.policy_rules import ReviewOutcome
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.plan.tables.policy_tables import Policy, PolicyReview
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.questions import cells_of, day_in


class OfYear(NamedTuple):
    """Something with a planned day in a year, or that was done in it, as it is read.

    `kind` and `id` tell its row, `fiscal_year`, `number` and `position` its record; `state` is the
    record's. `of` is how many of its kind there are in all, where no more are read than are shown.
    """

    kind: str
    id: int
    fiscal_year: int | None
    number: int
    position: int
    title: str
    planned_on: date
    done_on: date | None
    state: str
    of: int


def told(text: str) -> list[OfYear]:
    """What a text of all kinds tells, by kind and planned day."""
    found = []
    for kind, row_id, year, number, position, title, planned, done, state, of in cells_of(text):
        days = date.fromisoformat(planned), day_in(done)
        found.append(OfYear(kind, row_id, year, number, position, title, *days, state, of))
    return sorted(found, key=lambda row: (row.kind, row.planned_on, row.id))


# A column, or what is made of some.
Told: TypeAlias = sa.ColumnElement[Any] | InstrumentedAttribute[Any]


def of_year(kind: Kind, **columns: Told) -> Columns:
    """The fields of `OfYear` as SQL, so that all kinds are read in one statement."""
    left_open: dict[str, Told] = {
        "fiscal_year": sa.cast(sa.null(), sa.Integer),
        "position": sa.literal(0),
        "title": sa.literal("", sa.String),
        "done_on": sa.cast(sa.null(), sa.Date),
        "state": sa.literal("", sa.String),
        "of": sa.literal(0),
        "kind": sa.literal(kind.value, sa.String),
    }
    given = {**left_open, **columns}
    return sa.select(*(given[name].label(name) for name in OfYear._fields))


def reviews_ahead() -> Columns:
    """Each policy that was approved with the day its next review is due; everybody sees them."""
    return of_year(
        Kind.POLICY,
        id=Policy.id,
        number=Policy.number,
        title=Policy.title,
        planned_on=Policy.next_review_on,
    ).where(Policy.id.in_(policies.ever_approved()))


def reviews_of(first: date, last: date) -> Columns:
    """Reviews that were due or held in a time and not postponed."""
    due, held = PolicyReview.due_on.between(first, last), PolicyReview.held_on.between(first, last)
    return (
        of_year(
            Kind.POLICY_REVIEW,
            id=PolicyReview.id,
            number=Policy.number,
            title=Policy.title,
            planned_on=PolicyReview.due_on,
            done_on=PolicyReview.held_on,
        )
        .join(Policy, Policy.id == PolicyReview.policy_id)
        .where(PolicyReview.outcome != ReviewOutcome.POSTPONED, sa.or_(due, held))
    )


def duties_of(first: date, last: date) -> Columns:
    """Duties of approved plans planned in a time and not dropped."""
    return (
        of_year(
            Kind.ANNUAL_PLAN,
            id=AnnualDuty.id,
            fiscal_year=AnnualPlan.fiscal_year,
            number=sa.literal(1),
            position=AnnualDuty.position,
            title=AnnualDuty.title,
            planned_on=AnnualDuty.planned_on,
            done_on=AnnualDuty.done_on,
        )
        .join(AnnualPlan, AnnualPlan.id == AnnualDuty.plan_id)
        .where(
            AnnualPlan.state == PlanState.APPROVED,
            AnnualDuty.dropped.is_(False),
            AnnualDuty.planned_on.between(first, last),
        )
    )
