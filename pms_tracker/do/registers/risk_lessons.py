"""Lessons about risks: what a case taught lands on the risk, which is assessed again then."""

from collections.abc import Sequence

import sqlalchemy as sa

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.tables.risk_tables import RiskLesson
from pms_tracker.kernel.errors import NotFound
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.plan.tables.year_tables import Lesson
from pms_tracker.registers import entry_fields

_OF_RISK = sa.and_(Lesson.because_of == RiskLesson.because_of, Lesson.inbox == Inbox.RISK)


def land(risk: str, *, because_of: str, by: Viewer | None = None) -> None:
    """Have the lesson of a record be about a risk, by its reference; once is enough.

    Raises NotFound where there is no such risk, or `by` may not know of it.
    """
    found = entry_fields.rows(RISKS, [risk], by).get(risk)
    if found is None and by is None:
        # Struck meanwhile: nobody assesses it again.
        return
    if found is None:
        raise NotFound("no_such_record", reference=risk)
    named = RiskLesson.risk_id == found.id, RiskLesson.because_of == because_of
    if session.scalar(sa.select(RiskLesson.id).where(*named)) is None:
        session.add(RiskLesson(risk_id=found.id, because_of=because_of, landed_on=clock.today()))
        session.flush()


def lift(because_of: str) -> None:
    """Take the lesson of a record off its risks where it was taken out of its inbox."""
    gone = ~sa.exists().where(_OF_RISK)
    its = sa.select(RiskLesson).where(RiskLesson.because_of == because_of, gone)
    for each in session.scalars(its).all():
        session.delete(each)
    session.flush()


def learnt(risk_id: int) -> Sequence[Lesson]:
    """What was learnt about a risk, the latest first."""
    its = sa.select(Lesson).join(RiskLesson, _OF_RISK).where(RiskLesson.risk_id == risk_id)
    return session.scalars(its.order_by(Lesson.id.desc())).all()


def offered(viewer: Viewer) -> list[tuple[str, str]]:
    """The risks that a lesson may be about, by reference, with their names, as somebody may know of
    them."""
    return entry_fields.offered(RISKS, viewer, ())
