"""Filing a finding and opening its case in one act, once it stands, and withdrawing both."""

from datetime import date

from pms_tracker.act.cases import cases, grounds
from pms_tracker.act.rules.case_rules import CASE, CaseMove
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.teams import assignments
from pms_tracker.check.findings import disputes, findings
from pms_tracker.check.rules import audit_rules
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem, Finding
from pms_tracker.database import session, transaction
from pms_tracker.kernel.errors import RuleBroken, check_version
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail


def record(
    audit: Audit, row: ChecklistItem, seen: findings.Observed, *, by: Viewer
) -> tuple[Finding, Case | None]:
    """File a finding, which begins the audit where nothing did before.

    A nonconformity opens its corrective action case by itself, once. Where the company hears its
    auditees first (dispute), it does so when the finding stands.
    """
    assignments.begin(audit, by=by)
    finding = findings.record(audit, row, seen, by=by)
    if finding.state is audit_rules.FindingState.TOLD:
        disputes.tell(finding)
    return finding, _opened(finding, by.actor)


def confirm(finding: Finding, *, version: int, by: Viewer) -> Case | None:
    """The auditee confirms a finding, which opens its case."""
    disputes.confirm(finding, version=version, by=by)
    return _opened(finding, by.actor)


def decide(finding: Finding, decided: disputes.Decided, *, version: int, by: Viewer) -> Case | None:
    """Decide a dispute; a finding that is upheld opens its case."""
    disputes.decide(finding, decided, version=version, by=by)
    return _opened(finding, by.actor)


def confirm_silent(today: date) -> int:
    """Let all findings stand that nobody answered in time, and open their cases; how many.

    Each in a transaction of its own. Safe to run again and in several processes: whoever comes
    second waits for the first and finds it answered.
    """
    confirmed = 0
    waiting = disputes.silent(today)
    session.rollback()
    for finding_id in waiting:
        with transaction():
            finding = disputes.confirm_by_silence(finding_id, today)
            if finding is not None:
                _opened(finding, trail.SYSTEM)
                confirmed += 1
    return confirmed


def _opened(finding: Finding, by: trail.Actor) -> Case | None:
    stands = finding.state is audit_rules.FindingState.OPEN and audit_rules.needs_corrective_action(
        finding.grade
    )
    return cases.open_for(finding, by=by) if stands else None


def locked(reference: Reference, *, seen_by: Viewer) -> Finding:
    """A finding to be withdrawn, as it stands once its case is held, as whoever decides holds it.

    The case comes first, or both would wait for one another for ever. Raises NotFound.
    """
    finding = findings.by_reference(reference, seen_by=seen_by)
    held, case = None, cases.of_finding(finding.id)
    while case is not held and case is not None:
        session.refresh(case, with_for_update=True)
        # It may have become part of another one while we waited.
        held, case = case, cases.of_finding(finding.id)
    session.refresh(finding, with_for_update=True)
    return finding


def withdraw(finding: Finding, *, reason: str, version: int, by: Viewer) -> None:
    """Withdraw a finding and, where it deals with no other, its case, for the same reason."""
    findings.withdraw(finding, reason=reason, version=version, by=by)
    disputes.end(finding)
    case = cases.of_finding(finding.id)
    if case is None or case.closed_on is not None:
        return
    if grounds.still_open(case):
        told: dict[str, trail.Change] = {"finding": (finding.reference, None)}
        trail.note(case.reference, "finding_left", by=by.actor, changes=told)
    else:
        cases.withdraw(case, reason=reason, version=case.version, by=by)


def withdraw_case(case: Case, *, reason: str, version: int, by: Viewer) -> None:
    """Withdraw a case with its findings: no nonconformity stands open without a case.

    Raises RuleBroken for a case that no audit opened: `sources.drop` withdraws it.
    """
    check_version(case, version)
    if case.finding_id is None:
        raise RuleBroken("no_audits_case")
    CASE.after(case.state, CaseMove.WITHDRAW)
    for finding in grounds.still_open(case):
        withdraw(finding, reason=reason, version=finding.version, by=by)
