"""What comes from outside wants of the privacy manager: reports handled, examiners answered."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, String, cast, literal, null, select, union_all

from pms_tracker import clock
from pms_tracker.act import cases
from pms_tracker.act.models import Case
from pms_tracker.act.report_models import IncomingReport
from pms_tracker.act.source_models import Examination
from pms_tracker.act.source_rules import to_ask
from pms_tracker.database import Columns, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.firm import Firm
from pms_tracker.people.models import Unit
from pms_tracker.people.people import Viewer

ANSWER, HANDLE = "answer_examiner", "handle_report"
KIND_OF_RECORD = {ANSWER: Kind.CASE, HANDLE: Kind.REPORT}


def due(
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
    firm: Firm | None = None,
) -> Iterator[Duty]:
    """Reports to handle and examiners to answer until a day, each the privacy manager's.

    One statement, and the firm where something waits; `firm` spares reading it.
    """
    halves = {
        Kind.CASE: _examinations(Examination.answer_due_on <= until),
        Kind.REPORT: _reports(IncomingReport.due_on <= until),
    }
    if reference is None:
        every = list(halves.values())
    elif reference.kind is Kind.CASE:
        every = [halves[Kind.CASE].where(Case.fiscal_year == reference.fiscal_year)]
        every = [half.where(Case.number == reference.number) for half in every]
    elif reference.kind is Kind.REPORT:
        of_year = IncomingReport.fiscal_year == reference.fiscal_year
        every = [halves[Kind.REPORT].where(of_year, IncomingReport.number == reference.number)]
    else:
        return
    for duty in _duties(every, firm):
        if person_id in (None, duty.person_id):
            yield duty


def seen(viewer: Viewer, days: Days, limit: int) -> Iterator[Duty]:
    """Answers to examiners due within a run of days about cases a person may see."""
    due_then = within((Examination.answer_due_on, days))
    half = _examinations(*due_then, cases.visible_to(viewer))
    yield from list(_duties([half], None))[:limit]


def _duties(halves: list[Columns], firm: Firm | None) -> Iterator[Duty]:
    waiting = session.execute(union_all(*halves).order_by("due_on", "number")).all()
    if not waiting:
        return
    firm = firm or Firm(clock.today())
    for row in waiting:
        name = format_reference(KIND_OF_RECORD[row.kind], row.fiscal_year, row.number)
        for asked in _asked(row, firm):
            # No `unit_id`: it is the privacy manager's, and no matter of the unit's head.
            yield Duty(row.kind, name, asked, row.due_on, row.title, row.unit)


def _asked(row: Row[*tuple[Any, ...]], firm: Firm) -> tuple[int, ...]:
    """Who is asked, if anybody is; no deputy, who sees no record that is not theirs."""
    others = [each for each in firm.candidates if each.person_id != row.reporter_id]
    step = to_ask(others).person_ids
    return (firm.who_sign_in(step) or step)[:1]


def _examinations(*conditions: ColumnElement[bool]) -> Columns:
    return (
        select(literal(ANSWER).label("kind"), Case.fiscal_year, Case.number, Case.title)
        .add_columns(Unit.name.label("unit"), Examination.answer_due_on.label("due_on"))
        .add_columns(cast(null(), Integer).label("reporter_id"))
        .select_from(Examination)
        .join(Case, Case.id == Examination.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .where(Examination.answered_on.is_(None), *conditions)
    )


def _reports(*conditions: ColumnElement[bool]) -> Columns:
    """What a report tells is in no duty."""
    return select(
        literal(HANDLE),
        IncomingReport.fiscal_year,
        IncomingReport.number,
        cast(literal(""), String),
        cast(literal(""), String),
        IncomingReport.due_on,
        IncomingReport.reporter_id,
    ).where(IncomingReport.handled_on.is_(None), *conditions)
