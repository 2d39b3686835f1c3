"""Whose turn signed reports are: approved by the audit manager, received by the representative."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import or_, select

from pms_tracker.check.audits.report_signing import Signing
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.check.tables.audit_report_tables import AuditReport
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember
from pms_tracker.database import session
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.firm.firm import Firm

APPROVE, RECEIVE = "approve_report", "receive_report"
STATE_OF_KIND = {APPROVE: AuditState.REPORTED, RECEIVE: AuditState.APPROVED}


def taken(waiting: Collection[Duty], firm: Firm) -> list[Duty]:
    """Duties to decide on reports, given to whoever is asked first; one of nobody is left out.

    A deputy has it for the absent person. They are few, so teams and writers are read for them.
    """
    parties = _parties([duty.reference for duty in waiting])
    found = []
    for duty in waiting:
        team, writers = parties[duty.reference]
        turn = Signing(STATE_OF_KIND[duty.kind], firm, team, writers)
        if turn.asked:
            person_id = turn.asked[0]
            found.append(replace(duty, person_id=person_id, for_id=turn.principal(person_id)))
    return found


def _parties(references: Collection[str]) -> Mapping[str, tuple[list[int], list[int]]]:
    """Team, its lead first, and writers of each report, in one statement."""
    named = [parsed for each in references if (parsed := parse_reference(each)) is not None]
    rows = session.execute(
        select(Audit, AuditTeamMember.person_id, AuditReport.writer_ids)
        .join(AuditTeamMember, AuditTeamMember.audit_id == Audit.id)
        .join(AuditReport, AuditReport.audit_id == Audit.id)
        .where(
            or_(
                *(
                    (Audit.fiscal_year == each.fiscal_year) & (Audit.number == each.number)
                    for each in named
                )
            )
        )
        .order_by(AuditTeamMember.position)
    )
    parties: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for audit, person_id, writer_ids in rows:
        team, writers = parties[audit.reference]
        team.append(person_id)
        writers += writer_ids
    return parties
