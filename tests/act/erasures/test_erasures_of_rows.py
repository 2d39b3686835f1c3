"""Erasing what stands on rows of an audit's checklist, and its copies, on both databases."""

from pathlib import Path

import pytest
from flask import Flask

from pms_tracker.act.erasures import erasures
from pms_tracker.act.erasures.erasures import TOMBSTONE
from pms_tracker.check.checklists import checklists
from pms_tracker.check.day import checklist_file
from pms_tracker.check.reports import audit_reports
from pms_tracker.check.rules.audit_rules import Result
from pms_tracker.check.rules.checklist_rules import Sample
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import commit
from pms_tracker.desk import kept_drafts
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.trail import trail
from tests import builders, reporting
from tests.act.erasures.erasing import ask, erase, told
from tests.cast import IDS, viewer
from tests.check.preparing import a_checklist

AUDIT = Reference(Kind.AUDIT, 2026, 1)
NOTE = "山田太郎の申込書を見た。"
ASKED = "田中花子"
HOW = "山田から五十音順に3件"
WALK = "/check/audits/AU-2026-001/checklist/"


def answered() -> Audit:
    """An audit whose first row says whom it asked and what it saw, and its second as well."""
    audit = builders.audit()
    sample = Sample(40, 3, HOW)
    for position in (1, 2):
        a_checklist.record(audit, position, note=NOTE, asked=ASKED, sample=sample)
    return audit


@pytest.mark.parametrize("field", ["note", "asked", "sample_how"])
def test_what_a_row_says_is_erased_there_and_in_the_trail_and_nowhere_else(
    app: Flask, tmp_path: Path, field: str
) -> None:
    audit = answered()
    row, other = (checklists.item(audit, position) for position in (1, 2))
    version = row.version
    erase(tmp_path, AUDIT, field, part="1")
    said = {"note": row.note, "asked": row.asked, "sample_how": row.sample_how}
    assert {name for name, words in said.items() if words == TOMBSTONE} == {field}
    assert (row.result, row.population, row.sample_size) == (Result.CONFORMS, 40, 3)
    secret = {"note": NOTE, "asked": ASKED, "sample_how": HOW}[field]
    assert secret not in told("AU-2026-001/1")
    assert secret in told("AU-2026-001/2")
    assert getattr(other, field) == secret
    moves = [entry.move for entry in trail.history("AU-2026-001/1")]
    assert moves[:2] == ["erased", "erasure_asked"]
    assert list(trail.verify()) == []
    with pytest.raises(Stale):
        a_checklist.record(audit, 1, note=NOTE, version=version)


def test_what_a_row_said_before_is_erased_though_it_says_nothing_now(
    app: Flask, tmp_path: Path
) -> None:
    audit = answered()
    a_checklist.record(audit, 1, note="")
    erase(tmp_path, AUDIT, "note", part="1")
    assert checklists.item(audit, 1).note == ""
    assert NOTE not in told("AU-2026-001/1")


def test_the_checklist_as_a_file_shows_the_tombstone(app: Flask, tmp_path: Path) -> None:
    audit = answered()
    erase(tmp_path, AUDIT, "note", part="1")
    assert [each.item.note for each in checklist_file.rows(audit)][:2] == [TOMBSTONE, NOTE]


def test_what_anybody_had_typed_about_the_row_is_forgotten_and_about_others_kept(
    app: Flask, tmp_path: Path
) -> None:
    answered()
    by = IDS["auditor"]
    kept_drafts.keep(by, f"{WALK}1", [("note", NOTE)])
    kept_drafts.keep(by, f"{WALK}1/finding", [("evidence", NOTE)])
    kept_drafts.keep(by, f"{WALK}11", [("note", "別の行")])
    kept_drafts.keep(by, WALK, [("row", "1"), ("note", NOTE)])
    other = IDS["audit_manager"]
    kept_drafts.keep(other, WALK, [("row", "2"), ("note", NOTE)])
    erase(tmp_path, AUDIT, "note", part="1")
    assert set(kept_drafts.places(by)) == {f"{WALK}11"}
    assert set(kept_drafts.places(other)) == {WALK}


def test_a_signed_report_forgets_why_a_row_was_left_out_and_says_so(
    app: Flask, tmp_path: Path
) -> None:
    audit = builders.audit()
    a_checklist.record(audit, 1, Result.NOT_APPLICABLE, NOTE)
    a_checklist.record(audit, 2, Result.NOT_APPLICABLE, "この教室にはない。")
    reporting.answer_all(audit)
    opinion = f"弱さがある。{NOTE}\n山田太郎の申込書を見たほか、棚も見た。"
    signed = reporting.sign(audit, opinion=opinion)
    digest = signed.digest
    erase(tmp_path, AUDIT, "note", part="1")
    assert NOTE not in str(signed.content)
    noted = [each["note"] for each in signed.content["checklist"]["not_applicable"]]
    assert noted == [TOMBSTONE, "この教室にはない。"]
    draft = audit_reports.of(audit.id)
    assert draft is not None
    for words in (signed.content["opinion"]["opinion"], draft.opinion):
        # A sentence of the auditors' own that begins alike is erased by itself.
        assert words == f"弱さがある。{TOMBSTONE}\n山田太郎の申込書を見たほか、棚も見た。"
    assert (signed.digest, signed.erased_at is not None) == (digest, True)


def test_a_note_of_one_word_does_not_riddle_the_report(app: Flask, tmp_path: Path) -> None:
    audit = builders.audit()
    a_checklist.record(audit, 1, note="棚")
    reporting.answer_all(audit)
    signed = reporting.sign(audit, opinion="棚卸しは済み、棚を見た。")
    erase(tmp_path, AUDIT, "note", part="1")
    assert signed.content["opinion"]["opinion"] == "棚卸しは済み、棚を見た。"
    assert signed.erased_at is None


def test_a_finding_filed_from_the_row_keeps_its_own_words(app: Flask, tmp_path: Path) -> None:
    audit = answered()
    finding = builders.finding(audit, evidence=NOTE)
    erase(tmp_path, AUDIT, "note", part="1")
    assert finding.evidence == NOTE
    erase(tmp_path, Reference(Kind.FINDING, 2026, 1), "evidence")
    assert finding.evidence == TOMBSTONE


def test_a_file_of_a_row_is_erased_with_its_bytes_and_its_name(app: Flask, tmp_path: Path) -> None:
    audit = answered()
    row, shelf = checklists.item(audit, 1), a_checklist.shelf(tmp_path)
    photo = Upload("山田太郎.pdf", b"%PDF-1.7 face")
    checklists.attach(audit, row, [photo], shelf, by=viewer("auditor"))
    kept = evidence.path_of(tmp_path, evidence.file("AU-2026-001/1", 1).sha256)
    erase(tmp_path, AUDIT, "", 1, part="1")
    commit()
    assert not kept.exists()
    (file,) = evidence.files("AU-2026-001/1")
    assert (file.name, file.erased_at is not None) == (TOMBSTONE, True)
    assert photo.name not in told("AU-2026-001/1")
    assert list(trail.verify()) == []


def test_bytes_that_a_finding_holds_as_well_stay_until_they_are_erased_there(
    app: Flask, tmp_path: Path
) -> None:
    audit = answered()
    finding, photo = builders.finding(audit), Upload("顔.pdf", b"%PDF-1.7 face")
    shelf, by = a_checklist.shelf(tmp_path), viewer("auditor")
    checklists.attach(audit, checklists.item(audit, 1), [photo], shelf, by=by)
    evidence.attach(finding.reference, [photo], tmp_path, limit_bytes=1000, by=by)
    kept = evidence.path_of(tmp_path, evidence.file("AU-2026-001/1", 1).sha256)
    erase(tmp_path, AUDIT, "", 1, part="1")
    commit()
    assert kept.exists()


def test_what_a_row_does_not_say_or_have_cannot_be_erased(app: Flask, tmp_path: Path) -> None:
    builders.audit()
    for field in ("note", "asked", "result", "question", "fact"):
        with pytest.raises(BadInput, match="nothing_to_erase"):
            ask(AUDIT, field, part="1")
    with pytest.raises(NotFound, match="no_such_file"):
        ask(AUDIT, "", 1, part="1")
    with pytest.raises(NotFound, match="no_such_row"):
        ask(AUDIT, "note", part="99")


def test_only_audits_have_parts_and_only_those_they_have(app: Flask) -> None:
    builders.finding()
    for reference, part in (
        (Reference(Kind.FINDING, 2026, 1), "1"),
        (AUDIT, "P1"),
        (AUDIT, "x"),
        (Reference(Kind.AUDIT, 2026, 9), "1"),
    ):
        with pytest.raises(NotFound):
            ask(reference, "note", part=part)


def test_a_row_needs_both_managers_as_any_record_does(app: Flask, tmp_path: Path) -> None:
    audit = answered()
    asked = ask(AUDIT, "note", part="1")
    with pytest.raises(RuleBroken, match="erasure_needs_both"):
        erasures.agree(asked.id, tmp_path, by=viewer("privacy_manager"))
    assert checklists.item(audit, 1).note == NOTE
