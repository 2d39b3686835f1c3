"""The coverage board's page: what is missing first, with the way to plan it, and a file."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from pms_tracker.check.rules.audit_rules import AuditState
from tests import builders, reporting
from tests.cast import TODAY, UNIT_IDS
from tests.check.programmes import a_programme
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, words

pytestmark = pytest.mark.both_databases

URL = "/check/coverage/"


def test_what_is_missing_is_said_first_with_the_way_to_plan_it(
    served: Served, visitor: Visitor
) -> None:
    manager = visitor.as_("audit_manager")
    locked = words(manager.get(URL))
    assert "4部門の運用監査が、まだ計画されていません。" in locked
    assert 'href="/check/audits/new"' in locked
    with committing(served):
        a_programme.none_yet()
    assert "2026年度のプログラムを作る" in words(manager.get(URL))
    manager.post("/check/programmes/", year="2026")
    assert 'href="/check/programmes/AP-2026/edit"' in words(manager.get(URL))
    reader = words(visitor.as_("representative").get(URL))
    assert "まだ計画されていません" in reader
    assert "/check/programmes/AP-2026/edit" not in reader


def test_each_cell_says_how_it_stands_and_leads_to_its_audit(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        audit = builders.audit()
        reporting.audit_in(AuditState.CLOSED, audit)
        builders.audit(unit_id=UNIT_IDS["教務部"])
        builders.past_audit(date(2024, 11, 1), UNIT_IDS["書店"])
    page = words(visitor.as_("privacy_manager").get(URL))
    assert "4部門のうち、実施済み1、予定1。" in page
    # What requirements are of is said only where there are several kinds of them.
    assert '<th scope="row">1(3)' in page
    assert "POL-001 1(3)" not in page
    assert 'href="/check/audits/AU-2026-001"' in page
    assert 'href="/check/history/' in page
    rows = list(csv.reader(StringIO(visitor.get(f"{URL}export.csv").text.lstrip("\ufeff"))))
    assert rows[0] == ["監査の種類", "対象", "内容", "2026年度", "2025年度", "2024年度"]
    by_name = {row[1]: row[3:] for row in rows[1:]}
    assert by_name["松本教室"] == ["実施済み 2026年11月24日(火) AU-2026-001", "未実施", "未実施"]
    assert by_name["教務部"][0] == "予定 2026年11月24日(火) AU-2026-002"
    assert by_name["書店"] == ["未実施", "未実施", "実施済み 2024年11月1日(金) 移行"]
    assert by_name["POL-001 1(3)"] == ["未実施"] * 3
    book = load_workbook(BytesIO(visitor.get(f"{URL}export.xlsx").data))
    assert len(list(book.active.rows)) == len(rows)


def test_a_head_reads_of_their_unit_alone_and_others_are_told_why_there_is_nothing(
    visitor: Visitor,
) -> None:
    head = words(visitor.as_("head").get(URL))
    assert "松本教室" in head
    assert "書店" not in head.split("<main", 1)[1]
    assert "あなたが責任者をしている部門だけを表示しています" in head
    nothing = words(visitor.as_("employee").get(URL))
    assert "表示できる部門がありません" in nothing
    assert "export.xlsx" not in nothing


def test_a_year_that_is_done_says_so(served: Served, visitor: Visitor) -> None:
    with committing(served):
        for name, who in (
            ("本部", "auditor"),
            ("教務部", "auditor"),
            ("松本教室", "auditor"),
            ("書店", "second_auditor"),
        ):
            builders.past_audit(TODAY, UNIT_IDS[name], auditors=who)
        builders.past_audit(TODAY)
    assert "すべての部門の監査を実施しました。" in words(visitor.as_("audit_manager").get(URL))


def test_an_audit_under_way_is_planned_on_the_board_and_not_in_the_summary(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        reporting.done()
    page = words(visitor.as_("audit_manager").get(URL))
    assert "4部門のうち、実施済み0、予定1。" in page
    assert "実施中" in page
    told = visitor.get(f"{URL}export.csv").text
    assert "予定 実施中 2026年11月24日(火) AU-2026-001" in told
    summary = words(visitor.get("/check/summary/"))
    assert "実施中のため、まだ数えていない監査：" in summary
    assert "申込書の取扱い" not in summary


def test_the_board_of_a_year_to_come_is_shown_once_it_has_a_programme(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        a_programme.drafted(2027)
    page = words(visitor.as_("audit_manager").get(f"{URL}?year=2027"))
    assert "2027年度：4部門のうち、実施済み0、予定0。" in page
    assert 'href="/check/programmes/AP-2027/edit"' in page
    assert "2026年度：" in words(visitor.get(f"{URL}?year=1999"))
