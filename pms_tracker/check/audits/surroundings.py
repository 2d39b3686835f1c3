"""What stands around an audit: its unit, its team and its report, read in one statement."""

from dataclasses import dataclass

from sqlalchemy import select

from pms_tracker.check.audits.report_signing import Signing
from pms_tracker.check.tables.audit_report_tables import AuditReport
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember
from pms_tracker.database import Rows, session
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Unit


@dataclass(frozen=True)
class Surroundings:
    """The unit audited, the team with its lead first, and what was written of the report so far."""

    audit: Audit
    unit: Unit
    team: list[AuditTeamMember]
    report: AuditReport | None

    @property
    def team_ids(self) -> list[int]:
        return [each.person_id for each in self.team]

    def signing(self, firm: Firm) -> Signing:
        """Whose signature the report waits for, in the state that the audit has now."""
        writers = self.report.writer_ids if self.report else ()
        return Signing(self.audit.state, firm, self.team_ids, writers)


def of(audit: Audit) -> Surroundings:
    """Everything around an audit."""
    rows: Rows = session.execute(
        select(Unit, AuditTeamMember, AuditReport)
        .select_from(Unit)
        .outerjoin(AuditTeamMember, AuditTeamMember.audit_id == audit.id)
        .outerjoin(AuditReport, AuditReport.audit_id == audit.id)
        .where(Unit.id == audit.unit_id)
        .order_by(AuditTeamMember.position)
    ).all()
    unit, _member, report = rows[0]
    return Surroundings(audit, unit, [row[1] for row in rows if row[1] is not None], report)
