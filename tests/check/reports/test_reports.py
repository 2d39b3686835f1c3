"""Reports written from the records, signed once and frozen, on both databases."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.approvals import approvals
from pms_tracker.check.audits import audits, surroundings
from pms_tracker.check.checklists import checklists
from pms_tracker.check.day import checklist_rows
from pms_tracker.check.findings import findings
from pms_tracker.check.reports import audit_reports, report_content
from pms_tracker.check.reports.report_content import Content
from pms_tracker.check.rules.audit_report_rules import Part
from pms_tracker.check.rules.audit_rules import AuditState, Grade, Result
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.trail import trail
from tests import builders, reporting
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.check.preparing import a_checklist

YESTERDAY = TODAY - timedelta(days=1)

# What was checked of each of a team on the day: roles, and work of the unit in a year.
PROOF = {"roles": ["auditor"], "work_since": "2025-11-24", "work": ""}


def letters(key: str) -> list[str]:
    found = select(OutboxLetter.name).where(OutboxLetter.key == key).order_by(OutboxLetter.id)
    return list(session.scalars(found))


def findings_of(content: Content) -> list[dict[str, str]]:
    return list(content[Part.FINDINGS.value]["list"])


def test_a_report_says_what_the_records_say(app: Flask) -> None:
    audit = builders.audit(team_ids=[IDS["auditor"], IDS["second_auditor"]])
    filed = builders.finding(audit)
    builders.finding(audit, 2, grade=Grade.GOOD_PRACTICE, fact="毎朝の声かけ", evidence="")
    row = checklists.item(audit, 3)
    by = viewer("auditor")
    checklists.record(audit, row, Result.NOT_APPLICABLE, "支店がない", version=1, by=by)
    reporting.answer_all(audit)
    made = reporting.sign(audit, distribution=" 代表者 宮下 恒一 ")
    content = made.content
    head, team = content[Part.HEAD.value], content[Part.TEAM.value]
    assert (head["reference"], head["unit"], head["kind"]) == (
        "AU-2026-001",
        "松本教室",
        "operation",
    )
    assert (head["theme"], head["held_on"]) == ("申込書の取扱い", TODAY.isoformat())
    assert head["company"] == "みなと学習舎株式会社"
    assert team["auditors"] == [
        {"name": "小口 彩香", "units": "書店", **PROOF},
        {"name": "百瀬 拓", "units": "教務部", **PROOF},
    ]
    checklist = content[Part.CHECKLIST.value]
    assert checklist["total"] == 4
    assert checklist["counts"] == {
        "conforms": 1, "nonconforming": 1, "good_practice": 1, "not_applicable": 1,
    }  # fmt: skip
    assert checklist["not_applicable"] == [{"path": "1(2)", "note": "支店がない"}]
    assert content[Part.FINDINGS.value]["counts"] == {"nonconformity": 1, "good_practice": 1}
    assert findings_of(content)[0]["reference"] == filed.reference
    assert findings_of(content)[0]["evidence"] == "写真2枚"
    assert content[Part.OPINION.value] == {
        "strong_points": "",
        "opinion": reporting.OPINION,
        "conclusion": reporting.CONCLUSION,
        "distribution": "代表者 宮下 恒一",
    }


def test_r19_a_report_says_set_and_edition_of_each_requirement(app: Flask) -> None:
    audit = builders.audit()
    builders.finding(audit)
    reporting.answer_all(audit)
    content = reporting.sign(audit).content
    (asked,) = content[Part.CHECKLIST.value]["sets"]
    assert (asked["name"], asked["edition"]) == ("POL-001", 1)
    assert asked["title"] == "みなと学習舎個人情報保護方針"
    assert asked["paths"] == ["1", "1(1)", "1(2)", "1(2)a"]
    (told,) = findings_of(content)
    assert (told["set"], told["edition"], told["path"]) == ("POL-001", 1, "1")


def test_strong_points_begin_with_the_good_practices(app: Flask) -> None:
    audit = builders.audit()
    good = builders.finding(audit, grade=Grade.GOOD_PRACTICE, fact="毎朝の声かけ", evidence="")
    builders.finding(audit, 2)
    facts = report_content.facts(surroundings.of(audit), Firm(TODAY))
    assert report_content.strong_points(facts) == f"毎朝の声かけ（{good.reference}）"


def test_what_is_planned_is_printed_where_a_plan_has_it(app: Flask) -> None:
    audit = builders.audit()
    criteria = [{"title": "みなと学習舎個人情報保護方針", "edition": 1}]
    assert report_content.planned(audit) == {"criteria": criteria}
    audit.objective, audit.scope = "保管を確かめる", ""
    told = {"objective": "保管を確かめる", "criteria": criteria}
    assert report_content.planned(audit) == told


def test_a_finding_that_was_withdrawn_is_not_in_the_report(app: Flask) -> None:
    audit = builders.audit()
    filed = builders.finding(audit)
    findings.withdraw(filed, reason="誤認", version=filed.version, by=viewer("audit_manager"))
    a_checklist.record(audit)
    reporting.answer_all(audit)
    assert findings_of(reporting.sign(audit).content) == []


def test_drafts_are_kept_by_the_team_and_nobody_elses(app: Flask) -> None:
    audit = builders.audit(team_ids=[IDS["auditor"], IDS["second_auditor"]])
    with pytest.raises(RuleBroken, match="audit_is_over"):
        audit_reports.save(audit, reporting.written(), version=0, by=viewer("auditor"))
    reporting.answer_all(audit)
    kept = audit_reports.save(
        audit, reporting.written(conclusion=""), version=0, by=viewer("auditor")
    )
    assert (kept.opinion, kept.conclusion, kept.version) == (reporting.OPINION, "", 1)
    with pytest.raises(Stale, match="record_changed"):
        audit_reports.save(audit, reporting.written(), version=0, by=viewer("second_auditor"))
    audit_reports.save(audit, reporting.written(), version=1, by=viewer("second_auditor"))
    assert kept.writer_ids == [IDS["auditor"], IDS["second_auditor"]]
    for key in ("audit_manager", "head", "representative"):
        with pytest.raises(NotAllowed, match="audit_team_only"):
            audit_reports.save(audit, reporting.written(), version=2, by=viewer(key))
    trail.write_pending()
    assert "report" not in {entry.move for entry in trail.history(audit.reference)}


def test_the_lead_signs_once_and_the_audit_manager_is_asked(app: Flask) -> None:
    audit = reporting.done(team_ids=[IDS["auditor"], IDS["second_auditor"]])
    with pytest.raises(NotAllowed, match="report_signed_by_lead"):
        reporting.sign(audit, by="second_auditor")
    with pytest.raises(BadInput, match="report_incomplete"):
        reporting.sign(audit, opinion=" ")
    made = reporting.sign(audit)
    assert (audit.state, made.number, made.signed_by_id) == (
        AuditState.REPORTED, 1, IDS["auditor"],
    )  # fmt: skip
    assert audit.signature_due_on == TODAY + timedelta(days=7)
    assert letters("report_asked") == ["有賀 俊"]
    with pytest.raises(RuleBroken, match="audit_is_over"):
        reporting.sign(audit)
    with pytest.raises(RuleBroken, match="audit_is_over"):
        audit_reports.save(audit, reporting.written(), version=1, by=viewer("auditor"))


def test_a_report_is_not_signed_while_a_row_has_no_result(app: Flask) -> None:
    audit = builders.audit()
    builders.finding(audit)
    with pytest.raises(RuleBroken) as refused:
        reporting.sign(audit)
    assert (refused.value.key, refused.value.values["count"]) == ("checklist_not_done", 3)


def test_what_changed_since_the_lead_looked_is_named_and_nothing_is_signed(app: Flask) -> None:
    audit = reporting.done()
    seen = reporting.seal(audit)
    finding = builders.finding(audit)
    with pytest.raises(Stale) as refused:
        audit_reports.sign(audit, reporting.written(), seen, version=0, by=viewer("auditor"))
    assert refused.value.values == {"changed": [Part.CHECKLIST, Part.FINDINGS]}
    assert (audit.state, audit_reports.signed(audit.id)) == (AuditState.UNDER_WAY, [])
    assert findings_of(reporting.sign(audit).content)[0]["reference"] == finding.reference
    for odd in ("", "forged", "a.b.c.d.e"):
        assert report_content.broken_parts(odd, seen)


def test_a_report_led_by_the_audit_manager_goes_straight_to_the_representative(app: Flask) -> None:
    audit = builders.audit(team_ids=[IDS["audit_manager"]])
    reporting.answer_all(audit, by="audit_manager")
    reporting.sign(audit, by="audit_manager")
    assert audit.state is AuditState.APPROVED
    assert letters("report_asked") == []
    assert letters("report_to_receive") == ["宮下 恒一"]
    trail.write_pending()
    assert trail.history(audit.reference)[0].move == "report_straight"


def test_an_audit_manager_who_wrote_in_the_report_does_not_approve_it(app: Flask) -> None:
    audit = builders.audit(team_ids=[IDS["auditor"], IDS["audit_manager"]])
    reporting.answer_all(audit)
    audit_reports.save(audit, reporting.written(), version=0, by=viewer("audit_manager"))
    reporting.sign(audit)
    assert audit.state is AuditState.APPROVED


def test_a_signed_report_is_bound_to_its_digest_and_to_the_trail(app: Flask) -> None:
    audit = reporting.done()
    trail.write_pending()
    head = trail.head()
    made = reporting.sign(audit)
    assert made.digest == approvals.digest(made.content)
    signature = made.content[audit_reports.SIGNATURE]
    assert (signature["trail"], signature["trail_digest"]) == head
    assert (signature["number"], signature["name"]) == (1, "小口 彩香")
    trail.write_pending()
    assert list(trail.verify(signature["trail_digest"])) == []
    noted = {value.field: value.after for value in trail.history(audit.reference)[0].values}
    assert (noted["report_digest"], noted["report_number"]) == (made.digest, "1")


def test_r17_later_changes_of_names_units_and_findings_do_not_alter_a_signed_report(
    app: Flask,
) -> None:
    audit = builders.audit()
    finding = builders.finding(audit)
    reporting.answer_all(audit)
    made = reporting.sign(audit)
    before, digest = approvals.digest(made.content), made.digest
    people.person(IDS["auditor"]).name = "小口 彩"
    people.unit(UNIT_IDS["松本教室"]).name = "松本校"
    people.the_company().name = "別の会社"
    finding.fact, finding.grade = "書き換えた事実", Grade.OBSERVATION
    findings.withdraw(finding, reason="誤認", version=finding.version, by=viewer("audit_manager"))
    session.flush()
    session.expire(made)
    assert (approvals.digest(made.content), made.digest) == (before, digest)
    assert made.content[Part.TEAM.value]["auditors"][0]["name"] == "小口 彩香"
    assert made.signers[audit_reports.SIGNATURE]["name"] == "小口 彩香"
    assert findings_of(made.content)[0]["fact"] == builders.FACT


@pytest.mark.parametrize("state", [AuditState.REPORTED, AuditState.APPROVED, AuditState.CLOSED])
def test_r17_nothing_is_recorded_in_an_audit_that_is_reported(
    app: Flask, state: AuditState
) -> None:
    audit = reporting.audit_in(state)
    row = checklists.item(audit, 1)
    with pytest.raises(RuleBroken, match="audit_is_over"):
        checklists.record(
            audit, row, Result.OBSERVATION, "", version=row.version, by=viewer("auditor")
        )
    with pytest.raises(RuleBroken, match="audit_is_over"):
        builders.finding(audit)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        audits.cancel(audit, reason="中止", version=audit.version, by=viewer("audit_manager"))


def test_a_report_is_not_signed_while_a_row_that_does_not_conform_has_no_finding(
    app: Flask,
) -> None:
    audit = builders.audit()
    a_checklist.record(audit, 2, Result.NONCONFORMING)
    a_checklist.record(audit, 4, Result.NONCONFORMING)
    reporting.answer_all(audit)
    with pytest.raises(RuleBroken) as refused:
        reporting.sign(audit)
    assert (refused.value.key, refused.value.values) == ("rows_without_finding", {"rows": "2・4"})
    assert audit.state is AuditState.UNDER_WAY
    builders.finding(audit, 2)
    a_checklist.record(audit, 4)
    assert reporting.sign(audit).number == 1


def test_a_row_whose_finding_was_withdrawn_lacks_one_again(app: Flask) -> None:
    audit = builders.audit()
    filed = builders.finding(audit)
    reporting.answer_all(audit)
    findings.withdraw(filed, reason="誤認", version=filed.version, by=viewer("audit_manager"))
    with pytest.raises(RuleBroken, match="rows_without_finding"):
        reporting.sign(audit)


def test_an_observation_without_a_finding_is_told_and_does_not_keep_a_signature_away(
    app: Flask,
) -> None:
    audit = builders.audit()
    a_checklist.record(audit, 3, Result.OBSERVATION)
    reporting.answer_all(audit)
    lacks = checklist_rows.unfiled(audit)
    assert (lacks.positions, [row.position for row in lacks.better]) == ([], [3])
    assert reporting.sign(audit).number == 1
