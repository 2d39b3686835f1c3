"""What waits beside the steps of cases: reports, answers to examiners, questions to other units."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, String, cast, literal, null, select, union_all

from pms_tracker import clock
from pms_tracker.act.cases import cases, instructions
from pms_tracker.act.elsewhere import elsewhere_duties
from pms_tracker.act.incoming import reports_in
from pms_tracker.act.rules.source_rules import to_ask
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.elsewhere_tables import CaseElsewhere
from pms_tracker.act.tables.incoming_tables import IncomingReport
from pms_tracker.act.tables.source_tables import Examination
from pms_tracker.database import Columns, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit

ANSWER, HANDLE = "answer_examiner", "handle_report"


def due(
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
    firm: Firm | None = None,
) -> Iterator[Duty]:
    """Reports to handle and examiners to answer until a day, each the privacy manager's; questions
    to other units, each their head's.

    One statement, and the firm where something waits; `firm` spares reading it.
    """
    of_cases = [
        _examinations(Examination.answer_due_on <= until),
        elsewhere_duties.waiting(CaseElsewhere.due_on <= until),
        instructions.waiting(Case.turn_due_on <= until),
    ]
    reports = _reports(IncomingReport.due_on <= until)
    if reference is None:
        every = [*of_cases, reports]
    elif reference.kind is Kind.CASE:
        named = Case.fiscal_year == reference.fiscal_year, Case.number == reference.number
        every = [part.where(*named) for part in of_cases]
    elif reference.kind is Kind.REPORT:
        of_year = IncomingReport.fiscal_year == reference.fiscal_year
        every = [reports.where(of_year, IncomingReport.number == reference.number)]
    else:
        return
    for duty in _duties(every, firm):
        if person_id in (None, duty.person_id):
            yield duty


def seen(viewer: Viewer, days: Days, limit: int, firm: Firm | None = None) -> Iterator[Duty]:
    """What is due within a run of days about cases a person may see."""
    sees = cases.visible_to(viewer)
    every = [
        _examinations(*within((Examination.answer_due_on, days)), sees),
        elsewhere_duties.waiting(*within((CaseElsewhere.due_on, days)), sees),
        instructions.waiting(*within((Case.turn_due_on, days)), sees),
    ]
    yield from list(_duties(every, firm))[:limit]


def reports_seen(viewer: Viewer, firm: Firm | None = None) -> list[Duty]:
    """Reports that wait, among those a person may see."""
    return list(_duties([_reports(reports_in.visible_to(viewer))], firm))


def _duties(parts: list[Columns], firm: Firm | None) -> Iterator[Duty]:
    waiting = session.execute(union_all(*parts).order_by("due_on", "number", "of_id")).all()
    if not waiting:
        return
    firm = firm or Firm(clock.today())
    questions = [row for row in waiting if row.kind == elsewhere_duties.ANSWER]
    yield from elsewhere_duties.told(questions, firm)
    for row in (row for row in waiting if row.kind != elsewhere_duties.ANSWER):
        if row.kind == instructions.ANSWER:
            yield from _instruction(row, firm)
            continue
        kind = Kind.CASE if row.kind == ANSWER else Kind.REPORT
        name = format_reference(kind, row.fiscal_year, row.number)
        for asked in _asked(row, firm):
            # No `unit_id`: it is the privacy manager's, and no matter of the unit's head.
            yield Duty(row.kind, name, asked, row.due_on, row.title, row.unit)


def _instruction(row: Row[*tuple[Any, ...]], firm: Firm) -> Iterator[Duty]:
    """An instruction is answered by the owner, or by the head for one who cannot sign in."""
    name = format_reference(Kind.CASE, row.fiscal_year, row.number)
    able = firm.who_sign_in((row.of_id,)) or firm.who_sign_in(firm.heads_of(row.unit_id))
    for asked in able[:1]:
        yield Duty(*(row.kind, name, asked, row.due_on, row.title, row.unit), unit_id=row.unit_id)


def _asked(row: Row[*tuple[Any, ...]], firm: Firm) -> tuple[int, ...]:
    """Who is asked, if anybody is; no deputy, who sees no record that is not theirs."""
    others = [each for each in firm.candidates if each.person_id != row.of_id]
    step = to_ask(others).person_ids
    return (firm.who_sign_in(step) or step)[:1]


def _examinations(*conditions: ColumnElement[bool]) -> Columns:
    return (
        select(literal(ANSWER).label("kind"), Case.fiscal_year, Case.number, Case.title)
        .add_columns(Unit.name.label("unit"), Examination.answer_due_on.label("due_on"))
        .add_columns(cast(null(), Integer).label("of_id"), cast(null(), Integer).label("unit_id"))
        .select_from(Examination)
        .join(Case, Case.id == Examination.case_id)
        .join(Unit, Unit.id == Case.unit_id)
        .where(Examination.answered_on.is_(None), *conditions)
    )


def _reports(*conditions: ColumnElement[bool]) -> Columns:
    """What a report tells is in no duty."""
    return select(
        literal(HANDLE).label("kind"),
        IncomingReport.fiscal_year,
        IncomingReport.number,
        cast(literal(""), String).label("title"),
        cast(literal(""), String).label("unit"),
        IncomingReport.due_on.label("due_on"),
        IncomingReport.reporter_id.label("of_id"),
        cast(null(), Integer).label("unit_id"),
    ).where(IncomingReport.handled_on.is_(None), *conditions)
