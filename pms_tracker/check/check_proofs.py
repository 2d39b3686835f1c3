"""How what was approved or signed in check is digested anew from its rows: programmes, reports."""

from collections.abc import Iterator

from sqlalchemy import select

from pms_tracker.approvals import approvals
from pms_tracker.approvals.proof import Frozen, Redigest
from pms_tracker.check.day import paper_sheets
from pms_tracker.check.programmes import programmes
from pms_tracker.check.rules import checklist_rules
from pms_tracker.check.tables.audit_report_tables import SignedReport
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import Columns, session
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.trail.record_numbers import named


def _programme(reference: Reference, _step: str, _submission: int) -> str | None:
    found = programmes.of_year(reference.fiscal_year or 0)
    rows = programmes.rows_of(found) if found is not None else ()
    return programmes.subject(found, rows).digest if found is not None else None


def _decided(reference: Reference, step: str, number: int) -> str | None:
    """The report that was decided on, as it is kept; of a paper typed in, its scan."""
    if checklist_rules.is_sheet(step):
        return paper_sheets.digest_of(str(reference), step)
    row = session.execute(_reports(reference).where(SignedReport.number == number)).one_or_none()
    return approvals.digest(row.SignedReport.content) if row is not None else None


def _reports(reference: Reference | None) -> Columns:
    statement = select(SignedReport, Audit).join(Audit, Audit.id == SignedReport.audit_id)
    if reference is None:
        return statement.order_by(SignedReport.id)
    return statement.where(named(reference, Kind.AUDIT, Audit.fiscal_year, Audit.number))


REDIGEST: dict[Kind, Redigest] = {Kind.PROGRAMME: _programme, Kind.AUDIT: _decided}


def reports(reference: Reference | None) -> Iterator[Frozen]:
    """Every report as it was signed, those that were sent back as well."""
    for row, audit in session.execute(_reports(reference)):
        step = f"signature-{row.number}"
        yield Frozen(audit.reference, step, row.digest, approvals.digest(row.content))
