"""Who signs a report where the lead cannot, and what becomes of earlier signatures."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.check.reports import audit_reports
from pms_tracker.check.reports.audit_reports import Paper
from pms_tracker.check.rules.audit_report_rules import Part
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm import people
from tests import reporting
from tests.cast import IDS, TODAY

YESTERDAY = TODAY - timedelta(days=1)


def letters(key: str) -> list[str]:
    found = select(OutboxLetter.name).where(OutboxLetter.key == key).order_by(OutboxLetter.id)
    return list(session.scalars(found))


def test_a_stamped_report_is_entered_by_the_audit_manager_with_its_scan(app: Flask) -> None:
    audit = reporting.done(team_ids=[IDS["auditor"], IDS["second_auditor"]])
    audit.held_on = YESTERDAY
    paper = Paper(IDS["auditor"], YESTERDAY)
    for by, wrong, refusal in (
        ("auditor", paper, "paper_by_another"),
        ("second_auditor", paper, "paper_by_another"),
        ("head", paper, "paper_by_another"),
        ("privacy_manager", paper, "paper_by_another"),
        ("audit_manager", replace(paper, scanned=False), "scan_needed"),
        ("audit_manager", replace(paper, person_id=IDS["head"]), "report_signed_by_lead"),
        ("audit_manager", replace(paper, on=YESTERDAY - timedelta(days=1)), "day_too_early"),
        ("audit_manager", replace(paper, on=TODAY + timedelta(days=1)), "day_in_future"),
    ):
        with pytest.raises((NotAllowed, RuleBroken), match=refusal):
            reporting.sign(audit, by=by, paper=wrong)
    made = reporting.sign(audit, by="audit_manager", paper=paper)
    assert (made.signed_by_id, made.signed_on) == (IDS["auditor"], YESTERDAY)
    assert made.entered_by_id == IDS["audit_manager"]
    assert made.signers[audit_reports.SIGNATURE] == {"name": "小口 彩香", "entered_by": "有賀 俊"}
    assert audit.state is AuditState.REPORTED, "who typed it in did not write it"


def test_a_lead_who_has_left_is_followed_by_the_next_of_the_team(app: Flask) -> None:
    audit = reporting.done(team_ids=[IDS["second_auditor"], IDS["auditor"]])
    with pytest.raises(NotAllowed):
        reporting.sign(audit)
    people.person(IDS["second_auditor"]).left_on = YESTERDAY
    session.flush()
    assert reporting.sign(audit).signed_by_id == IDS["auditor"]


def test_r18_a_report_that_came_back_stays_and_the_next_has_a_new_number(app: Flask) -> None:
    audit = reporting.audit_in(AuditState.REPORTED)
    first = audit_reports.signed(audit.id)[0]
    reporting.send_back(audit)
    second = reporting.sign(audit, conclusion="不適合1件。")
    assert [each.number for each in audit_reports.signed(audit.id)] == [2, 1]
    assert first.content[Part.OPINION.value]["conclusion"] == reporting.CONCLUSION
    assert second.content[audit_reports.SIGNATURE]["number"] == 2


def test_a_firm_without_an_audit_manager_waits_for_one_and_never_for_ever(app: Flask) -> None:
    audit = reporting.done()
    (grant,) = people.role_grants(IDS["audit_manager"])
    grant.until_on = YESTERDAY
    session.flush()
    reporting.sign(audit)
    assert audit.state is AuditState.REPORTED
    assert letters("report_asked") == ["宮下 恒一"]
    made = reporting.decide(audit, by="representative")
    assert (audit.state, made.decided_by_id) == (AuditState.APPROVED, IDS["representative"])
    signers = audit_reports.signed(audit.id)[0].signers
    assert signers["report-approval"]["office"] == Role.REPRESENTATIVE.value
    assert session.scalars(select(Finding)).all() == []
