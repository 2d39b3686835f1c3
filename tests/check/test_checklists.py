"""Checklists on both databases: answered by the team, row by row, without losing a colleague's."""

import pytest
from flask import Flask

from pms_tracker.act import filing
from pms_tracker.check import audits, checklists
from pms_tracker.check.models import Audit
from pms_tracker.check.rules import AuditState, Grade, Result
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.trail import trail
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS, viewer


def record(
    audit: Audit, result: Result = Result.CONFORMS, note: str = "", by: str = "auditor"
) -> None:
    row = checklists.item(audit, 1, for_update=True)
    checklists.record(audit, row, result, note, version=row.version, by=viewer(by))


def test_the_first_answer_starts_the_audit(app: Flask) -> None:
    audit = builders.audit()
    record(audit, note=" 記録を見た ")
    row = checklists.item(audit, 1)
    assert (audit.state, audit.held_on) == (AuditState.UNDER_WAY, TODAY)
    assert (row.result, row.note) == (Result.CONFORMS, "記録を見た")
    assert (row.answered_by_id, row.version) == (IDS["auditor"], 2)
    trail.write_pending()
    assert trail.history(f"{audit.reference}/1")[0].move == "answered"


def test_an_answer_may_be_corrected_and_both_stay_in_the_trail(app: Flask) -> None:
    audit = builders.audit()
    record(audit)
    record(audit, Result.OBSERVATION, "やや雑")
    trail.write_pending()
    newest, oldest = trail.history(f"{audit.reference}/1")
    assert [(v.before, v.after) for v in newest.values if v.field == "result"] == [
        ("conforms", "observation")
    ]
    assert [(v.before, v.after) for v in oldest.values if v.field == "result"] == [
        ("not_yet", "conforms")
    ]


def test_nobody_outside_the_team_answers(app: Flask) -> None:
    audit = builders.audit()
    for key in ("second_auditor", "audit_manager", "head", "administrator"):
        with pytest.raises(NotAllowed, match="audit_team_only"):
            record(audit, by=key)
    assert audit.state is AuditState.PLANNED


@pytest.mark.parametrize("note", ["", "  "])
def test_not_applicable_needs_a_reason(app: Flask, note: str) -> None:
    audit = builders.audit()
    with pytest.raises(RuleBroken, match="not_applicable_needs_reason"):
        record(audit, Result.NOT_APPLICABLE, note)
    record(audit, Result.NOT_APPLICABLE, "紙を扱わない")


def test_a_row_that_a_colleague_answered_meanwhile_is_stale(app: Flask) -> None:
    audit = builders.audit()
    seen = checklists.item(audit, 1).version
    record(audit)
    row = checklists.item(audit, 1)
    with pytest.raises(Stale, match="row_changed"):
        checklists.record(audit, row, Result.OBSERVATION, "", version=seen, by=viewer("auditor"))


def test_nothing_is_answered_once_the_audit_is_over(app: Flask) -> None:
    audit = builders.audit()
    audits.cancel(audit, reason="閉室", by=viewer("audit_manager"), version=audit.version)
    with pytest.raises(RuleBroken, match="audit_is_over"):
        record(audit)


@pytest.mark.parametrize("position", [0, 5])
def test_a_row_that_is_not_there_is_not_found(app: Flask, position: int) -> None:
    with pytest.raises(NotFound, match="no_such_row"):
        checklists.item(builders.audit(), position)


def test_a_row_shows_its_findings_but_not_withdrawn_ones(app: Flask) -> None:
    audit = builders.audit()
    kept, withdrawn = builders.finding(audit), builders.finding(audit)
    filing.withdraw(withdrawn, reason="誤認", version=withdrawn.version, by=viewer("audit_manager"))
    row = checklists.item(audit, 1)
    assert checklists.findings_by_item(audit.id) == {row.id: [kept.reference]}


def test_a_row_says_what_its_gravest_finding_says(app: Flask) -> None:
    audit = builders.audit()
    builders.finding(audit)
    builders.finding(audit, grade=Grade.GOOD_PRACTICE)
    assert checklists.item(audit, 1).result is Result.NONCONFORMING
    with pytest.raises(RuleBroken, match="row_has_finding"):
        record(audit)
    trail.write_pending()
    moves = [entry.move for entry in trail.history(f"{audit.reference}/1")]
    assert moves == ["answered", "answered"]


def test_a_row_whose_finding_was_withdrawn_may_be_answered_anew(app: Flask) -> None:
    audit = builders.audit(unit_id=UNIT_IDS["松本教室"])
    finding = builders.finding(audit)
    filing.withdraw(finding, reason="誤認", version=finding.version, by=viewer("audit_manager"))
    record(audit)
    assert checklists.item(audit, 1).result is Result.CONFORMS
