"""When the effect of a case is to be judged: by its grade, and before what is to rest on it."""

from datetime import date

from sqlalchemy import func, select

from pms_tracker.act import effect_rules
from pms_tracker.database import session
from pms_tracker.people.calendar import business_calendar
from pms_tracker.plan.year_models import AnnualDuty, AnnualPlan
from pms_tracker.plan.year_rules import AnnualKind, PlanState


def next_management_review(after: date) -> date | None:
    """The next day on which an approved plan of a year has a management review, still to come."""
    return session.scalar(
        select(func.min(AnnualDuty.planned_on))
        .join(AnnualPlan, AnnualPlan.id == AnnualDuty.plan_id)
        .where(
            AnnualPlan.state == PlanState.APPROVED,
            AnnualDuty.kind == AnnualKind.MANAGEMENT_REVIEW,
            AnnualDuty.dropped.is_(False),
            AnnualDuty.done_on.is_(None),
            AnnualDuty.planned_on > after,
        )
    )


def due_on(done_on: date, *, major: bool, answer_due_on: date | None = None) -> date:
    """The last day to judge what was done on a day; `answer_due_on` is an examiner's deadline."""
    before = (next_management_review(done_on), answer_due_on)
    calendar = business_calendar()
    return effect_rules.review_due_on(done_on, calendar, major=major, before=before)
