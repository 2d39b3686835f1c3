"""Approved, received and sent back: once, by who may, bound to what was seen; on both databases."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.reports import audit_reports, report_decisions
from pms_tracker.check.reports.audit_reports import Paper
from pms_tracker.check.rules import audit_report_rules
from pms_tracker.check.rules.audit_report_rules import Part
from pms_tracker.check.rules.audit_rules import AuditState, Result
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.changes import deputies
from pms_tracker.people.changes.deputies import Wanted
from pms_tracker.people.firm import people
from pms_tracker.trail import trail
from tests import builders, reporting
from tests.cast import IDS, TODAY, viewer

REFERENCE = Reference(Kind.AUDIT, 2026, 1)
EVERYBODY = set(IDS) - {"without_account"}
INSTRUCTIONS = "台帳の見直しを全教室に広げること。"


def letters(key: str) -> list[str]:
    found = select(OutboxLetter.name).where(OutboxLetter.key == key).order_by(OutboxLetter.id)
    return list(session.scalars(found))


def told(audit: Audit) -> dict[str, str | None]:
    """What the newest entry of the trail says."""
    trail.write_pending()
    return {value.field: value.after for value in trail.history(audit.reference)[0].values}


def name_deputy(principal: str, deputy: str) -> None:
    wanted = Wanted(IDS[deputy], TODAY, TODAY + timedelta(days=3))
    deputies.name(people.person(IDS[principal]), wanted, by=viewer(principal))


def test_an_audit_closes_when_its_report_is_received_with_instructions(app: Flask) -> None:
    audit = builders.audit()
    builders.finding(audit)
    reporting.audit_in(AuditState.REPORTED, audit)
    reporting.decide(audit)
    assert (audit.state, audit.closed_on) == (AuditState.APPROVED, None)
    assert letters("report_to_receive") == ["宮下 恒一"]
    made = reporting.receive(audit, INSTRUCTIONS)
    assert (audit.state, audit.closed_on) == (AuditState.CLOSED, TODAY)
    assert (audit.closing_note, audit.signature_due_on) == (reporting.CONCLUSION, None)
    assert (made.reason, made.digest) == (INSTRUCTIONS, audit_reports.signed(audit.id)[0].digest)
    assert letters("audit_report_received") == ["小口 彩香", "髙山 由紀"]
    assert told(audit)["instructions"] == INSTRUCTIONS
    moves = [entry.move for entry in trail.history(audit.reference)]
    assert moves == ["receive", "approve", "report", "start", "planned"]


def test_letters_of_a_report_hold_no_word_of_it(app: Flask) -> None:
    audit = reporting.audit_in(AuditState.REPORTED)
    reporting.send_back(audit, "秘密の理由")
    reporting.sign(audit)
    reporting.decide(audit, reason="秘密のひとこと")
    reporting.receive(audit, "秘密の指示")
    found = session.scalars(select(OutboxLetter).where(OutboxLetter.reference == audit.reference))
    keys = []
    for letter in found:
        keys.append(letter.key)
        for secret in ("秘密", reporting.OPINION, reporting.CONCLUSION, audit.theme):
            assert secret not in letter.subject + letter.body + letter.html
    assert set(keys) == {
        "report_asked", "report_sent_back", "report_to_receive", "audit_report_received",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("state", "may", "refusal"),
    [
        (AuditState.REPORTED, "audit_manager", "report_approved_by_manager"),
        (AuditState.APPROVED, "representative", "report_received_by_representative"),
    ],
)
def test_nobody_else_decides_on_a_report(
    app: Flask, state: AuditState, may: str, refusal: str
) -> None:
    audit = reporting.audit_in(state)
    for key in EVERYBODY - {may}:
        with pytest.raises(NotAllowed, match=refusal):
            reporting.decide(audit, by=key)
    assert audit.state is state
    reporting.decide(audit, by=may)
    assert audit.state is not state


def test_a_report_is_decided_exactly_once(app: Flask) -> None:
    audit = reporting.audit_in(AuditState.REPORTED)
    digest = audit_reports.signed(audit.id)[0].digest
    decided = Decided(Decision.APPROVED, digest)
    by = viewer("audit_manager")
    report_decisions.decide(audit, AuditState.REPORTED, decided, by=by)
    for again in (decided, Decided(Decision.SENT_BACK, digest, "やはり差し戻す")):
        with pytest.raises(RuleBroken, match="report_decided_already"):
            report_decisions.decide(audit, AuditState.REPORTED, again, by=by)
    reporting.receive(audit)
    with pytest.raises(RuleBroken, match="report_decided_already"):
        report_decisions.decide(audit, AuditState.APPROVED, decided, by=viewer("representative"))
    assert len(approvals.decisions(audit.reference)) == 2


def test_an_audit_without_a_signed_report_is_not_decided_on(app: Flask) -> None:
    audit = reporting.done()
    decided = Decided(Decision.APPROVED, "0" * 64)
    with pytest.raises(RuleBroken, match="report_not_signed"):
        report_decisions.decide(audit, AuditState.REPORTED, decided, by=viewer("audit_manager"))


def test_sending_back_needs_a_reason_thaws_the_report_and_asks_the_lead(app: Flask) -> None:
    audit = reporting.audit_in(AuditState.REPORTED)
    with pytest.raises(RuleBroken, match="reason_needed"):
        reporting.send_back(audit, " ")
    reporting.send_back(audit, "結論が弱い")
    assert audit.state is AuditState.UNDER_WAY
    assert audit.signature_due_on == TODAY + timedelta(days=7)
    assert letters("report_sent_back") == ["小口 彩香"]
    assert told(audit)["reason"] == "結論が弱い"
    row = checklists.item(audit, 1)
    by = viewer("auditor")
    checklists.record(audit, row, Result.OBSERVATION, "", version=row.version, by=by)
    reporting.sign(audit)
    assert audit.state is AuditState.REPORTED


def test_r17_what_the_representative_sends_back_is_approved_no_more_and_that_is_logged(
    app: Flask,
) -> None:
    audit = reporting.audit_in(AuditState.APPROVED)
    reporting.send_back(audit, "指摘の根拠を加えてください。", by="representative")
    approved, back = approvals.decisions(audit.reference)
    assert approved.voided_at is not None
    assert (back.decision, back.step) == (Decision.SENT_BACK, audit_report_rules.RECEIPT)
    assert approvals.standing(audit.reference, audit_report_rules.APPROVAL) is None
    trail.write_pending()
    assert trail.history(audit.reference)[0].move == "send_back"
    reporting.sign(audit)
    reporting.decide(audit)
    reporting.receive(audit)
    assert audit.state is AuditState.CLOSED
    assert [(each.step, each.submission) for each in approvals.decisions(audit.reference)] == [
        ("report-approval", 1), ("report-receipt", 1),
        ("report-approval", 2), ("report-receipt", 2),
    ]  # fmt: skip


def test_a_decision_on_a_report_that_was_signed_anew_says_what_changed(app: Flask) -> None:
    audit = reporting.audit_in(AuditState.REPORTED)
    seen = audit_reports.signed(audit.id)[0].digest
    reporting.send_back(audit)
    builders.finding(audit)
    reporting.sign(audit, conclusion="不適合1件。")
    decided = Decided(Decision.APPROVED, seen)
    with pytest.raises(Stale) as refused:
        report_decisions.decide(audit, AuditState.REPORTED, decided, by=viewer("audit_manager"))
    assert refused.value.values["changed"] == [Part.CHECKLIST, Part.FINDINGS, Part.OPINION]
    with pytest.raises(Stale):
        report_decisions.decide(
            audit,
            AuditState.REPORTED,
            Decided(Decision.APPROVED, "0" * 64),
            by=viewer("audit_manager"),
        )
    assert audit.state is AuditState.REPORTED


def test_a_deputy_of_the_representative_receives_and_both_are_named(app: Flask) -> None:
    audit = reporting.audit_in(AuditState.REPORTED)
    with pytest.raises(NotFound):
        audits.by_reference(REFERENCE, seen_by=viewer("employee"))
    name_deputy("representative", "employee")
    with pytest.raises(NotFound):
        audits.by_reference(REFERENCE, seen_by=viewer("employee"))
    reporting.decide(audit)
    assert letters("report_to_receive") == ["北原 美穂"]
    assert audits.by_reference(REFERENCE, seen_by=viewer("employee")) is audit
    made = reporting.receive(audit, by="employee")
    assert (made.decided_by_id, made.for_id) == (IDS["employee"], IDS["representative"])
    signers = audit_reports.signed(audit.id)[0].signers
    assert signers["report-receipt"] == {"name": "北原 美穂", "for": "宮下 恒一"}
    assert told(audit)["on_behalf_of"] == "宮下 恒一"
    with pytest.raises(NotFound):
        audits.by_reference(REFERENCE, seen_by=viewer("employee"))


def test_a_deputy_of_the_audit_manager_reads_what_waits_for_their_approval(app: Flask) -> None:
    audit = reporting.audit_in(AuditState.REPORTED)
    name_deputy("audit_manager", "employee")
    assert audits.by_reference(REFERENCE, seen_by=viewer("employee")) is audit
    reporting.decide(audit)
    with pytest.raises(NotFound):
        audits.by_reference(REFERENCE, seen_by=viewer("employee"))


def test_a_deputy_of_the_audit_manager_approves_but_nobody_for_what_they_wrote(app: Flask) -> None:
    audit = reporting.audit_in(AuditState.REPORTED)
    name_deputy("audit_manager", "auditor")
    with pytest.raises(NotAllowed):
        reporting.decide(audit, by="auditor")
    other = reporting.audit_in(
        AuditState.REPORTED, builders.audit(team_ids=[IDS["auditor"]], theme="別の監査")
    )
    deputies.end(
        people.person(IDS["audit_manager"]),
        deputies.of(IDS["audit_manager"], TODAY)[0].id,
        by=viewer("audit_manager"),
    )
    name_deputy("audit_manager", "second_auditor")
    made = reporting.decide(other, by="second_auditor")
    assert (made.decided_by_id, made.for_id) == (IDS["second_auditor"], IDS["audit_manager"])


def test_a_decision_on_paper_is_entered_by_another_with_day_and_scan(app: Flask) -> None:
    audit = reporting.audit_in(AuditState.REPORTED)
    paper = Paper(IDS["audit_manager"], TODAY)
    for by, wrong, refusal in (
        ("auditor", paper, "paper_by_another"),
        ("audit_manager", paper, "paper_by_another"),
        ("head", paper, "paper_by_another"),
        ("privacy_manager", Paper(IDS["audit_manager"], TODAY, scanned=False), "scan_needed"),
        ("privacy_manager", Paper(IDS["head"], TODAY), "report_approved_by_manager"),
        ("privacy_manager", Paper(IDS["audit_manager"], TODAY - timedelta(days=1)), "too_early"),
        ("privacy_manager", Paper(IDS["audit_manager"], TODAY + timedelta(days=1)), "in_future"),
    ):
        with pytest.raises((NotAllowed, RuleBroken), match=refusal):
            reporting.decide(audit, by=by, paper=wrong)
    made = reporting.decide(audit, by="privacy_manager", paper=paper)
    assert (made.decided_by_id, made.entered_by_id, made.on_paper) == (
        IDS["audit_manager"], IDS["privacy_manager"], True,
    )  # fmt: skip
    assert told(audit)["decided_by"] == "有賀 俊"
    stamped = Paper(IDS["representative"], TODAY)
    reporting.decide(audit, by="audit_manager", paper=stamped, reason=INSTRUCTIONS)
    assert (audit.state, audit.closed_on) == (AuditState.CLOSED, TODAY)
