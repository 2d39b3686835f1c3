"""Checklists on paper, on both databases: entered later, in the name of whoever carried it out."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask

from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.day import checklist_rows, paper_sheets
from pms_tracker.check.rules.audit_rules import AuditState, Result
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.check.preparing import a_checklist

MONDAY = TODAY - timedelta(days=8)


def test_paper_of_an_earlier_day_begins_the_audit_on_that_day(app: Flask, tmp_path: Path) -> None:
    audit = builders.audit()
    sheet = a_checklist.paper(tmp_path, audit, "audit_manager", carried_out_on=MONDAY)
    assert (audit.state, audit.held_on) == (AuditState.UNDER_WAY, MONDAY)
    assert (sheet.number, sheet.carried_out_by_id, sheet.entered_by_id) == (
        1,
        IDS["auditor"],
        IDS["audit_manager"],
    )
    assert [each.name for each in evidence.files(f"{audit.reference}/P1")] == ["checklist.pdf"]
    trail.write_pending()
    begun = next(each for each in trail.history(audit.reference) if each.move == "sheet_begun")
    assert begun.actor_name == "有賀 俊"
    assert {value.field: value.after for value in begun.values} == {
        "digest": sha256(a_checklist.SCAN.content).hexdigest(),
        "sheet": "1",
        "carried_out_by": "小口 彩香",
        "carried_out_on": MONDAY.isoformat(),
    }
    started = next(each for each in trail.history(audit.reference) if each.move == "start")
    assert started.actor_name == "有賀 俊", "the trail names whoever typed it"


def test_a_row_typed_in_from_paper_is_its_auditors_and_says_so(app: Flask, tmp_path: Path) -> None:
    audit = builders.audit()
    sheet = a_checklist.paper(tmp_path, audit, "audit_manager", carried_out_on=MONDAY)
    a_checklist.record(audit, 2, Result.OBSERVATION, "棚を見た", "audit_manager", sheet=sheet)
    row = checklists.item(audit, 2)
    assert (row.answered_by_id, row.sheet_id) == (IDS["auditor"], sheet.id)
    (shown,) = checklist_rows.rows(audit, [2])
    assert (shown.answered_by, shown.sheet, shown.carried_out_on) == ("小口 彩香", 1, MONDAY)
    trail.write_pending()
    (entry,) = trail.history(f"{audit.reference}/2")
    assert entry.actor_name == "有賀 俊"
    assert ("sheet", "1") in {(value.field, value.after) for value in entry.values}
    a_checklist.record(audit, 2, Result.CONFORMS)
    assert checklists.item(audit, 2).sheet_id is None, "put right on the screen, it is no paper"


def test_four_eyes_hold_for_whoever_the_paper_names(app: Flask, tmp_path: Path) -> None:
    audit = builders.audit()
    for name, by in (("audit_manager", "audit_manager"), ("owner", "auditor")):
        with pytest.raises(NotAllowed, match="audit_team_only"):
            a_checklist.paper(tmp_path, audit, by, carried_out_by_id=IDS[name])
    for by in ("second_auditor", "head", "representative", "privacy_manager"):
        with pytest.raises(NotAllowed, match="paper_by_another") as refused:
            a_checklist.paper(tmp_path, audit, by)
        assert refused.value.values["who"] == ("有賀 俊",)
    sheet = a_checklist.paper(tmp_path, audit)
    for by in ("second_auditor", "head"):
        with pytest.raises(NotAllowed, match="sheet_of_another"):
            a_checklist.record(audit, 1, by=by, sheet=sheet)
    with pytest.raises(NotAllowed, match="audit_team_only"):
        a_checklist.record(audit, 1, by="audit_manager")


def test_independence_is_judged_as_of_the_papers_day(app: Flask, tmp_path: Path) -> None:
    """Whoever belonged to the unit on that day did not audit it, whatever they do today."""
    audit = builders.audit()
    who, unit = people.person(IDS["auditor"]), people.unit(UNIT_IDS["松本教室"])
    there = staffing.enrol(who, unit, since_on=MONDAY, by=SYSTEM)
    staffing.end_membership(who, there.id, until_on=MONDAY, reason="応援", by=SYSTEM)
    with pytest.raises(RuleBroken, match="auditor_of_own_unit") as refused:
        a_checklist.paper(tmp_path, audit, carried_out_on=MONDAY)
    assert refused.value.values["name"] == "小口 彩香"
    assert audit.state is AuditState.PLANNED
    a_checklist.paper(tmp_path, audit, carried_out_on=MONDAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"scan": None}, "sheet_needs_scan"),
        ({"scan": Upload("a.pdf", b"")}, "file_empty"),
        ({"carried_out_on": TODAY + timedelta(days=1)}, "day_in_future"),
    ],
)
def test_paper_needs_its_scan_and_a_day_that_was(
    app: Flask, tmp_path: Path, changes: dict[str, object], key: str
) -> None:
    with pytest.raises((BadInput, RuleBroken), match=key):
        a_checklist.paper(tmp_path, builders.audit(), **changes)


def test_papers_are_numbered_and_none_comes_once_the_audit_is_over(
    app: Flask, tmp_path: Path
) -> None:
    audit = builders.audit()
    assert [a_checklist.paper(tmp_path, audit).number for _ in range(2)] == [1, 2]
    assert [row.ChecklistSheet.number for row in checklist_rows.sheets(audit.id)] == [1, 2]
    assert paper_sheets.sheet(audit, 2).number == 2
    with pytest.raises(NotFound, match="no_such_sheet"):
        paper_sheets.sheet(audit, 3)
    audits.cancel(audit, reason="閉室", by=viewer("audit_manager"), version=audit.version)
    with pytest.raises(RuleBroken, match="audit_is_over"):
        a_checklist.paper(tmp_path, audit)
