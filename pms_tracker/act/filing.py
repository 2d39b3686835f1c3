"""Filing a finding and opening its case in one act, and withdrawing both."""

from pms_tracker.act import cases
from pms_tracker.act.models import Case
from pms_tracker.check import findings, rules
from pms_tracker.check.findings import Observed
from pms_tracker.check.models import Audit, ChecklistItem, Finding
from pms_tracker.database import session
from pms_tracker.kernel.versions import check_version
from pms_tracker.people.people import Viewer


def record(
    audit: Audit, row: ChecklistItem, seen: Observed, *, by: Viewer
) -> tuple[Finding, Case | None]:
    """File a finding; a nonconformity opens its corrective action case by itself, once."""
    finding = findings.record(audit, row, seen, by=by)
    if not rules.needs_corrective_action(finding.grade):
        return finding, None
    return finding, cases.open_for(finding, by=by.actor)


def withdraw(finding: Finding, *, reason: str, version: int, by: Viewer) -> None:
    """Withdraw a finding and the case it opened, for the same reason."""
    findings.withdraw(finding, reason=reason, version=version, by=by)
    case = cases.of_finding(finding.id)
    if case is not None and case.closed_on is None:
        cases.withdraw(case, reason=reason, version=case.version, by=by)


def withdraw_case(case: Case, *, reason: str, version: int, by: Viewer) -> None:
    """Withdraw a case with its finding: no nonconformity stands open without a case."""
    check_version(case, version)
    finding = session.get_one(Finding, case.finding_id)
    withdraw(finding, reason=reason, version=finding.version, by=by)
