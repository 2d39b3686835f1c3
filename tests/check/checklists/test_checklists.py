"""Checklists on both databases: answered by the team, row by row, without losing a colleague's."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.act.cases import filing
from pms_tracker.act.teams import assignments
from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.day import checklist_rows
from pms_tracker.check.rules.audit_rules import AuditState, Grade, Result
from pms_tracker.check.rules.checklist_rules import Sample
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import parse_reference
from pms_tracker.trail import trail
from tests import builders, reporting
from tests.cast import IDS, POLICY, TODAY, UNIT_IDS, viewer
from tests.check.preparing import a_checklist


def record(
    audit: Audit, result: Result = Result.CONFORMS, note: str = "", by: str = "auditor"
) -> None:
    row = checklists.item(audit, 1, for_update=True)
    assignments.begin(audit, by=viewer(by))
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


UUID = "0b7e1c52-3a4f-4d1b-9c1e-7f2a6b8c9d10"
OTHER_UUID = "0b7e1c52-3a4f-4d1b-9c1e-7f2a6b8c9d11"


def test_a_row_says_who_was_asked_and_what_was_sampled(app: Flask) -> None:
    audit = builders.audit()
    sample = Sample(120, 30, " 4枚おき ")
    a_checklist.record(audit, asked=" 伊藤 大輔 ", sample=sample)
    row = checklists.item(audit, 1)
    assert (row.asked, row.population, row.sample_size, row.sample_how) == (
        "伊藤 大輔",
        120,
        30,
        "4枚おき",
    )
    a_checklist.record(audit, note="見た")
    assert checklists.item(audit, 1).asked == "伊藤 大輔", "what a form does not carry stays"
    a_checklist.record(audit, asked="", sample=Sample())
    row = checklists.item(audit, 1)
    assert (row.asked, row.population, row.sample_size, row.sample_how) == ("", None, None, "")
    with pytest.raises(BadInput, match="sample_larger"):
        a_checklist.record(audit, sample=Sample(3, 4))
    trail.write_pending()
    _newest, _note, first = trail.history(f"{audit.reference}/1")
    assert ("sample_size", None, "30") in {(v.field, v.before, v.after) for v in first.values}


def test_a_change_taken_before_answers_as_success_and_changes_nothing(app: Flask) -> None:
    """The answer was lost on the way, so the browser sends it again: by its UUID it is known."""
    audit = builders.audit()
    assert a_checklist.record(audit, note="見た", version=1, uuid=UUID) == 2
    a_checklist.record(audit, note="見直した")
    assert a_checklist.record(audit, note="見た", version=1, uuid=UUID) == 2
    row = checklists.item(audit, 1)
    assert (row.note, row.version) == ("見直した", 3)
    # What follows builds on the version that came of it, so it does not undo a colleague's.
    with pytest.raises(Stale, match="row_changed"):
        a_checklist.record(audit, note="続き", version=2, uuid=OTHER_UUID)
    trail.write_pending()
    assert len(trail.history(f"{audit.reference}/1")) == 2


def test_a_uuid_is_of_one_row_and_one_person(app: Flask) -> None:
    audit = builders.audit(team_ids=[IDS["auditor"], IDS["audit_manager"]])
    a_checklist.record(audit, uuid=UUID)
    for position, by in ((2, "auditor"), (1, "audit_manager")):
        with pytest.raises(RuleBroken, match="change_of_another"):
            a_checklist.record(audit, position, by=by, uuid=UUID)


def test_a_row_cannot_say_not_applicable_by_being_sent_again_without_reason(app: Flask) -> None:
    audit = builders.audit()
    with pytest.raises(RuleBroken, match="not_applicable_needs_reason"):
        a_checklist.record(audit, 1, Result.NOT_APPLICABLE, uuid=UUID)
    assert a_checklist.record(audit, 1, Result.NOT_APPLICABLE, "紙がない", uuid=UUID) == 2


def test_evidence_lies_with_its_row_and_comes_once(app: Flask, tmp_path: Path) -> None:
    audit = builders.begun()
    row, shelf = checklists.item(audit, 3), a_checklist.shelf(tmp_path)
    photo = [Upload("棚.txt", b"shelf")]
    for _ in range(2):
        checklists.attach(audit, row, photo, shelf, by=viewer("auditor"), uuid=UUID)
    checklists.attach(audit, row, photo, shelf, by=viewer("auditor"))
    assert [each.number for each in evidence.files(f"{audit.reference}/3")] == [1, 2]
    assert [row.files for row in checklist_rows.rows(audit)] == [0, 0, 2, 0]
    assert row.version == 1, "a photo does not make what a colleague writes stale"
    with pytest.raises(NotAllowed, match="audit_team_only"):
        checklists.attach(audit, row, photo, shelf, by=viewer("audit_manager"))
    with pytest.raises(BadInput, match="file_empty"):
        checklists.attach(audit, row, [Upload("a.txt", b"")], shelf, by=viewer("auditor"))


def test_the_versions_say_what_a_colleague_wrote_and_who_writes_lately(app: Flask) -> None:
    audit = builders.audit(team_ids=[IDS["auditor"], IDS["audit_manager"]])
    a_checklist.record(audit, 2)
    a_checklist.record(audit, 3, by="audit_manager")
    reference = parse_reference(audit.reference)
    assert reference is not None
    found = checklist_rows.versions(reference, viewer("auditor"))
    assert {row.position: row.version for row in found} == {1: 1, 2: 2, 3: 2, 4: 1}
    assert checklist_rows.also_writing(found, IDS["auditor"]) == ["有賀 俊"]
    checklists.item(audit, 3).answered_at = clock.now() - checklist_rows.LATELY
    session.flush()
    found = checklist_rows.versions(reference, viewer("auditor"))
    assert checklist_rows.also_writing(found, IDS["auditor"]) == []
    with pytest.raises(NotFound, match="no_such_record"):
        checklist_rows.versions(reference, viewer("second_auditor"))


def test_the_last_results_are_those_of_the_last_closed_audit_of_the_unit(app: Flask) -> None:
    before = builders.audit()
    for position in range(1, 5):
        a_checklist.record(before, position, Result.OBSERVATION, "雑")
    now = builders.audit()
    assert checklist_rows.last_results(now) == {}
    reporting.audit_in(AuditState.CLOSED, before)
    requirement_id = checklists.item(before, 1).requirement_id
    assert checklist_rows.last_results(now)[requirement_id, ""] is Result.OBSERVATION


def test_what_came_out_last_time_and_is_known_is_told_across_editions(app: Flask) -> None:
    before = builders.audit()
    a_checklist.record(before, 1, Result.OBSERVATION)
    builders.finding(before, 2)
    before.state, before.closed_on = AuditState.CLOSED, TODAY
    session.flush()
    builders.new_version(POLICY.replace("教材の発送", "教材と会報の発送"))
    now = builders.audit()
    first, second, *_rest = [row.requirement_id for row, _clause in checklists.rows(now.id)]
    assert checklist_rows.last_results(now)[first, ""] is Result.OBSERVATION
    assert checklist_rows.known_of(now, second, TODAY, viewer("audit_manager")) == 1


def test_findings_known_of_a_requirement_are_counted_as_the_reader_may_see(app: Flask) -> None:
    builders.finding(builders.audit())
    other = builders.audit(unit_id=UNIT_IDS["教務部"], team_ids=[IDS["auditor"]])
    builders.finding(other)
    audit = builders.audit(team_ids=[IDS["second_auditor"]])
    requirement_id = checklists.item(audit, 1).requirement_id
    since = TODAY - timedelta(days=700)
    for name, count in (("audit_manager", 2), ("second_auditor", 1)):
        known = checklist_rows.known_of(audit, requirement_id, since, viewer(name))
        assert known == count, name
    tomorrow = TODAY + timedelta(days=1)
    assert checklist_rows.known_of(audit, requirement_id, tomorrow, viewer("audit_manager")) == 0
