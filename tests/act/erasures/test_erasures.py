"""Erasing on both databases: two managers, a tombstone, and a chain that still verifies."""

from pathlib import Path

import pytest
from flask import Flask

from pms_tracker.act.cases import case_lists, filing
from pms_tracker.act.cases.dossier import Dossier, rounds_of
from pms_tracker.act.erasures import erasures
from pms_tracker.act.erasures.erasures import TOMBSTONE
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.approvals import approvals
from pms_tracker.check.findings import finding_lists
from pms_tracker.check.findings.hearings import answer_of
from pms_tracker.check.reports import audit_reports
from pms_tracker.check.rules.audit_rules import FindingState, Grade
from pms_tracker.check.rules.dispute_rules import Ruling
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import commit, session
from pms_tracker.desk import kept_drafts
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.plan.policies import review_inputs
from pms_tracker.trail import trail
from tests import builders, reporting
from tests.act.erasures.erasing import ask, erase, told
from tests.cast import IDS, viewer

CASE = Reference(Kind.CASE, 2026, 1)


def test_an_erased_fact_is_gone_from_finding_case_and_trail(app: Flask, tmp_path: Path) -> None:
    case = builders.case()
    erase(tmp_path)
    finding = session.get_one(Finding, case.finding_id)
    assert finding.fact == finding.title == case.title == TOMBSTONE
    assert finding.evidence == "写真2枚"
    assert "申込書" not in finding.search_text + case.search_text + told(finding.reference)
    boss = viewer("audit_manager")
    assert finding_lists.FINDINGS.count(boss, finding_lists.Filter(text="申込書")) == 0
    assert case_lists.CASES.count(boss, case_lists.Filter(text="申込書")) == 0
    assert list(trail.verify()) == []
    moves = [entry.move for entry in trail.history(finding.reference)]
    assert moves == ["erased", "erasure_asked", "filed"]


def test_what_anybody_had_typed_about_the_record_is_forgotten_with_it(
    app: Flask, tmp_path: Path
) -> None:
    finding = builders.case().reference.replace("CA-", "F-")
    kept_drafts.keep(
        IDS["audit_manager"], f"/check/findings/{finding}/withdraw", [("reason", "氏名")]
    )
    kept_drafts.keep(
        IDS["audit_manager"], "/check/findings/F-2026-002/withdraw", [("reason", "重複")]
    )
    erase(tmp_path)
    assert set(kept_drafts.places(IDS["audit_manager"])) == {"/check/findings/F-2026-002/withdraw"}


def test_an_erased_fact_without_a_case_or_the_evidence_alone(app: Flask, tmp_path: Path) -> None:
    finding = builders.finding(grade=Grade.OBSERVATION)
    erase(tmp_path, field="evidence")
    assert (finding.evidence, finding.fact) == (TOMBSTONE, builders.FACT)
    erase(tmp_path, field="fact")
    assert finding.fact == TOMBSTONE


def test_an_erased_cause_takes_the_lesson_that_was_made_of_it_along(
    app: Flask, tmp_path: Path
) -> None:
    case = builders.case_in(CaseState.CLOSED)
    erase(tmp_path, CASE, "cause")
    (done,) = rounds_of(case.id)
    assert (done.cause, done.lesson) == (TOMBSTONE, TOMBSTONE)
    assert done.action.startswith("申込書を台帳に")
    laid = review_inputs.from_record(case.reference)
    assert laid is not None
    assert laid.text == TOMBSTONE
    assert "手続がなかった" not in told(case.reference)
    assert list(trail.verify()) == []


def test_another_field_of_a_case_leaves_the_lesson_alone(app: Flask, tmp_path: Path) -> None:
    case = builders.case_in(CaseState.CLOSED)
    erase(tmp_path, CASE, "result")
    (done,) = rounds_of(case.id)
    assert done.actions[0].result == TOMBSTONE
    assert done.lesson != TOMBSTONE


def test_a_cause_can_be_erased_before_there_is_a_lesson(app: Flask, tmp_path: Path) -> None:
    case = builders.case_in(CaseState.SUBMITTED)
    erase(tmp_path, CASE, "cause")
    assert Dossier(case).current.cause == TOMBSTONE
    assert Dossier(case).current.lesson == ""


def withdrawn() -> tuple[Finding, Case]:
    case = builders.case()
    finding = session.get_one(Finding, case.finding_id)
    filing.withdraw(
        finding, reason="氏名の誤記", version=finding.version, by=viewer("audit_manager")
    )
    return finding, case


def test_a_reason_to_withdraw_is_erased_from_finding_and_case(app: Flask, tmp_path: Path) -> None:
    finding, case = withdrawn()
    erase(tmp_path, field="withdrawal")
    assert finding.withdrawal == case.withdrawal == TOMBSTONE
    assert "氏名" not in told(finding.reference) + told(case.reference)


def test_a_cases_own_reason_can_be_erased(app: Flask, tmp_path: Path) -> None:
    finding, case = withdrawn()
    erase(tmp_path, CASE, "withdrawal")
    assert (finding.withdrawal, case.withdrawal) == ("氏名の誤記", TOMBSTONE)
    erase(tmp_path, field="withdrawal")
    assert finding.withdrawal == TOMBSTONE


def test_an_erased_file_is_gone_with_its_name_and_the_others_stay(
    app: Flask, tmp_path: Path
) -> None:
    builders.finding()
    uploads = [Upload("氏名.txt", b"one"), Upload("棚.txt", b"two")]
    evidence.attach("F-2026-001", uploads, tmp_path, limit_bytes=99, by=viewer("auditor"))
    erase(tmp_path, field="", number=1)
    commit()
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [b"two"]
    assert "氏名" not in told("F-2026-001")
    assert "棚.txt" in told("F-2026-001")
    assert [each.name for each in evidence.files("F-2026-001")] == [TOMBSTONE, "棚.txt"]
    assert list(trail.verify()) == []


@pytest.mark.parametrize(
    ("changes", "refusal", "kind"),
    [
        ({"reason": " "}, "reason_needed", BadInput),
        ({"field": ""}, "nothing_to_erase", BadInput),
        ({"field": "fact", "number": 1}, "nothing_to_erase", BadInput),
        ({"field": "state"}, "nothing_to_erase", BadInput),
        ({"field": "withdrawal"}, "nothing_to_erase", BadInput),
        ({"reference": CASE, "field": "cause"}, "nothing_to_erase", BadInput),
        ({"reference": CASE, "field": "withdrawal"}, "nothing_to_erase", BadInput),
        ({"field": "", "number": 1}, "no_such_file", NotFound),
        ({"reference": Reference(Kind.FINDING, 2026, 9)}, "no_such_record", NotFound),
        ({"reference": Reference(Kind.AUDIT, 2026, 1)}, "nothing_to_erase", BadInput),
        ({"reference": Reference(Kind.AUDIT, 2026, 9)}, "no_such_record", NotFound),
    ],
)
def test_what_is_not_there_cannot_be_erased(
    app: Flask, changes: dict[str, object], refusal: str, kind: type[Exception]
) -> None:
    builders.case()
    with pytest.raises(kind, match=refusal):
        ask(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked_by", "agreed_by"),
    [
        ("privacy_manager", "privacy_manager"),
        ("audit_manager", "audit_manager"),
        ("privacy_manager", "representative"),
        ("privacy_manager", "administrator"),
    ],
)
def test_one_manager_alone_erases_nothing(
    app: Flask, tmp_path: Path, asked_by: str, agreed_by: str
) -> None:
    finding = builders.finding()
    asked = ask(by=asked_by)
    with pytest.raises(RuleBroken, match="erasure_needs_both"):
        erasures.agree(asked.id, tmp_path, by=viewer(agreed_by))
    assert finding.fact == builders.FACT
    assert erasures.waiting() == [asked]


def test_an_erasure_is_done_once(app: Flask, tmp_path: Path) -> None:
    builders.finding()
    done = erase(tmp_path)
    assert (erasures.waiting(), erasures.done()) == ([], [done])
    for unknown in (done.id, 999):
        with pytest.raises(NotFound, match="no_such_erasure"):
            erasures.agree(unknown, tmp_path, by=viewer("audit_manager"))


def test_the_reason_for_sending_back_can_be_erased(app: Flask, tmp_path: Path) -> None:
    case = builders.case_in(CaseState.SENT_BACK)
    erase(tmp_path, CASE, "reason")
    assert [row.reason for row in approvals.decisions(case.reference)] == [TOMBSTONE]
    assert "人の不注意" not in told(case.reference)
    assert list(trail.verify()) == []


@pytest.mark.parametrize("field", ["dispute", "grounds", "withdrawal"])
def test_what_was_said_in_a_dispute_can_be_erased_and_its_course_stays(
    app: Flask, tmp_path: Path, field: str
) -> None:
    finding = builders.disputed()
    builders.ruled(finding, Ruling.WITHDRAWN, grounds="氏名を見た。")
    erase(tmp_path, field=field)
    answer = answer_of(finding.id)
    assert answer is not None
    # The decision that withdrew it gave its grounds as the reason: they go together.
    gone = {"dispute"} if field == "dispute" else {"grounds", "withdrawal"}
    held = {"dispute": answer.dispute, "grounds": answer.grounds, "withdrawal": finding.withdrawal}
    assert {name for name, text in held.items() if text == TOMBSTONE} == gone
    secret = builders.DISPUTE if field == "dispute" else "氏名を見た。"
    assert secret not in told(finding.reference)
    assert (answer.ruling, finding.state) == (Ruling.WITHDRAWN, FindingState.WITHDRAWN)
    assert list(trail.verify()) == []


def test_what_nobody_said_cannot_be_erased(app: Flask) -> None:
    builders.finding()
    for field in ("dispute", "grounds"):
        with pytest.raises(BadInput, match="nothing_to_erase"):
            ask(field=field)
    builders.told(fact="次の所見。")
    with pytest.raises(BadInput, match="nothing_to_erase"):
        ask(Reference(Kind.FINDING, 2026, 2), field="dispute")


def test_an_erased_fact_is_gone_from_signed_reports_which_say_so(
    app: Flask, tmp_path: Path
) -> None:
    audit = builders.audit()
    finding = builders.finding(audit, grade=Grade.GOOD_PRACTICE)
    other = builders.finding(audit, 2, fact="別の事実")
    reporting.answer_all(audit)
    signed = reporting.sign(audit, strong_points=f"・{builders.FACT}（{finding.reference}）")
    place = f"/check/audits/{audit.reference}/report/"
    kept_drafts.keep(IDS["auditor"], place, [("strong_points", builders.FACT)])
    digest = signed.digest
    erase(tmp_path)
    draft = audit_reports.of(audit.id)
    assert draft is not None
    for words in (str(signed.content), draft.strong_points):
        assert builders.FACT not in words
        assert TOMBSTONE in words
    assert other.fact in str(signed.content)
    assert (signed.digest, signed.erased_at is not None) == (digest, True)
    assert kept_drafts.places(IDS["auditor"]) == {}
    erase(tmp_path, Reference(Kind.FINDING, 2026, 2), "evidence")
    assert "写真2枚" in str(signed.content), "that of the other finding"
    assert signed.content["findings"]["list"][1]["evidence"] == TOMBSTONE
