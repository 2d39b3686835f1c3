"""What check wants somebody to do: programmes, audits, reports, and findings to be answered."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, case, literal, select, union_all
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.check.audits import audits
from pms_tracker.check.findings import dispute_duties
from pms_tracker.check.programmes import programme_duties
from pms_tracker.check.reports import report_duties
from pms_tracker.check.rules.audit_rules import BEFORE_THE_DAY, DAYS_TO_FINISH, AuditState
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember
from pms_tracker.database import Columns, session
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.trail import record_numbers

CARRY_OUT = "carry_out_audit"
FINISH = "finish_audit"
# An audit to finish, until its report is signed once: due a fortnight after it was held.
BEGUN = "begun"


def due(
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
    firm: Firm | None = None,
) -> Iterator[Duty]:
    """Programmes to write and to decide; audits to carry out or to report until a day, for each
    auditor of their teams; reports that wait for a decision, for whoever is asked; then findings
    to answer and disputes to decide.

    The firm says who is asked: `firm`, if whoever asks has read it.
    """
    yield from programme_duties.due(until, person_id, reference, firm)
    if reference is None or reference.kind is Kind.AUDIT:
        yield from _about_audits(until, person_id, reference, firm)
    if reference is None or reference.kind is Kind.FINDING:
        yield from dispute_duties.due(until, person_id, reference)


def _about_audits(
    until: date, person_id: int | None, reference: Reference | None, firm: Firm | None
) -> Iterator[Duty]:
    member = AuditTeamMember
    halves = [_joined(half, member) for half in _halves(until, member)]
    if person_id is not None:
        halves = [half.where(member.person_id == person_id) for half in halves]
    waiting = _joined(_waiting(until, member), member).where(member.position == 0)
    every = union_all(*(_about(half, reference) for half in (*halves, waiting)))
    for duty in _taken(_duties(every), firm):
        if person_id in (None, duty.person_id):
            yield duty


def _taken(every: Iterable[Duty], firm: Firm | None) -> Iterator[Duty]:
    """Decisions on reports go to whoever is asked; only for them is the firm read."""
    waiting = []
    for duty in every:
        if duty.kind in report_duties.STATE_OF_KIND:
            waiting.append(duty)
        else:
            yield duty
    if waiting:
        yield from report_duties.taken(waiting, firm or Firm(clock.today()))


def seen(viewer: Viewer, days: Days, limit: int, firm: Firm | None = None) -> Iterator[Duty]:
    """Programmes, and audits due within a run of days, that a person may see: each audit once, for
    its lead or for whoever decides on its report; then answers and decisions about findings. Who
    sees all hears of everybody's turn with a programme, others of their own.
    """
    last, whose = days.last or date.max, None if viewer.sees_all else viewer.person_id
    yield from programme_duties.due(last, whose, firm=firm)
    # Under a name of its own: whoever may see an audit is looked for in the teams as well.
    lead = aliased(AuditTeamMember)
    until, since = days.last or date.max, days.first
    every = (*_halves(until, lead, since=since), _waiting(until, lead, since=since))
    leads = (
        _joined(half, lead).where(lead.position == 0, audits.visible_to(viewer)) for half in every
    )
    yield from _taken(_duties(union_all(*leads).order_by("day").limit(limit)), firm)
    yield from dispute_duties.seen(viewer, days, limit)


def _halves(
    until: date, member: type[AuditTeamMember], since: date | None = None
) -> tuple[Columns, ...]:
    """Audits to carry out, to report, and to report anew; `day` is when that is due.

    For those to report it is the day that is counted from.
    """
    columns = _columns(member)
    planned = select(literal(CARRY_OUT).label("kind"), *columns, Audit.planned_on.label("day"))
    under_way = Audit.state == AuditState.UNDER_WAY
    begun = select(literal(BEGUN), *columns, Audit.held_on).where(under_way)
    again = select(literal(FINISH), *columns, Audit.signature_due_on).where(under_way)
    planned = planned.where(Audit.state.in_(BEFORE_THE_DAY), Audit.planned_on <= until)
    begun = begun.where(Audit.signature_due_on.is_(None), Audit.held_on <= until - DAYS_TO_FINISH)
    again = again.where(Audit.signature_due_on <= until)
    if since is not None:
        planned = planned.where(Audit.planned_on >= since)
        begun = begun.where(Audit.held_on >= since - DAYS_TO_FINISH)
        again = again.where(Audit.signature_due_on >= since)
    return planned, begun, again


def _columns(member: type[AuditTeamMember]) -> tuple[Any, ...]:
    return (
        Audit.fiscal_year,
        Audit.number,
        Audit.theme,
        Audit.unit_id,
        Unit.name.label("unit"),
        member.person_id,
    )


def _waiting(until: date, member: type[AuditTeamMember], since: date | None = None) -> Columns:
    """Reports that wait to be approved or received, with columns as `_halves` has them."""
    kind = case(
        (Audit.state == AuditState.REPORTED, report_duties.APPROVE), else_=report_duties.RECEIVE
    )
    states = report_duties.STATE_OF_KIND.values()
    found = select(kind, *_columns(member), Audit.signature_due_on).where(
        Audit.state.in_(states), Audit.signature_due_on <= until
    )
    return found if since is None else found.where(Audit.signature_due_on >= since)


def _duties(statement: CompoundSelect[*tuple[Any, ...]]) -> Iterator[Duty]:
    for row in session.execute(statement):
        name = format_reference(Kind.AUDIT, row.fiscal_year, row.number)
        begun = row.kind == BEGUN
        yield Duty(
            FINISH if begun else row.kind,
            name,
            row.person_id,
            row.day + DAYS_TO_FINISH if begun else row.day,
            title=row.theme,
            unit=row.unit,
            # Whoever decides is no matter of the unit that was audited.
            unit_id=None if row.kind in report_duties.STATE_OF_KIND else row.unit_id,
            audit=True,
        )


def _joined(half: Columns, member: type[AuditTeamMember]) -> Columns:
    return half.join(member, member.audit_id == Audit.id).join(Unit, Unit.id == Audit.unit_id)


def _about(half: Columns, reference: Reference | None) -> Columns:
    if reference is None:
        return half
    return half.where(record_numbers.named(reference, Kind.AUDIT, Audit.fiscal_year, Audit.number))
