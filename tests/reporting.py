"""Audits carried out and reported, as far as a test needs them, by those who do it in life."""

from dataclasses import replace

from pms_tracker import clock
from pms_tracker.act.teams import assignments
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.check.audits import surroundings
from pms_tracker.check.checklists import checklists
from pms_tracker.check.reports import audit_reports, report_content, report_decisions
from pms_tracker.check.reports.audit_reports import Paper, Written
from pms_tracker.check.rules.audit_rules import AuditState, Result
from pms_tracker.check.tables.audit_report_tables import SignedReport
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.people.firm.firm import Firm
from tests import builders
from tests.cast import viewer

OPINION = "申込書の受付は手順どおりで、台帳への登録に弱さがある。"
CONCLUSION = "おおむね適合。不適合1件。"


def answer_all(audit: Audit, by: str = "auditor") -> Audit:
    """Every row that has no result yet conforms."""
    assignments.begin(audit, by=viewer(by))
    for row, _requirement in checklists.rows(audit.id):
        if row.result is Result.NOT_YET:
            checklists.record(audit, row, Result.CONFORMS, "", version=row.version, by=viewer(by))
    return audit


def done(**changes: object) -> Audit:
    """An audit whose every row has its result, without a finding."""
    return answer_all(builders.audit(**changes))


def written(**changes: object) -> Written:
    return replace(Written(OPINION, CONCLUSION), **changes)  # type: ignore[arg-type]


def seal(audit: Audit) -> str:
    """What whoever opens the report now has before their eyes."""
    return report_content.seal(report_content.facts(surroundings.of(audit), Firm(clock.today())))


def sign(
    audit: Audit, by: str = "auditor", paper: Paper | None = None, **changes: object
) -> SignedReport:
    report = audit_reports.of(audit.id)
    version = report.version if report else 0
    said = written(**changes)
    return audit_reports.sign(audit, said, seal(audit), version=version, by=viewer(by), paper=paper)


def decide(
    audit: Audit,
    decision: Decision = Decision.APPROVED,
    by: str = "audit_manager",
    reason: str = "",
    paper: Paper | None = None,
) -> Approval:
    """The decision that the audit's state asks for."""
    decided = Decided(decision, audit_reports.signed(audit.id)[0].digest, reason)
    return report_decisions.decide(audit, audit.state, decided, by=viewer(by), paper=paper)


def receive(audit: Audit, reason: str = "", by: str = "representative") -> Approval:
    return decide(audit, by=by, reason=reason)


def send_back(
    audit: Audit, reason: str = "結論が所見と合っていません。", by: str = "audit_manager"
) -> Approval:
    return decide(audit, Decision.SENT_BACK, by, reason)


def audit_in(state: AuditState, within: Audit | None = None, reason: str = "") -> Audit:
    """An audit brought to a state of its report by the signatures that lead there."""
    audit = answer_all(within) if within else done()
    if state is AuditState.UNDER_WAY:
        return audit
    sign(audit)
    if state is not AuditState.REPORTED:
        decide(audit)
    if state is AuditState.CLOSED:
        receive(audit, reason)
    return audit
