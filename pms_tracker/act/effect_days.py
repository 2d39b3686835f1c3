"""When the effect of a case is to be judged: by its grade, and before what is to rest on it."""

from datetime import date

from sqlalchemy import ScalarSelect, func, select

from pms_tracker import clock
from pms_tracker.act import effect_rules, grounds
from pms_tracker.act.dossier import Dossier
from pms_tracker.act.source_models import Examination
from pms_tracker.check.rules import Grade
from pms_tracker.database import session
from pms_tracker.people.calendar import business_calendar
from pms_tracker.plan import years
from pms_tracker.plan.year_models import AnnualDuty
from pms_tracker.plan.year_rules import AnnualKind


def next_management_review(after: date) -> ScalarSelect[date]:
    """The next day on which an approved plan of a year has a management review, still to come."""
    return (
        years.still_to_do(AnnualKind.MANAGEMENT_REVIEW)
        .with_only_columns(func.min(AnnualDuty.planned_on))
        .where(AnnualDuty.planned_on > after)
        .scalar_subquery()
    )


def due_on(dossier: Dossier) -> date:
    """The last day to judge what was done this round, before an examiner is to be answered."""
    done_on = dossier.current.done_on or clock.today()
    grade = grounds.grade_of(dossier.case.id)
    answer = select(Examination.answer_due_on).where(
        Examination.case_id == dossier.case.id, Examination.answered_on.is_(None)
    )
    found = session.execute(
        select(grade, next_management_review(done_on), answer.scalar_subquery())
    ).one()
    return effect_rules.review_due_on(
        done_on,
        business_calendar(),
        major=found[0] == Grade.MAJOR,
        before=(found[1], found[2]),
    )
