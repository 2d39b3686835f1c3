"""What check wants somebody to do: carry out planned audits and finish those under way."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, literal, select, union_all
from sqlalchemy.orm import aliased

from pms_tracker.check import audits
from pms_tracker.check.models import Audit, AuditTeamMember
from pms_tracker.check.rules import BEFORE_THE_DAY, DAYS_TO_FINISH, AuditState
from pms_tracker.database import Columns, session
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference, format_reference
from pms_tracker.people.models import Unit
from pms_tracker.people.people import Viewer

CARRY_OUT = "carry_out_audit"
FINISH = "finish_audit"


def due(
    until: date, person_id: int | None = None, reference: Reference | None = None
) -> Iterator[Duty]:
    """Audits to carry out or to finish until a day, for each auditor of their teams."""
    halves = _halves(until, AuditTeamMember)
    return _duties(union_all(*(_narrowed(half, person_id, reference) for half in halves)))


def seen(viewer: Viewer, days: Days, limit: int) -> Iterator[Duty]:
    """Audits due within a run of days that a person may see: each once, for its lead."""
    # Under a name of its own: whoever may see an audit is looked for in the teams as well.
    lead = aliased(AuditTeamMember)
    leads = (
        _joined(half, lead).where(lead.position == 0, audits.visible_to(viewer))
        for half in _halves(days.last or date.max, lead, since=days.first)
    )
    return _duties(union_all(*leads).order_by("day").limit(limit))


def _halves(
    until: date, member: type[AuditTeamMember], since: date | None = None
) -> tuple[Columns, Columns]:
    """Audits to carry out and audits to finish; `day` is what their due day is counted from."""
    columns = (
        Audit.fiscal_year,
        Audit.number,
        Audit.theme,
        Audit.unit_id,
        Unit.name.label("unit"),
        member.person_id,
    )
    planned = select(literal(CARRY_OUT).label("kind"), *columns, Audit.planned_on.label("day"))
    begun = select(literal(FINISH), *columns, Audit.held_on)
    planned = planned.where(Audit.state.in_(BEFORE_THE_DAY), Audit.planned_on <= until)
    begun = begun.where(
        Audit.state == AuditState.UNDER_WAY, Audit.held_on <= until - DAYS_TO_FINISH
    )
    if since is not None:
        planned = planned.where(Audit.planned_on >= since)
        begun = begun.where(Audit.held_on >= since - DAYS_TO_FINISH)
    return planned, begun


def _duties(statement: CompoundSelect[*tuple[Any, ...]]) -> Iterator[Duty]:
    for row in session.execute(statement):
        name = format_reference(Kind.AUDIT, row.fiscal_year, row.number)
        day = row.day + (DAYS_TO_FINISH if row.kind == FINISH else timedelta())
        yield Duty(
            row.kind,
            name,
            row.person_id,
            day,
            title=row.theme,
            unit=row.unit,
            unit_id=row.unit_id,
        )


def _joined(half: Columns, member: type[AuditTeamMember]) -> Columns:
    return half.join(member, member.audit_id == Audit.id).join(Unit, Unit.id == Audit.unit_id)


def _narrowed(half: Columns, person_id: int | None, reference: Reference | None) -> Columns:
    joined = _joined(half, AuditTeamMember)
    if person_id is not None:
        joined = joined.where(AuditTeamMember.person_id == person_id)
    if reference is not None:
        joined = joined.where(
            Audit.fiscal_year == reference.fiscal_year,
            Audit.number == reference.number,
            literal(reference.kind is Kind.AUDIT),
        )
    return joined
