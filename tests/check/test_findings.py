"""Findings on both databases: filed from a row, seen by whom they concern, settled or withdrawn."""

from datetime import timedelta

import pytest
from flask import Flask

from pms_tracker.act import filing
from pms_tracker.check import audits, checklists, findings
from pms_tracker.check.findings import Filter
from pms_tracker.check.rules import AuditState, FindingState, Grade, Result
from pms_tracker.database import Order
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.plan import policies
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS, viewer

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
    assert findings.counted(viewer(key), Filter()) == int(sees)
    assert [row.id for row in findings.listed(viewer(key), Filter())] == [finding.id] * sees
    if sees:
        assert findings.by_reference(REFERENCE, seen_by=viewer(key), for_update=True) is finding
        return
    with pytest.raises(NotFound, match="no_such_record"):
        findings.by_reference(REFERENCE, seen_by=viewer(key))


def test_an_auditor_sees_earlier_findings_of_the_unit_but_not_later_ones(app: Flask) -> None:
    earlier = builders.finding()
    second = builders.audit(team_ids=[IDS["second_auditor"]])
    later = builders.finding()
    seen = [row.id for row in findings.listed(viewer("second_auditor"), Filter())]
    assert second.id > earlier.audit_id
    assert (earlier.id in seen, later.id in seen) == (True, False)


def test_a_reference_of_another_kind_is_no_finding(app: Flask) -> None:
    builders.finding()
    with pytest.raises(NotFound):
        findings.by_reference(Reference(Kind.CASE, 2026, 1), seen_by=viewer("representative"))


def test_a_list_is_narrowed_by_each_filter_and_counted_alike(app: Flask) -> None:
    audit = builders.audit()
    first = builders.finding(audit, 1, fact="髙橋さんの申込書が100%の棚にあった。")
    second = builders.finding(audit, 2, grade=Grade.OBSERVATION)
    boss = viewer("audit_manager")
    for wanted, found in (
        (Filter(), [second.id, first.id]),
        (Filter(grade=Grade.OBSERVATION), [second.id]),
        (Filter(state=FindingState.OPEN), [first.id]),
        (Filter(unit_id=UNIT_IDS["本部"]), []),
        (Filter(requirement_id=first.requirement_id), [first.id]),
        (Filter(found=Days(TODAY, TODAY)), [second.id, first.id]),
        (Filter(found=Days(None, TODAY - timedelta(days=1))), []),
        (Filter(standing=True), [second.id, first.id]),
        (Filter(text="高橋"), [first.id]),
        (Filter(text="100%の"), [first.id]),
        (Filter(text="1%の"), []),
        (Filter(text="  "), [second.id, first.id]),
    ):
        assert [row.id for row in findings.listed(boss, wanted)] == found
        assert findings.counted(boss, wanted) == len(found)
    assert [row.id for row in findings.listed(boss, Filter(), Order(after=(second.id,)))] == [
        first.id
    ]


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


def test_findings_are_looked_up_by_audit_by_likeness_and_by_policy(app: Flask) -> None:
    audit = builders.audit()
    first, second = builders.finding(audit), builders.finding(audit, 2, grade=Grade.OBSERVATION)
    assert findings.of_audit(audit.id) == [first, second]
    boss = viewer("audit_manager")
    assert findings.similar(first.requirement_id, UNIT_IDS["書店"], boss) == [first]
    assert findings.similar(first.requirement_id, audit.unit_id, boss) == [second, first]
    assert findings.similar(first.requirement_id, audit.unit_id, viewer("other_head")) == []
    editions = [policies.in_force(builders.policy().id).id]
    assert findings.against_policy(editions, boss) == [first]
    assert findings.against_policy([], boss) == []
