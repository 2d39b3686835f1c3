"""Erasing what an audit, its report and its papers say, on both databases."""

from pathlib import Path

import pytest
from flask import Flask

from pms_tracker.act.erasures.erasures import TOMBSTONE
from pms_tracker.approvals import approvals
from pms_tracker.check.day import paper_sheets
from pms_tracker.check.reports import audit_reports
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.database import commit
from pms_tracker.desk import kept_drafts
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.trail import trail
from tests import builders, reporting
from tests.act.erasures.erasing import ask, erase, told
from tests.cast import IDS, viewer
from tests.check.preparing import a_checklist

AUDIT = Reference(Kind.AUDIT, 2026, 1)
SECRET = "山田太郎の件は別に述べた。"


@pytest.mark.parametrize("field", ["strong_points", "opinion", "conclusion", "distribution"])
def test_what_the_auditors_wrote_is_erased_from_every_signed_report_and_the_one_being_written(
    app: Flask, tmp_path: Path, field: str
) -> None:
    audit = reporting.done()
    first = reporting.sign(audit, **{field: SECRET})
    reporting.send_back(audit)
    second = reporting.sign(audit, **{field: SECRET})
    digests = [first.digest, second.digest]
    kept_drafts.keep(IDS["auditor"], f"/check/audits/{audit.reference}/report/", [(field, SECRET)])
    erase(tmp_path, AUDIT, field)
    written = audit_reports.of(audit.id)
    assert written is not None
    assert getattr(written, field) == TOMBSTONE
    for row in (first, second):
        assert row.content["opinion"][field] == TOMBSTONE
        assert SECRET not in str(row.content)
        assert row.erased_at is not None
    assert [first.digest, second.digest] == digests
    assert kept_drafts.places(IDS["auditor"]) == {}
    assert list(trail.verify()) == []
    # The next signature binds to the same digest still.
    assert reporting.decide(audit).digest == second.digest


@pytest.mark.parametrize("field", ["conclusion", "closing_note"])
def test_a_closed_audit_ends_with_its_reports_conclusion_and_both_go(
    app: Flask, tmp_path: Path, field: str
) -> None:
    audit = reporting.done()
    signed = reporting.sign(audit, conclusion=SECRET)
    reporting.decide(audit)
    reporting.receive(audit)
    assert audit.closing_note == SECRET
    erase(tmp_path, AUDIT, field)
    assert audit.closing_note == signed.content["opinion"]["conclusion"] == TOMBSTONE
    assert SECRET not in told(audit.reference)
    assert audit.state is AuditState.CLOSED


def test_reasons_and_instructions_are_erased_and_the_decisions_stay(
    app: Flask, tmp_path: Path
) -> None:
    audit = reporting.done()
    reporting.sign(audit)
    reporting.send_back(audit, reason=SECRET)
    reporting.sign(audit)
    reporting.decide(audit)
    reporting.receive(audit, reason=SECRET)
    erase(tmp_path, AUDIT, "reason")
    given = [row.reason for row in approvals.decisions(audit.reference) if row.reason]
    assert given == [TOMBSTONE, TOMBSTONE]
    assert SECRET not in told(audit.reference)


def test_a_text_of_the_plan_is_erased_from_the_signed_report_as_well(
    app: Flask, tmp_path: Path
) -> None:
    audit = reporting.done()
    audit.objective = SECRET
    signed = reporting.sign(audit)
    assert signed.content["head"]["objective"] == SECRET
    with pytest.raises(BadInput, match="nothing_to_erase"):
        ask(AUDIT, "scope")
    erase(tmp_path, AUDIT, "objective")
    assert audit.objective == signed.content["head"]["objective"] == TOMBSTONE
    assert signed.erased_at is not None


def test_what_is_typed_of_the_checklist_meanwhile_stays(app: Flask, tmp_path: Path) -> None:
    audit = reporting.done()
    reporting.sign(audit, opinion=SECRET)
    place = f"/check/audits/{audit.reference}/checklist/"
    kept_drafts.keep(IDS["auditor"], place, [("row", "1")])
    erase(tmp_path, AUDIT, "opinion")
    assert set(kept_drafts.places(IDS["auditor"])) == {place}


def test_the_scan_of_a_stamped_report_is_erased_and_its_signature_stands(
    app: Flask, tmp_path: Path
) -> None:
    audit = reporting.audit_in(AuditState.APPROVED)
    scan = [Upload("押印.pdf", b"%PDF-1.7 x")]
    evidence.attach(audit.reference, scan, tmp_path, limit_bytes=1000, by=viewer("auditor"))
    kept = evidence.path_of(tmp_path, evidence.file(audit.reference, 1).sha256)
    erase(tmp_path, AUDIT, "", 1)
    commit()
    assert not kept.exists()
    assert evidence.files(audit.reference)[0].name == TOMBSTONE
    assert audit.state is AuditState.APPROVED


def test_the_scan_of_a_paper_is_erased_and_who_carried_it_out_stays(
    app: Flask, tmp_path: Path
) -> None:
    audit = builders.audit()
    paper = a_checklist.paper(tmp_path, audit)
    assert paper_sheets.erased_scans(audit, [paper]) == set()
    erase(tmp_path, AUDIT, "", 1, part="P1")
    commit()
    assert paper_sheets.erased_scans(audit, [paper]) == {1}
    assert paper.carried_out_by_id == IDS["auditor"]
    assert a_checklist.SCAN.name not in told("AU-2026-001/P1")
    assert list(trail.verify()) == []
    with pytest.raises(BadInput, match="nothing_to_erase"):
        ask(AUDIT, "note", part="P1")
