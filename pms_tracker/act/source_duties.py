"""What comes from outside wants of the privacy manager: reports handled, examiners answered."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, literal, select

from pms_tracker import clock
from pms_tracker.act import cases, reports_in
from pms_tracker.act.models import Case
from pms_tracker.act.source_models import Examination
from pms_tracker.act.source_rules import to_ask
from pms_tracker.database import Rows, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.firm import Firm
from pms_tracker.people.models import Unit
from pms_tracker.people.people import Viewer

ANSWER, HANDLE = "answer_examiner", "handle_report"


def due(
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
    firm: Firm | None = None,
) -> Iterator[Duty]:
    """Reports to handle and examiners to answer until a day, each the privacy manager's.

    One statement for either, and the firm where something waits; `firm` spares reading it.
    """
    conditions: list[ColumnElement[bool]] = [Examination.answer_due_on <= until]
    for duty in _reports(until, reference, firm):
        if person_id in (None, duty.person_id):
            yield duty
    if reference is not None:
        conditions += [
            Case.fiscal_year == reference.fiscal_year,
            Case.number == reference.number,
            literal(reference.kind is Kind.CASE),
        ]
    for duty in _duties(conditions, firm):
        if person_id in (None, duty.person_id):
            yield duty


def _reports(until: date, reference: Reference | None, firm: Firm | None) -> Iterator[Duty]:
    """Reports to be handled, each by whoever is asked; what they tell is in no duty."""
    if reference is not None and reference.kind is not Kind.REPORT:
        return
    waiting = reports_in.waiting(until, reference)
    if not waiting:
        return
    firm = firm or Firm(clock.today())
    for each in waiting:
        step = reports_in.handlers(firm, each).person_ids
        for asked in (firm.who_sign_in(step) or step)[:1]:
            yield Duty(HANDLE, each.reference, asked, each.due_on)


def seen(viewer: Viewer, days: Days, limit: int) -> Iterator[Duty]:
    """Answers due within a run of days about cases a person may see."""
    conditions = [*within((Examination.answer_due_on, days)), cases.visible_to(viewer)]
    yield from list(_duties(conditions, None))[:limit]


def _duties(conditions: list[ColumnElement[bool]], firm: Firm | None) -> Iterator[Duty]:
    waiting = _waiting(conditions)
    if not waiting:
        return
    firm = firm or Firm(clock.today())
    # No deputy: they see no case that is not theirs.
    step = to_ask(firm.candidates).person_ids
    asked = firm.who_sign_in(step) or step
    for row in waiting if asked else ():
        name = format_reference(Kind.CASE, row.fiscal_year, row.number)
        # No `unit_id`: the answer is the privacy manager's, and no matter of the unit's head.
        yield Duty(ANSWER, name, asked[0], row.answer_due_on, row.title, row.unit)


def _waiting(conditions: list[ColumnElement[bool]]) -> Rows:
    return session.execute(
        select(Case.fiscal_year, Case.number, Case.title, Unit.name.label("unit"))
        .add_columns(Examination.answer_due_on)
        .join(Case, Case.id == Examination.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .where(Examination.answered_on.is_(None), *conditions)
        .order_by(Examination.answer_due_on, Case.id)
    ).all()
