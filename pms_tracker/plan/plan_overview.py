"""What plan shows of itself on the overview: when policies are reviewed, and which were."""

from datetime import date

from sqlalchemy import or_, select

from pms_tracker.database import Rows, session
from pms_tracker.plan.rules.policy_rules import ReviewOutcome
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.plan.tables.policy_tables import Policy, PolicyReview
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan


def reviews_ahead() -> Rows:
    """Each policy with the day its next review is due, in that order; everybody sees them."""
    statement = select(Policy.number, Policy.title, Policy.next_review_on)
    return session.execute(statement.order_by(Policy.next_review_on, Policy.number)).all()


def reviews_of(first: date, last: date) -> Rows:
    """Reviews that were due or held in a time and not postponed, in order of their due day."""
    statement = (
        select(Policy.number, Policy.title, PolicyReview.due_on, PolicyReview.held_on)
        .join(Policy, Policy.id == PolicyReview.policy_id)
        .where(
            PolicyReview.outcome != ReviewOutcome.POSTPONED,
            or_(
                PolicyReview.due_on.between(first, last), PolicyReview.held_on.between(first, last)
            ),
        )
        .order_by(PolicyReview.due_on, PolicyReview.id)
    )
    return session.execute(statement).all()


def duties_of(first: date, last: date) -> Rows:
    """Duties of approved plans planned in a time and not dropped, by planned day."""
    statement = (
        select(AnnualPlan.fiscal_year, AnnualDuty.position, AnnualDuty.title)
        .add_columns(AnnualDuty.planned_on, AnnualDuty.done_on)
        .join(AnnualPlan, AnnualPlan.id == AnnualDuty.plan_id)
        .where(
            AnnualPlan.state == PlanState.APPROVED,
            AnnualDuty.dropped.is_(False),
            AnnualDuty.planned_on.between(first, last),
        )
        .order_by(AnnualDuty.planned_on, AnnualDuty.id)
    )
    return session.execute(statement).all()
