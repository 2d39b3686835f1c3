"""Filing a finding opens its case in the same act; withdrawing takes both back."""

import pytest
from flask import Flask

from pms_tracker.act.cases import cases, filing
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.check.checklists import checklists
from pms_tracker.check.rules.audit_rules import FindingState, Grade
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from tests import builders
from tests.cast import viewer


@pytest.mark.parametrize("grade", [Grade.OBSERVATION, Grade.GOOD_PRACTICE])
def test_what_is_no_nonconformity_opens_no_case(app: Flask, grade: Grade) -> None:
    audit = builders.audit()
    seen = builders.observed(grade=grade)
    finding, case = filing.record(audit, checklists.item(audit, 1), seen, by=viewer("auditor"))
    assert case is None
    assert cases.of_finding(finding.id) is None


def test_a_nonconformity_opens_one_case_about_the_same_unit(app: Flask) -> None:
    case = builders.case()
    finding = session.get_one(Finding, case.finding_id)
    assert (case.unit_id, case.title) == (finding.unit_id, finding.title)
    assert cases.of_finding(finding.id) is case


def test_withdrawing_a_finding_ends_its_open_case_for_the_same_reason(app: Flask) -> None:
    case = builders.case_in(CaseState.DOING)
    finding = session.get_one(Finding, case.finding_id)
    manager = viewer("audit_manager")
    filing.withdraw(finding, reason="誤認", version=finding.version, by=manager)
    assert (finding.state, case.state) == (FindingState.WITHDRAWN, CaseState.WITHDRAWN)
    assert case.withdrawal == finding.withdrawal == "誤認"


def test_the_auditee_withdraws_nothing(app: Flask) -> None:
    case = builders.case()
    finding = session.get_one(Finding, case.finding_id)
    with pytest.raises(NotAllowed, match="audit_manager_only"):
        filing.withdraw(finding, reason="不要", version=finding.version, by=viewer("head"))
    assert (finding.state, case.state) == (FindingState.OPEN, CaseState.PLANNING)


def test_a_finding_whose_case_closed_stays(app: Flask) -> None:
    case = builders.case_in(CaseState.CLOSED)
    finding = session.get_one(Finding, case.finding_id)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        filing.withdraw(finding, reason="誤認", version=finding.version, by=viewer("audit_manager"))
