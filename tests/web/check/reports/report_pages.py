"""What tests of the report's pages share: its addresses, its forms, and how it stands."""

from sqlalchemy import select

from pms_tracker.check.reports import audit_reports
from pms_tracker.check.rules.audit_rules import AuditState, Grade
from pms_tracker.check.tables.audit_report_tables import AuditReport, SignedReport
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from tests import builders, reporting
from tests.cast import IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading

AUDIT = "/check/audits/AU-2026-001"
URL = f"{AUDIT}/report/"
APPROVAL, RECEIPT = f"{URL}approval", f"{URL}receipt"
SAID = {"opinion": "受付は手順どおり。\r\n台帳が弱い。", "conclusion": "不適合1件。"}
SCAN = b"%PDF-1.7 stamped"


def the_audit() -> Audit:
    return session.scalars(select(Audit)).one()


def state_of(served: Served) -> AuditState:
    with reading(served):
        return the_audit().state


def written(served: Served) -> AuditReport | None:
    with reading(served):
        found = audit_reports.of(the_audit().id)
        session.expunge_all()
    return found


def signed(served: Served) -> list[SignedReport]:
    with reading(served):
        found = audit_reports.signed(the_audit().id)
        session.expunge_all()
    return found


def in_state(served: Served, state: AuditState) -> None:
    with committing(served):
        reporting.audit_in(state)


def typed(visitor: Visitor, by: str = "auditor", **fields: object) -> dict[str, object]:
    """The form of the report as it was opened, with what was typed."""
    return {**form(visitor.as_(by).get(URL), URL), **SAID, **fields}


def decision(visitor: Visitor, by: str, action: str, **fields: object) -> dict[str, object]:
    return {**form(visitor.as_(by).get(URL), action), "decision": "approved", **fields}


def ready_to_sign(served: Served) -> Served:
    """An audit of two, each row with a result, with a nonconformity and a good practice."""
    with committing(served):
        audit = builders.audit(team_ids=[IDS["auditor"], IDS["second_auditor"]])
        builders.finding(audit)
        builders.finding(audit, 2, grade=Grade.GOOD_PRACTICE, fact="毎朝の声かけ", evidence="")
        reporting.answer_all(audit)
    return served
