"""When the effect of a case is to be judged: by its grade, and before what is to rest on it."""

from datetime import date

from sqlalchemy import ScalarSelect, func, select

from pms_tracker import clock
from pms_tracker.act import effect_rules
from pms_tracker.act.dossier import Dossier
from pms_tracker.check.models import Finding
from pms_tracker.check.rules import Grade
from pms_tracker.database import session
from pms_tracker.people.calendar import business_calendar
from pms_tracker.plan.year_models import AnnualDuty, AnnualPlan
from pms_tracker.plan.year_rules import AnnualKind, PlanState


def next_management_review(after: date) -> ScalarSelect[date]:
    """The next day on which an approved plan of a year has a management review, still to come."""
    return (
        select(func.min(AnnualDuty.planned_on))
        .join(AnnualPlan, AnnualPlan.id == AnnualDuty.plan_id)
        .where(
            AnnualPlan.state == PlanState.APPROVED,
            AnnualDuty.kind == AnnualKind.MANAGEMENT_REVIEW,
            AnnualDuty.dropped.is_(False),
            AnnualDuty.done_on.is_(None),
            AnnualDuty.planned_on > after,
        )
        .scalar_subquery()
    )


def due_on(dossier: Dossier, answer_due_on: date | None = None) -> date:
    """The last day to judge what was done this round; `answer_due_on` is an examiner's deadline."""
    done_on = dossier.current.done_on or clock.today()
    grade = select(Finding.grade).where(Finding.id == dossier.case.finding_id).scalar_subquery()
    found = session.execute(select(grade, next_management_review(done_on))).one()
    return effect_rules.review_due_on(
        done_on,
        business_calendar(),
        major=found[0] == Grade.MAJOR,
        before=(found[1], answer_due_on),
    )
