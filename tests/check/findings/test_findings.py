"""Findings on both databases: filed from a row, seen by whom they concern, settled or withdrawn."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from pms_tracker.act.cases import filing
from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.findings import finding_lists, findings
from pms_tracker.check.findings.finding_lists import Filter
from pms_tracker.check.rules.audit_rules import (
    NONCONFORMITIES,
    AuditState,
    FindingState,
    Grade,
    Result,
)
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import IDS, TODAY, viewer

REFERENCE = Reference(Kind.FINDING, 2026, 1)


def test_a_finding_holds_requirement_fact_and_evidence(app: Flask) -> None:
    audit = builders.audit()
    finding = builders.finding(audit, 2, fact=f" {builders.FACT}\n")
    row = checklists.item(audit, 2)
    assert (finding.reference, finding.fact) == ("F-2026-001", builders.FACT)
    assert finding.title == builders.FACT.rstrip("。")
    assert (finding.requirement_id, finding.unit_id) == (row.requirement_id, audit.unit_id)
    assert (row.result, row.answered_by_id) == (Result.NONCONFORMING, IDS["auditor"])
    assert audit.state is AuditState.UNDER_WAY


@pytest.mark.parametrize(
    ("grade", "state"),
    [
        (Grade.NONCONFORMITY, FindingState.OPEN),
        (Grade.OBSERVATION, FindingState.NOTED),
        (Grade.GOOD_PRACTICE, FindingState.NOTED),
    ],
)
def test_only_a_nonconformity_stays_open(app: Flask, grade: Grade, state: FindingState) -> None:
    assert builders.finding(grade=grade).state is state


@pytest.mark.parametrize(
    ("changes", "refusal", "kind"),
    [
        ({"fact": " "}, "fact_needed", BadInput),
        ({"evidence": "\n"}, "evidence_needed", BadInput),
        ({"found_on": TODAY + timedelta(days=1)}, "day_in_future", RuleBroken),
    ],
)
def test_a_finding_that_proves_nothing_is_refused(
    app: Flask, changes: dict[str, object], refusal: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind, match=refusal):
        builders.finding(**changes)


def test_a_good_practice_needs_no_evidence_and_may_be_past(app: Flask) -> None:
    past = TODAY - timedelta(days=40)
    finding = builders.finding(grade=Grade.GOOD_PRACTICE, evidence="", found_on=past)
    assert finding.found_on == past


def test_nobody_outside_the_team_files_and_nothing_is_filed_after_the_end(app: Flask) -> None:
    audit = builders.audit()
    row = checklists.item(audit, 1)
    for key in ("audit_manager", "head", "administrator"):
        with pytest.raises(NotAllowed, match="audit_team_only"):
            findings.record(audit, row, builders.observed(), by=viewer(key))
    audits.cancel(audit, reason="閉室", by=viewer("audit_manager"), version=audit.version)
    with pytest.raises(RuleBroken, match="audit_is_over"):
        builders.finding(audit)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("key", "sees"),
    [
        ("representative", True),
        ("privacy_manager", True),
        ("audit_manager", True),
        ("auditor", True),
        ("head", True),
        ("second_auditor", False),
        ("owner", False),
        ("other_head", False),
        ("administrator", False),
        ("nobody", False),
    ],
)
def test_a_finding_is_seen_by_whom_it_concerns(app: Flask, key: str, sees: bool) -> None:
    finding = builders.finding()
    assert finding_lists.FINDINGS.count(viewer(key), Filter()) == int(sees)
    assert [row.id for row in finding_lists.FINDINGS.page(viewer(key), Filter())] == [
        finding.id
    ] * sees
    if sees:
        assert findings.by_reference(REFERENCE, seen_by=viewer(key), for_update=True) is finding
        return
    with pytest.raises(NotFound, match="no_such_record"):
        findings.by_reference(REFERENCE, seen_by=viewer(key))


def test_an_auditor_sees_earlier_findings_of_the_unit_but_not_later_ones(app: Flask) -> None:
    earlier = builders.finding()
    second = builders.audit(team_ids=[IDS["second_auditor"]])
    later = builders.finding()
    seen = [row.id for row in finding_lists.FINDINGS.page(viewer("second_auditor"), Filter())]
    assert second.id > earlier.audit_id
    assert (earlier.id in seen, later.id in seen) == (True, False)


def test_a_reference_of_another_kind_is_no_finding(app: Flask) -> None:
    builders.finding()
    with pytest.raises(NotFound):
        findings.by_reference(Reference(Kind.CASE, 2026, 1), seen_by=viewer("representative"))


def test_a_settled_finding_can_be_neither_settled_again_nor_withdrawn(app: Flask) -> None:
    finding = builders.finding()
    findings.settle(finding, by=SYSTEM)
    assert finding.state is FindingState.SETTLED
    for refused in (
        lambda: findings.settle(finding, by=SYSTEM),
        lambda: findings.withdraw(
            finding, reason="誤認", version=finding.version, by=viewer("audit_manager")
        ),
    ):
        with pytest.raises(RuleBroken, match="move_not_possible"):
            refused()


def test_a_note_is_withdrawn_with_its_reason_by_the_audit_manager_alone(app: Flask) -> None:
    finding = builders.finding(grade=Grade.OBSERVATION)
    for key in ("auditor", "head", "privacy_manager", "administrator"):
        with pytest.raises(NotAllowed, match="audit_manager_only"):
            filing.withdraw(finding, reason="誤認", version=finding.version, by=viewer(key))
    with pytest.raises(Stale):
        filing.withdraw(finding, reason="誤認", version=0, by=viewer("audit_manager"))
    filing.withdraw(finding, reason=" 誤認 ", version=finding.version, by=viewer("audit_manager"))
    assert (finding.state, finding.withdrawal) == (FindingState.WITHDRAWN, "誤認")
    trail.write_pending()
    assert [entry.move for entry in trail.history(finding.reference)] == ["withdraw", "filed"]


def test_the_findings_of_an_audit_are_told_in_order_of_filing(app: Flask) -> None:
    audit = builders.audit()
    first, second = builders.finding(audit), builders.finding(audit, 2, grade=Grade.OBSERVATION)
    assert [row.id for row in findings.of_audit(audit.id)] == [first.id, second.id]
    around = findings.around(second, viewer("audit_manager"))
    assert (around.Audit, around.Unit.id, around.FindingAnswer) == (audit, audit.unit_id, None)
    assert around.Requirement.id == second.requirement_id


@pytest.mark.parametrize("grade", Grade)
def test_r5_a_nonconformity_has_requirement_fact_evidence_and_grade(
    app: Flask, grade: Grade
) -> None:
    """R5, on the use case and once more in the database itself."""
    finding = builders.finding(grade=grade)
    assert finding.requirement_id
    assert (finding.fact, finding.evidence, finding.grade) == (builders.FACT, "写真2枚", grade)
    for missing in ({"fact": ""}, {"evidence": ""}):
        if grade not in NONCONFORMITIES and "evidence" in missing:
            builders.filed(
                findings.around(finding, viewer("audit_manager")).Audit, grade=grade, **missing
            )
            continue
        with pytest.raises(BadInput, match="needed"):
            builders.filed(
                findings.around(finding, viewer("audit_manager")).Audit, grade=grade, **missing
            )
        name = next(iter(missing))
        empty = update(Finding).where(Finding.id == finding.id).values({name: ""})
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(empty)


def test_files_are_added_by_its_auditors_until_it_is_withdrawn(app: Flask) -> None:
    finding = builders.finding(grade=Grade.OBSERVATION)
    findings.check_adds(finding, viewer("auditor"))
    for key in ("audit_manager", "head", "second_auditor"):
        with pytest.raises(NotAllowed, match="audit_team_only"):
            findings.check_adds(finding, viewer(key))
    filing.withdraw(finding, reason="誤認", version=finding.version, by=viewer("audit_manager"))
    with pytest.raises(RuleBroken, match="finding_withdrawn"):
        findings.check_adds(finding, viewer("auditor"))
