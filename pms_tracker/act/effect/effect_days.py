"""When the effect of a case is to be judged: by its grade, and before what is to rest on it."""

from datetime import date

from sqlalchemy import ScalarSelect, func, select

from pms_tracker import clock
from pms_tracker.act.cases import grounds
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.rules import effect_rules
from pms_tracker.act.tables.source_tables import Examination
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.database import session
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.plan.rules.year_rules import AnnualKind
from pms_tracker.plan.tables.year_tables import AnnualDuty
from pms_tracker.plan.years import years


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
        done_on, business_calendar(), major=found[0] == Grade.MAJOR, before=(found[1], found[2])
    )
