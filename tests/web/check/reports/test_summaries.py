"""The summary of two years: page, file and paper say the same of the same audits."""

import csv
import shutil
import subprocess
from datetime import date
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from pms_tracker.act.teams import assignments
from pms_tracker.check.reports import summaries
from pms_tracker.check.rules.audit_rules import AuditKind, AuditState, FindingState, Grade
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from tests import builders, reporting
from tests.cast import IDS, UNIT_IDS, viewer
from tests.check.preparing import a_checklist
from tests.conftest import missing
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, words

URL = "/check/summary/"


@pytest.fixture
def two_years(served: Served) -> Served:
    """An audit of this year with findings, one planned, and two brought over of last year."""
    with committing(served):
        within = builders.audit()
        builders.finding(within, 1)
        builders.finding(within, 2, grade=Grade.OBSERVATION)
        gone = builders.finding(within, 3)
        gone.state, gone.withdrawal = FindingState.WITHDRAWN, "重複"
        a_checklist.record(within, 3)
        reporting.audit_in(AuditState.CLOSED, within)
        builders.audit(unit_id=UNIT_IDS["教務部"])
        for kind, unit, counts in (
            (AuditKind.OPERATION, UNIT_IDS["書店"], {Grade.MAJOR: 1}),
            (AuditKind.CONFORMITY, None, {Grade.OBSERVATION: 3}),
        ):
            told = {grade.value: amount for grade, amount in counts.items()}
            builders.past_audit(date(2025, 11, 5), unit, kind=kind, auditors="有賀 俊", **told)
    return served


def test_two_years_are_told_with_their_counts(two_years: Served) -> None:
    with two_years.app.test_request_context():
        this, last = summaries.of_two_years(viewer("representative"), 2026)
        (line,) = this.lines
        assert (line.reference, line.unit) == ("AU-2026-001", "松本教室")
        assert dict(line.counts) == {Grade.NONCONFORMITY: 1, Grade.OBSERVATION: 1}
        assert line.auditors == ("小口 彩香",)
        assert [each.past_id is not None for each in last.lines] == [True, True]
        assert last.total == {Grade.MAJOR: 1, Grade.OBSERVATION: 3}
        shown = summaries.grades_shown([this, last])
        assert shown == [Grade.NONCONFORMITY, Grade.MAJOR, Grade.OBSERVATION, Grade.GOOD_PRACTICE]
        head = summaries.of_two_years(viewer("other_head"), 2026)
        assert [len(each.lines) for each in head] == [0, 1]


def test_the_page_and_the_files_say_the_same(two_years: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("audit_manager").get(URL))
    for expected in ("AU-2026-001", "全社（規程）", "移行", "重大な不適合", "2025年度"):
        assert expected in page
    rows = list(csv.reader(StringIO(visitor.get(f"{URL}export.csv").text.lstrip("\ufeff"))))
    assert rows[0][:6] == ["年度", "実施日", "対象", "監査の種類", "内容", "監査員"]
    assert rows[1][:3] == ["2026年度", "2026-11-24", "松本教室"]
    assert rows[1][8:] == ["1", "0", "1", "0", "0／1件", "AU-2026-001"]
    assert {row[2] for row in rows[2:]} == {"書店", "全社（規程）"}
    book = load_workbook(BytesIO(visitor.get(f"{URL}export.xlsx").data))
    assert len(list(book.active.rows)) == len(rows) == 4
    earlier = words(visitor.get(f"{URL}?year=2025"))
    assert "AU-2026-001" not in earlier
    assert "2024年度" in earlier
    for odd in ("x", "1900", "2031"):
        assert "AU-2026-001" in words(visitor.get(f"{URL}?year={odd}"))


def text_of(pdf: bytes) -> str:
    if shutil.which("pdftotext") is None:
        missing("pdftotext", "install poppler-utils")
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ja",
            (
                "監査・マネジメントレビュー実施サマリー",
                "松本教室",
                "2026年11月24日(火)",
                "（移行）",
            ),
        ),
        ("en", ("Summary of internal audits and management reviews", "松本教室", "Nonconformity")),
    ],
)
def test_the_paper_is_one_sheet_in_both_languages(
    two_years: Served, visitor: Visitor, language: str, expected: tuple[str, ...]
) -> None:
    if language == "en":
        visitor.as_("representative").post("/language", language="en", next="/")
    else:
        visitor.as_("representative")
    answer = visitor.get(f"{URL}summary.pdf", language)
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    laid = text_of(answer.data)
    with two_years.app.test_request_context():
        this, _last = summaries.of_two_years(viewer("representative"), 2026)
    # What was audited and by whom stands in one line, however wide the words of the language.
    assert {this.lines[0].theme, *this.lines[0].auditors} <= {
        each.strip() for line in laid.splitlines() for each in line.split("  ")
    }
    told = "".join(laid.split())
    for each in expected:
        assert "".join(each.split()) in told
    assert "1/1" in told


def test_an_audit_manager_who_led_an_audit_is_the_one_it_is_of(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        audit = builders.audit(team_ids=[IDS["audit_manager"]])
        assignments.begin(audit, by=viewer("audit_manager"))
        reporting.answer_all(audit, "audit_manager")
        reporting.sign(audit, "audit_manager")
        reporting.receive(audit)
    visitor.as_("representative")
    rows = list(csv.reader(StringIO(visitor.get(f"{URL}export.csv").text.lstrip("\ufeff"))))
    told = dict(zip(rows[0], rows[1], strict=True))
    assert (told["監査員"], told["監査責任者"]) == ("有賀 俊", "有賀 俊")


def test_it_tells_who_approved_when_it_was_reported_and_what_is_corrected(
    two_years: Served, visitor: Visitor
) -> None:
    with two_years.app.test_request_context():
        this, last = summaries.of_two_years(viewer("representative"), 2026)
        (line,) = this.lines
        assert (line.to_settle, line.settled) == (1, 0)
        assert line.reported_on is not None
        assert {each.settled for each in last.lines} == {None}
    with committing(two_years):
        session.execute(
            update(Finding).where(Finding.number == 1).values(state=FindingState.SETTLED)
        )
    visitor.as_("representative")
    rows = list(csv.reader(StringIO(visitor.get(f"{URL}export.csv").text.lstrip("\ufeff"))))
    assert rows[0][6:8] == ["監査責任者", "報告日"]
    assert dict(zip(rows[0], rows[1], strict=True))["是正の完了"] == "1／1件"
    assert "議事録が承認されたマネジメントレビューはありません。" in words(visitor.get(URL))
    # Minutes are not for everybody who may see an audit.
    assert "マネジメントレビューはありません" not in words(visitor.as_("other_head").get(URL))
