"""What the year's plan asks of audits is done once its programme is: approved, then carried out."""

from datetime import date

from sqlalchemy import select

from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.database import session
from pms_tracker.plan.rules.year_rules import AnnualKind, PlanState
from pms_tracker.plan.years import year_conclusions


def settle(fiscal_year: int) -> None:
    """Have the duties 監査プログラムの策定 and 内部監査 stand as the programme of the year does.

    It was made on the day of its approval, and carried out on the day the report of its last audit
    was received (R17); audits called off do not count.
    """
    duties = year_conclusions.of_kinds((AnnualKind.PROGRAMME, AnnualKind.AUDIT), fiscal_year)
    programme = duties and session.scalar(
        select(Programme).where(Programme.fiscal_year == fiscal_year)
    )
    if not programme:
        return
    made_on = programme.approved_on if programme.state is PlanState.APPROVED else None
    done_on = {
        AnnualKind.PROGRAMME: made_on,
        AnnualKind.AUDIT: _carried_out_on(programme) if made_on else None,
    }
    for duty in duties:
        day = done_on[duty.kind]
        if day is None:
            year_conclusions.open_again(duty, programme.reference)
        else:
            year_conclusions.conclude(duty, day, programme.writer_ids[0], programme.reference)


def _carried_out_on(programme: Programme) -> date | None:
    held = session.execute(
        select(Audit.state, Audit.closed_on).where(
            Audit.programme_id == programme.id, Audit.state != AuditState.CANCELLED
        )
    ).all()
    days = [day for state, day in held if state is AuditState.CLOSED and day is not None]
    return max(days) if days and len(days) == len(held) else None
